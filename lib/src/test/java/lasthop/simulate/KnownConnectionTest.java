package lasthop.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import lasthop.host.Host;
import lasthop.ip.Family;
import lasthop.packet.Packet;
import lasthop.snapshot.Snapshot;
import lasthop.traversal.Disposition;
import lasthop.traversal.Hop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Packets of connections that stand in `conntrack.txt`. The host publishes 203.0.113.1:80 as 10.0.2.2:8080 and hides
/// 10.0.2.0/24 behind 203.0.113.1.
class KnownConnectionTest {
  private static final Map<String, String> TEXTS = Map.of(
      "ip-addr.txt", """
          1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 state UNKNOWN
              inet 127.0.0.1/8 scope host lo
          2: wan: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 state UP
              inet 203.0.113.1/24 scope global wan
          3: lan: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 state UP
              inet 10.0.2.1/24 scope global lan
          """,
      "ip-rule.txt", "0:\tfrom all lookup local\n32766:\tfrom all lookup main\n32767:\tfrom all lookup default\n",
      "ip-route.txt", """
          default via 203.0.113.254 dev wan
          203.0.113.0/24 dev wan proto kernel scope link src 203.0.113.1
          10.0.2.0/24 dev lan proto kernel scope link src 10.0.2.1
          local 127.0.0.0/8 dev lo table local proto kernel scope host src 127.0.0.1
          local 203.0.113.1 dev wan table local proto kernel scope host src 203.0.113.1
          local 10.0.2.1 dev lan table local proto kernel scope host src 10.0.2.1
          """,
      "sysctl.txt", "net.ipv4.ip_forward = 1\n" + Stream.of("all", "default", "lo", "wan", "lan").map(KnownConnectionTest::parameters)
          .reduce("", String::concat),
      "ip-neigh.txt", "",
      "iptables-save.txt", """
          *raw
          :PREROUTING ACCEPT [0:0]
          -A PREROUTING -j TRACE
          COMMIT
          *nat
          :PREROUTING ACCEPT [0:0]
          :POSTROUTING ACCEPT [0:0]
          -A PREROUTING -d 203.0.113.1/32 -p tcp -m tcp --dport 80 -j DNAT --to-destination 10.0.2.2:8080
          -A POSTROUTING -s 10.0.2.0/24 -o wan -j MASQUERADE
          COMMIT
          *filter
          :FORWARD DROP [0:0]
          -A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
          COMMIT
          """,
      "conntrack.txt", """
          tcp      6 431999 ESTABLISHED src=198.51.100.9 dst=203.0.113.1 sport=4000 dport=80 src=10.0.2.2 dst=198.51.100.9 sport=8080 dport=4000 [ASSURED] mark=0 use=1
          ipv4     2 tcp      6 100 ESTABLISHED src=10.0.2.7 dst=198.51.100.9 sport=5000 dport=443 packets=3 bytes=180 src=198.51.100.9 dst=203.0.113.1 sport=443 dport=5000 packets=2 bytes=120 [ASSURED] mark=7 use=2
          udp      17 29 src=10.0.2.8 dst=198.51.100.9 sport=6000 dport=53 [UNREPLIED] src=198.51.100.9 dst=203.0.113.1 sport=53 dport=6000 mark=0 use=1
          icmp     1 29 src=10.0.2.8 dst=198.51.100.9 type=8 code=0 id=77 src=198.51.100.9 dst=203.0.113.1 type=0 code=0 id=78 mark=0 use=1
          tcp      6 100 TIME_WAIT src=10.0.2.9 dst=198.51.100.9 sport=5001 dport=443 src=198.51.100.9 dst=203.0.113.1 sport=443 dport=5001 [ASSURED] mark=0 use=1
          tcp      6 431999 ESTABLISHED src=198.51.100.9 dst=203.0.113.1 sport=4001 dport=81 src=10.0.2.2 dst=198.51.100.9 sport=8080 dport=4001 [ASSURED] mark=0 zone=7 use=1
          """);

  private static String parameters(String device) {
    return "net.ipv4.conf.D.forwarding = 1\n".replace("D", device) + Stream.of("rp_filter", "accept_local", "accept_source_route",
        "route_localnet", "src_valid_mark").map(key -> "net.ipv4.conf." + device + "." + key + " = 0\n").reduce("", String::concat);
  }

