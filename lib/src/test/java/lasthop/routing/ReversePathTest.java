package lasthop.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import lasthop.Case;
import lasthop.ip.Ip;
import lasthop.ip.Prefix;
import lasthop.packet.DropReason;
import lasthop.packet.FlowKey;
import org.junit.jupiter.api.Test;

class ReversePathTest {

  @Test void everyAddressIsRefusedJustWhenAPrefixHoldsIt() throws IOException {
    RoutingState state = Case.example().hosts().get("ceph2").routing();
    long seed = System.nanoTime();
    System.out.println("ReversePathTest seed " + seed);
    var random = new Random(seed);
    for (String dev : List.of("enp5s0", "enp3s0", "docker0", "cni0")) {
      List<Prefix> refused = ReversePath.refused(state, dev);
      Ip own = state.links().orElseThrow().link(dev).orElseThrow().addresses().getFirst().ip();
      for (int i = 0; i < 5_000; i++) {
        // half of them near the routes, where the edges are
        Ip source = i % 2 == 0 ? Ip.v4(random.nextInt()) : near(state, random);
        boolean asked = Routing.decide(state, FlowKey.to(own).from(source).iif(dev)) instanceof RouteDecision.Refused r
            && r.reason() == DropReason.IP_RPFILTER;
        assertEquals(asked, refused.stream().anyMatch(p -> p.contains(source)), dev + " " + source + " in " + refused);
      }
    }
    assertTrue(ReversePath.refused(state, "enp5s0").stream().anyMatch(p -> p.contains(Ip.parse("192.168.235.13"))));
  }

  private static Ip near(RoutingState state, Random random) {
    List<Route> routes = state.fib4().orElseThrow().routes();
    Ip edge = routes.get(random.nextInt(routes.size())).dst().ip();
    return Ip.v4(edge.low() + random.nextInt(600) - 300);
  }

  @Test void whatOneListHasBeyondAnother() {
    List<Prefix> all = List.of(Prefix.parse("0.0.0.0/0"));
    List<Prefix> some = List.of(Prefix.parse("10.0.0.0/8"), Prefix.parse("128.0.0.0/1"));
    assertEquals(List.of(), ReversePath.beyond(all, some));
    List<Prefix> rest = ReversePath.beyond(some, all);
    assertTrue(rest.stream().noneMatch(p -> p.contains(Ip.parse("10.1.2.3"))));
    assertTrue(rest.stream().anyMatch(p -> p.contains(Ip.parse("11.0.0.0"))));
    assertEquals(7, rest.size(), "the other half without one /8 is seven prefixes: " + rest);
  }
}
