package lasthop.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lasthop.host.Host;
import lasthop.ip.Ip;
import lasthop.packet.FlowKey;
import lasthop.routing.RouteDecision;
import lasthop.routing.RouteDecision.Routed;
import lasthop.routing.RouteDecision.Undetermined;
import lasthop.routing.Routing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Routes that name a nexthop object and nothing else, as `ip route` prints them where `net.ipv4.nexthop_compat_mode` is 0.
/// Recorded on Linux 6.18.44 with iproute2 6.1.
class NexthopObjectsTest {
  private static final String OBJECTS = """
      id 1 via 10.0.0.1 dev e0 scope link\s
      id 2 via 10.0.0.3 dev e0 scope link\s
      id 6 blackhole\s
      id 20 group 1/2 type resilient buckets 8 idle_timer 120 unbalanced_timer 0 unbalanced_time 0\s
      id 30 via fe80::1 dev e0 scope link\s
      """;
  private static final String OBJECTS_JSON = """
      [{"id":1,"gateway":"10.0.0.1","dev":"e0","scope":"link","flags":[]},{"id":2,"gateway":"10.0.0.3","dev":"e0","scope":"link","flags":[]},
      {"id":6,"blackhole":null,"flags":[]},{"id":20,"group":[{"id":1},{"id":2}],"type":"resilient",
      "resilient_args":{"buckets":8,"idle_timer":120,"unbalanced_timer":0,"unbalanced_time":0},"flags":[]},
      {"id":30,"gateway":"fe80::1","dev":"e0","scope":"link","flags":[]}]
      """;
  private static final Map<String, String> TEXTS = Map.of("uname.txt", "6.18.44", "sysctl.txt",
      "net.ipv4.fib_multipath_hash_seed = 7\nnet.ipv4.conf.all.route_localnet = 0\nnet.ipv4.conf.e0.route_localnet = 0\n",
      "ip-rule.txt", "0:\tfrom all lookup local\n32766:\tfrom all lookup main\n32767:\tfrom all lookup default\n",
      "ip-route.txt", """
          10.0.0.0/24 dev e0 proto kernel scope link src 10.0.0.2\s
          10.1.0.0/24 nhid 1\s
          10.3.0.0/24 nhid 20\s
          blackhole 10.4.0.0/24 nhid 6\s
          10.5.0.0/24 nhid 30\s
          local 10.0.0.2 dev e0 table local proto kernel scope host src 10.0.0.2\s
          """,
      "ip-addr.txt", """
          1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN group default qlen 1000
              inet 127.0.0.1/8 scope host lo
          2: e0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noqueue state UP group default qlen 1000
              inet 10.0.0.2/24 scope global e0
          """);

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      10.1.0.7 | 10.1.0.7 via 10.0.0.1 dev e0 src 10.0.0.2 uid 0 / cache      | 10.1.0.0/24 nhid 1
      10.5.0.7 | 10.5.0.7 via inet6 fe80::1 dev e0 src 10.0.0.2 uid 0 / cache | 10.5.0.0/24 nhid 30
      10.4.0.7 | RTNETLINK answers: Invalid argument                          | RTNETLINK answers: Invalid argument
      """)
  void theObjectTellsWhereARouteLeads(String dst, String answer, String fibmatch) {
    for (Host host : List.of(host(Map.of("ip-nexthop.txt", OBJECTS)), host(Map.of("ip-nexthop.json", OBJECTS_JSON)))) {
      assertEquals(List.of(), host.report().unread());
      RouteDecision decision = Routing.decide(host.routing(), FlowKey.to(Ip.parse(dst)));
      assertEquals(answer, decision.toString().strip().replaceAll("\\s*\n\\s*", " / "));
      assertEquals(fibmatch, decision.fibmatch().strip());
    }
  }

  @Test void aResilientGroupChoosesByWhatCameBefore() {
    var routed = assertInstanceOf(Routed.class, Routing.decide(host(Map.of("ip-nexthop.txt", OBJECTS)).routing(), FlowKey.to(Ip.parse("10.3.0.7"))));
    assertEquals(List.of("10.0.0.1", "10.0.0.3"), routed.alternatives().stream().map(r -> r.nexthop().via().orElseThrow().toString()).toList());
  }

  @Test void withoutTheObjectTheDecisionIsOpen() {
    var open = assertInstanceOf(Undetermined.class, Routing.decide(host(Map.of()).routing(), FlowKey.to(Ip.parse("10.1.0.7"))));
    assertEquals("nexthop object 1 (ip-nexthop.txt)", open.missing());
    assertEquals("ip nexthop", open.collect());
  }

  @Test void whatIsNotUnderstoodIsReported() {
    Host host = host(Map.of("ip-nexthop.txt", "id 1 via 10.0.0.1 dev e0 sideways\nnonsense\nid x\n"));
    assertTrue(host.report().unread().size() == 3, host.report().unread().toString());
  }

  private static Host host(Map<String, String> more) {
    var texts = new HashMap<>(TEXTS);
    texts.putAll(more);
    return Snapshot.read("recorded", texts);
  }
}
