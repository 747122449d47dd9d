package lasthop.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lasthop.link.Neighbour;
import lasthop.packet.FlowKey;
import lasthop.routing.RouteTable.Group;

/// The choice among several equally good default routes, by what is known of their gateways.
///
/// @kernel v6.12 net/ipv4/fib_semantics.c fib_select_default
final class Ip4Default {
  private Ip4Default() {}

  /// Lets `found` point at the default route the kernel would use: the first whose gateway is not known to be dead. Where the
  /// kernel takes turns, by what it took last, no text tells.
  static void select(Facts facts, FlowKey flow, Found found) {
    Group group = found.group();
    List<Integer> equal = equal(facts, flow, found);
    if (equal.size() < 2) return;
    List<Optional<Neighbour>> gateways = equal.stream().map(i -> group.route(i).nexthop()).map(n -> facts.neighbour(n.via().orElseThrow(), n.dev())).toList();
    int chosen = pick(gateways, -1);
    for (int last = chosen, turns = 0; turns <= equal.size(); turns++) {
      int next = pick(gateways, last);
      if (Math.max(next, 0) != Math.max(chosen, 0)) {
        throw new Missing("which of " + equal.size() + " default routes the kernel took last: it takes turns where no gateway is REACHABLE", "ip neigh; ip route get " + flow.dst());
      }
      last = next;
    }
    found.replace(equal.get(Math.max(chosen, 0)));
  }

  /// Places of the routes among which the kernel chooses, the one found first; empty where that is none of them.
  private static List<Integer> equal(Facts facts, FlowKey flow, Found found) {
    Group group = found.group();
    Route first = group.route(found.place());
    var equal = new ArrayList<Integer>();
    long metric = first.metric();
    int tos = 0;
    for (int i = 0; i < group.size(); i++) {
      Route route = group.route(i);
      if (!route.table().equals(first.table()) || route.tos() != 0 && route.tos() != (flow.tos() & 0x1c)) continue;
      if (route.metric() > metric && route.tos() == tos) {
        if (tos != 0) continue;
        break;
      }
      if (facts.isDead(route.nexthop())) continue;
      metric = route.metric();
      tos = route.tos();
      if (route.scope() != first.scope() || route.type() != RouteType.UNICAST || !leadsToGateway(facts, group, i)) continue;
      if (equal.isEmpty() && i != found.place()) return List.of();
      equal.add(i);
    }
    return equal;
  }

  /// Whether packets are sent to the gateway: of one that is this host's own address the kernel makes none.
  private static boolean leadsToGateway(Facts facts, Group group, int place) {
    Route route = group.route(place);
    return route.nexthop().via().isPresent() && facts.exit(group.patternNumber(place), group.pattern(place), 0).gateway().isPresent();
  }

  /// The place of the one taken; -1 for the first, with nothing remembered.
  ///
  /// @param last the place of the one taken before; -1 for none
  /// @kernel v6.12 net/ipv4/fib_semantics.c fib_detect_death
  private static int pick(List<Optional<Neighbour>> gateways, int last) {
    int resort = -1;
    for (int i = 0; i < gateways.size(); i++) {
      Optional<Neighbour> gateway = gateways.get(i);
      if (gateway.isEmpty() || gateway.get().state().equals("REACHABLE")) return i;
      boolean valid = gateway.get().isValid();
      if (valid && i != last) return i;
      if (valid || resort < 0 && i > last && !gateway.get().state().equals("INCOMPLETE")) resort = i;
    }
    return resort;
  }
}
