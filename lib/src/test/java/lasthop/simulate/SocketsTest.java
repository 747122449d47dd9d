package lasthop.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lasthop.ip.Ip;
import lasthop.packet.Packet;
import lasthop.packet.Proto;
import lasthop.packet.TcpFlag;
import lasthop.packet.Transport;
import lasthop.snapshot.Snapshot;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Who takes a first packet, as far as the list of sockets tells.
class SocketsTest {
  /// A socket with a peer scores nothing for a packet of another (net/ipv4/inet_hashtables.c compute_score, __inet_lookup_established).
  @ParameterizedTest @CsvSource({"tcp, LISTEN, 0.0.0.0:*, true", "tcp, ESTAB, 192.0.2.77:4711, false", "tcp, TIME-WAIT, 192.0.2.77:4711, false", "udp, UNCONN, 0.0.0.0:*, true", "udp, ESTAB, 192.0.2.77:53, false"})
  void aSocketWithAPeerTakesNoOther(String proto, String state, String peer, boolean takes) {
    var host = Snapshot.read("x", Map.of("ss.txt", "Netid State  Recv-Q Send-Q Local Address:Port Peer Address:PortProcess\n" + proto + " " + state + " 0 0 192.0.2.2:80 " + peer + "\n"));
    Transport transport = proto.equals("tcp") ? new Transport.Tcp(40000, 80, 1, 0, 64240, Set.of(TcpFlag.SYN), "") : new Transport.Ports(40000, 80, 20);
    Packet packet = Packet.of(Ip.parse("192.0.2.1"), Ip.parse("192.0.2.2"), proto.equals("tcp") ? Proto.TCP : Proto.UDP, transport);
    assertEquals(Optional.of(takes), Sockets.listens(host, packet));
  }
}
