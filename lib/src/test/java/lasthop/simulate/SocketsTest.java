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
  /// A socket with a peer takes what comes from that peer alone (net/ipv4/inet_hashtables.c __inet_lookup_established, net/ipv4/udp.c compute_score).
  @ParameterizedTest @CsvSource({"tcp, LISTEN, 0.0.0.0:*, true", "tcp, ESTAB, 192.0.2.77:4711, ", "tcp, TIME-WAIT, 192.0.2.77:4711, ", "udp, UNCONN, 0.0.0.0:*, true", "udp, ESTAB, 192.0.2.77:53, "})
  void aSocketWithAPeerMayBeTheSendersOrNot(String proto, String state, String peer, Boolean takes) {
    var host = Snapshot.read("x", Map.of("ss.txt", "Netid State  Recv-Q Send-Q Local Address:Port Peer Address:PortProcess\n" + proto + " " + state + " 0 0 192.0.2.2:80 " + peer + "\n"));
    Transport transport = proto.equals("tcp") ? new Transport.Tcp(40000, 80, 1, 0, 64240, Set.of(TcpFlag.SYN), "") : new Transport.Ports(40000, 80, 20);
    Packet packet = Packet.of(Ip.parse("192.0.2.1"), Ip.parse("192.0.2.2"), proto.equals("tcp") ? Proto.TCP : Proto.UDP, transport);
    assertEquals(Optional.ofNullable(takes), Sockets.listens(host, packet));
  }

  /// Programs of IPv6 sockets that listen on an IPv4 address show it mapped (net/ipv6/inet6_hashtables.c, RFC 4291).
  @ParameterizedTest @CsvSource({"[::ffff:192.0.2.2]:80, true", "[::ffff:192.0.2.3]:80, false", "[::]:80, false", "*:80, true"})
  void aMappedAddressIsThatOfIPv4(String local, boolean takes) {
    var host = Snapshot.read("x", Map.of("ss.txt", "Netid State  Recv-Q Send-Q Local Address:Port Peer Address:PortProcess\ntcp LISTEN 0 0 " + local + " *:*\n"));
    Packet packet = Packet.of(Ip.parse("192.0.2.1"), Ip.parse("192.0.2.2"), Proto.TCP, new Transport.Tcp(40000, 80, 1, 0, 64240, Set.of(TcpFlag.SYN), ""));
    assertEquals(Optional.of(takes), Sockets.listens(host, packet));
  }
}
