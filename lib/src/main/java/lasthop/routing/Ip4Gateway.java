package lasthop.routing;

import java.util.List;
import java.util.Optional;
import lasthop.ip.Family;
import lasthop.ip.Ip;
import lasthop.link.Scope;

/// Whether a packet is sent to a nexthop's gateway, or straight to its destination on that device's link.
///
/// The kernel looks a gateway up once, when the route is made. Only one it then finds on the link (scope link) is used;
/// one that is this host's own address, or lies behind a route of type local or scope host, is not.
///
/// @kernel v6.12 net/ipv4/fib_semantics.c fib_check_nh_v4_gw, net/ipv4/route.c rt_set_nexthop
final class Ip4Gateway {
  private Ip4Gateway() {}

  static Optional<Ip> of(Facts facts, Route route, Nexthop hop) {
    if (hop.via().isEmpty() || !hop.via().get().isV4() || hop.isOnlink()) return hop.via();
    if (route.nhid() != 0) return facts.scopeOfObject(route, hop) == Scope.HOST ? Optional.empty() : hop.via();
    Ip gateway = hop.via().get();
    if (Ip4Source.isOwn(facts, hop.dev(), gateway)) return Optional.empty();
    Fib fib = facts.fib(Family.IPV4);
    boolean behindLocal = isBehind(fib.locals(), gateway, hop.dev());
    // Only a route of this host leads to lo, so it was there when the device was chosen.
    if (behindLocal && facts.isLoopback(hop.dev())) return Optional.empty();
    if (behindLocal || isBehind(fib.hostScoped(), gateway, hop.dev())) {
      throw new Missing("whether a route via " + gateway + " dev " + hop.dev() + " is older than the one of type local or scope host"
          + " to that gateway", "ip route get");
    }
    return hop.via();
  }

  private static boolean isBehind(List<Route> routes, Ip gateway, String dev) {
    for (Route route : routes) if (route.nexthop().dev().equals(dev) && route.dst().contains(gateway)) return true;
    return false;
  }
}
