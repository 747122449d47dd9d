package lasthop.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Set;
import lasthop.ip.Ip;
import lasthop.packet.Header;
import lasthop.packet.Meta;
import lasthop.packet.Packet;
import lasthop.packet.Proto;
import lasthop.packet.TcpFlag;
import lasthop.packet.Transport;
import lasthop.text.Origin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PacketSelectorTest {
  /// Uptime 324781.838361 s, and `May  8 16:30:29` without a year.
  private static final Stamp STAMP = new Stamp("", 324_781_838_361L, 74_190_629_000_000L, false);

  /// A connection attempt that is translated on its way from one event to the next.
  private static final TracedPacket PACKET = new TracedPacket(
      List.of(event("nat", "OUTPUT", "10.43.206.251", "enp3s0"), event("nat", "POSTROUTING", "10.0.1.12", "enp5s0")),
      List.of(), List.of(), List.of());

  private static Event event(String table, String chain, String dst, String out) {
    var tcp = new Transport.Tcp(18130, 8081, 2213090174L, 0, 29200, Set.of(TcpFlag.SYN), "");
    var packet = Packet.of(Ip.parse("192.168.235.13"), Ip.parse(dst), Proto.TCP, tcp)
        .with(new Header(60, 0, 64, 57266, true, false, 0, "", -1)).with(Meta.NONE.withOut(out));
    return new Event(new Origin("kern.log", 1), 0, STAMP, "ceph3", table, chain, Kind.RULE, 1, NftStep.NONE, packet, Reading.CLEAN);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      57266                                     | true
      57267                                     | false
      id=57266 dport=8081                       | true
      id=57266 dport=80                         | false
      seq=2213090174                            | true
      dst=10.43.206.251                         | true
      dst=10.0.1.0/24                           | true
      src=10.0.1.0/24                           | false
      addr=10.0.1.0/24                          | true
      addr=192.168.235.13                       | true
      port=18130                                | true
      sport=8081                                | false
      tcp                                       | true
      proto=17                                  | false
      dev=enp5s0                                | true
      dev=eth0                                  | false
      chain=postrouting                         | true
      chain=nat:OUTPUT                          | true
      chain=filter:OUTPUT                       | false
      host=CEPH3                                | true
      tcp 192.168.235.13:18130 > 10.0.1.12:8081 | true
      192.168.235.13 > 10.0.1.12                | true
      10.0.1.12 > 192.168.235.13                | false
      since=16:30:29                            | true
      since=16:31                               | false
      until=16:30:29                            | true
      since=05-08T16:30 until=05-08T16:31       | true
      until=2017-05-08T16:30                    | false
      since=2017-05-09T00:00                    | false
      since=324781.8 until=324782               | true
      since=324782                              | false
      """)
  void everyTermMustMatchAtSomeEvent(String selector, boolean matches) {
    assertEquals(matches, PacketSelector.parse(selector).matches(PACKET));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      nonsense     | bad packet "nonsense"
      colour=red   | bad packet "colour=red"
      id=70000     | bad number "70000": it must be within 0..65535
      port=x       | bad number "x"
      proto=xyz    | bad protocol "xyz"
      src=10.0.0   | bad address "10.0.0"
      since=noon   | bad time "noon"
      """)
  void nonsenseIsNamed(String selector, String message) {
    var failure = assertThrows(IllegalArgumentException.class, () -> PacketSelector.parse(selector));
    assertEquals(message, failure.getMessage().substring(0, message.length()));
  }

  @Test
  void ipv6EndsAreWrittenInBrackets() {
    var terms = PacketSelector.parse("udp [2001:db8::1]:53 > 2001:db8::2").terms();
    assertEquals(List.of("proto", "src", "sport", "dst"), terms.stream().map(PacketSelector.Term::key).toList());
    assertEquals("2001:db8::1", terms.get(1).value());
  }
}
