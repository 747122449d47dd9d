package lasthop.routing;

import java.util.Optional;
import lasthop.ip.Family;
import lasthop.ip.Ip;
import lasthop.link.Scope;

/// Whether a packet is sent to a nexthop's gateway, or straight to its destination on that device's link.
///
/// The kernel looks a gateway up once, when the route is made. Only one it then finds on the link (scope link) is used;
/// one that is this host's own address, or lies behind a route of scope host, is not.
///
/// @kernel v6.12 net/ipv4/fib_semantics.c fib_check_nh_v4_gw, net/ipv4/route.c rt_set_nexthop
final class Ip4Gateway {
  private Ip4Gateway() {}

  static Optional<Ip> of(Facts facts, Route route, Nexthop hop) {
    if (hop.via().isEmpty() || !hop.via().get().isV4() || hop.isOnlink() || route.nhid() != 0) return hop.via();
    Ip gateway = hop.via().get();
    if (Ip4Source.isOwn(facts, hop.dev(), gateway)) return Optional.empty();
    if (isBehindHostScope(facts.fib(Family.IPV4), gateway, hop.dev())) {
      throw new Missing("whether the route to " + route.dst() + " is older than the one of scope host to its gateway",
          "ip route get");
    }
    return hop.via();
  }

  private static boolean isBehindHostScope(Fib fib, Ip gateway, String dev) {
    for (Route route : fib.hostScoped()) {
      if (route.dst().contains(gateway) && route.nexthop().dev().equals(dev)) return true;
    }
    return false;
  }

  /// Whether no gateway stands between this host and the packet's next stop.
  static boolean isDirect(Facts facts, Route route, Nexthop hop) {
    return route.scope() == Scope.HOST || of(facts, route, hop).isEmpty();
  }
}
