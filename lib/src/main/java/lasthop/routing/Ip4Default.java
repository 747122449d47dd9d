package lasthop.routing;

import java.util.Optional;
import lasthop.link.Neighbour;
import lasthop.packet.FlowKey;

/// The choice among several equally good default routes, by what is known of their gateways.
///
/// @kernel v6.12 net/ipv4/fib_semantics.c fib_select_default
final class Ip4Default {
  private Ip4Default() {}

  /// Lets `found` point at the default route the kernel would use: the first whose gateway is not known to be dead.
  static void select(Facts facts, FlowKey flow, Found found) {
    Route first = found.route();
    Optional<Route> lastResort = Optional.empty();
    int order = -1;
    for (Route route : found.group().routes()) {
      if (!isEqual(facts, route, first, flow)) continue;
      if (order < 0 && route != first) return;
      order++;
      Optional<Neighbour> gateway = facts.neighbour(route.nexthop().via().orElseThrow(), route.nexthop().dev());
      if (gateway.isEmpty() || gateway.get().state().equals("REACHABLE")) {
        found.set(route, 0, found.group());
        return;
      }
      boolean better = gateway.get().isValid()
          || lastResort.isEmpty() && !gateway.get().state().equals("INCOMPLETE");
      if (gateway.get().isValid()) {
        found.set(route, 0, found.group());
        return;
      }
      if (better) lastResort = Optional.of(route);
    }
    if (order > 0) lastResort.ifPresent(r -> found.set(r, 0, found.group()));
  }

  private static boolean isEqual(Facts facts, Route route, Route first, FlowKey flow) {
    return route.table().equals(first.table()) && route.metric() == first.metric() && route.scope() == first.scope()
        && route.type() == RouteType.UNICAST && route.nexthop().via().isPresent()
        && (route.tos() == 0 || route.tos() == (flow.tos() & 0x1c)) && !facts.isDead(route.nexthop());
  }
}