  private static Outcome run(String packet) {
    Host host = Snapshot.read("gate", TEXTS);
    return Simulate.of(host, Family.IPV4).run(Probe.parse(packet), Options.ALL).getFirst();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      # packet                                                             | leaves for | its source
      tcp 198.51.100.9:4000 > 203.0.113.1:80 iif wan flags ACK             | lan 10.0.2.2:8080 | 198.51.100.9:4000
      tcp 10.0.2.2:8080 > 198.51.100.9:4000 iif lan flags ACK              | wan 198.51.100.9:4000 | 203.0.113.1:80
      tcp 10.0.2.7:5000 > 198.51.100.9:443 iif lan flags ACK               | wan 198.51.100.9:443 | 203.0.113.1:5000
      tcp 198.51.100.9:443 > 203.0.113.1:5000 iif wan flags ACK            | lan 10.0.2.7:5000 | 198.51.100.9:443
      udp 198.51.100.9:53 > 203.0.113.1:6000 iif wan                       | lan 10.0.2.8:6000 | 198.51.100.9:53
      icmp 198.51.100.9 > 203.0.113.1 type 0 iif wan                       | lan 10.0.2.8:-1 | 198.51.100.9:-1
      """)
  void aPacketOfAListedConnectionIsTranslatedAsItWas(String packet, String leaves, String source) {
    Outcome outcome = run(packet + " ct=lookup");
    var end = (Disposition.Transmitted) outcome.traversal().disposition();
    var rule = (Hop.Matched) outcome.traversal().hops().stream().filter(h -> h.line().equals("filter:FORWARD:rule:1")).findFirst().orElseThrow();
    assertEquals(List.of(), outcome.traversal().lines().stream().filter(l -> l.startsWith("nat:")).toList());
    Packet last = ((Hop.Named) outcome.traversal().hops().stream().filter(Hop.Named.class::isInstance).reduce((_, h) -> h).orElseThrow()).packet();
    assertEquals(source, last.src() + ":" + last.sport());
    assertEquals(leaves, end.oif() + " " + rule.before().dst() + ":" + rule.before().dport());
  }

  @Test void aPacketThatIsNotListedIsOfANewConnection() {
    assertEquals(List.of("raw:PREROUTING:policy:2", "nat:PREROUTING:rule:1", "filter:FORWARD:policy:2"),
        run("tcp 198.51.100.9:4001 > 203.0.113.1:80 iif wan ct=lookup").traversal().lines());
  }

  @Test void aSynReopensAConnectionThatIsOver() {
    assertTrue(run("tcp 10.0.2.9:5001 > 198.51.100.9:443 iif lan ct=lookup").traversal().lines().contains("nat:PREROUTING:policy:2"));
  }

  /// What the kernel did with such a host was recorded: the packet is answered by RST, for want of the translation.
  @Test void whatIsNotTrackedMissesItsTranslation() {
    var texts = new HashMap<>(TEXTS);
    texts.put("ss.txt", "Netid State  Recv-Q Send-Q Local Address:Port Peer Address:Port\ntcp   LISTEN 0      16     0.0.0.0:22          0.0.0.0:*\n");
    texts.merge("iptables-save.txt", "", (save, _) -> save.replace("-j TRACE\n", "-j TRACE\n-A PREROUTING -p tcp -m tcp --dport 80 -j CT --notrack\n"));
    Simulate gate = Simulate.of(Snapshot.read("gate", texts), Family.IPV4);
    var mapped = gate.run(Probe.parse("tcp 198.51.100.9:4001 > 203.0.113.1:80 iif wan"), Options.ALL).getFirst().traversal().disposition();
    assertEquals("refused nat-skipped-untracked", mapped.verdict() + " " + mapped.cause());
    var other = gate.run(Probe.parse("tcp 198.51.100.9:4001 > 203.0.113.1:81 iif wan"), Options.ALL).getFirst().traversal().disposition();
    assertEquals("refused no-listener", other.verdict() + " " + other.cause());
  }

  @Test void withoutATableItIsNotSettled() {
    var texts = new HashMap<>(TEXTS);
    texts.remove("conntrack.txt");
    var end = Simulate.of(Snapshot.read("gate", texts), Family.IPV4)
        .run(Probe.parse("tcp 198.51.100.9:4000 > 203.0.113.1:80 iif wan ct=lookup"), Options.ALL).getFirst().traversal().disposition();
    assertEquals("conntrack -L", ((Disposition.Undetermined) end).collect());
  }

  /// No rule has put the packet into the zone of the connection that has its addresses.
  @Test void aConnectionOfAZoneIsNotTheirs() {
    Outcome outcome = run("tcp 198.51.100.9:4001 > 203.0.113.1:81 iif wan flags ACK ct=lookup");
    assertEquals(Translation.NONE, outcome.translation());
    assertTrue(outcome.assumptions().stream().anyMatch(a -> a.taken().startsWith("is new")), outcome.assumptions()::toString);
  }
}
