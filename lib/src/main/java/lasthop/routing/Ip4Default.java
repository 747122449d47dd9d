package lasthop.routing;

import java.util.Optional;
import java.util.OptionalInt;
import lasthop.link.Neighbour;
import lasthop.packet.FlowKey;
import lasthop.routing.RouteTable.Group;

/// The choice among several equally good default routes, by what is known of their gateways.
///
/// @kernel v6.12 net/ipv4/fib_semantics.c fib_select_default
final class Ip4Default {
  private Ip4Default() {}

  /// Lets `found` point at the default route the kernel would use: the first whose gateway is not known to be dead.
  static void select(Facts facts, FlowKey flow, Found found) {
    Route first = found.route();
    var lastResort = OptionalInt.empty();
    int order = -1;
    Group group = found.group();
    for (int i = 0; i < group.size(); i++) {
      Route route = group.route(i);
      if (!isEqual(facts, route, first, flow)) continue;
      if (order < 0 && route != first) return;
      order++;
      Optional<Neighbour> gateway = facts.neighbour(route.nexthop().via().orElseThrow(), route.nexthop().dev());
      if (gateway.isEmpty() || gateway.get().state().equals("REACHABLE")) {
        found.set(group, i, 0);
        return;
      }
      boolean better = gateway.get().isValid()
          || lastResort.isEmpty() && !gateway.get().state().equals("INCOMPLETE");
      if (gateway.get().isValid()) {
        found.set(group, i, 0);
        return;
      }
      if (better) lastResort = OptionalInt.of(i);
    }
    if (order > 0) lastResort.ifPresent(i -> found.set(group, i, 0));
  }

  private static boolean isEqual(Facts facts, Route route, Route first, FlowKey flow) {
    return route.table().equals(first.table()) && route.metric() == first.metric() && route.scope() == first.scope()
        && route.type() == RouteType.UNICAST && route.nexthop().via().isPresent()
        && (route.tos() == 0 || route.tos() == (flow.tos() & 0x1c)) && !facts.isDead(route.nexthop());
  }
}
