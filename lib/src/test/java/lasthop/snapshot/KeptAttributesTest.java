package lasthop.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import lasthop.ip.Ip;
import lasthop.packet.FlowKey;
import lasthop.routing.Routing;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a local result keeps of its route, whatever device the route names. The answers are those of Linux 6.18.44.
class KeptAttributesTest {
  private static final Map<String, String> TEXTS = Map.of("uname.txt", "6.18.44",
      "sysctl.txt", "net.ipv4.conf.all.route_localnet = 0\nnet.ipv4.conf.eth0.route_localnet = 0\nnet.ipv4.conf.lo.route_localnet = 0\n",
      "ip-rule.txt", "0:\tfrom all lookup local\n100:\tfrom all to 10.2.0.0/15 lookup 100 realms 8/9\n32766:\tfrom all lookup main\n",
      "ip-route.txt", """
          local 10.2.0.0/28 dev eth0 table 100 scope host realm 5 mtu 1400\s
          10.0.3.0/24 dev eth0 proto kernel scope link src 10.0.3.2\s
          local 10.0.3.2 dev eth0 table local proto kernel scope host src 10.0.3.2\s
          local 10.2.2.0/28 dev eth0 table local scope host realm 5 mtu 1400\s
          """,
      "ip-addr.txt", """
          1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN group default qlen 1000
              inet 127.0.0.1/8 scope host lo
          3: eth0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noqueue state UP group default qlen 1000
              inet 10.0.3.2/24 scope global eth0
          """, "ip-neigh.txt", "");

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      10.2.0.2 | local 10.2.0.2 dev lo table 100 src 10.2.0.2 realms 8/5 uid 0 / cache <local> mtu 1400
      10.2.2.2 | local 10.2.2.2 dev lo table local src 10.2.2.2 realm 5 uid 0 / cache <local> mtu 1400
      """)
  void metricsAndRealmsAreThoseOfTheRoute(String dst, String answer) {
    var decision = Routing.decide(Snapshot.read("host", TEXTS).routing(), FlowKey.to(Ip.parse(dst)));
    assertEquals(answer, decision.toString().strip().replaceAll("\\s*\n\\s*", " / "));
  }
}
