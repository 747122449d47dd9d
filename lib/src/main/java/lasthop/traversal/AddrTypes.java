package lasthop.traversal;

import java.util.Optional;
import lasthop.ip.Ip;
import lasthop.ip.Prefix;
import lasthop.netfilter.Surroundings.AddrType;
import lasthop.packet.FlowKey;
import lasthop.routing.Errno;
import lasthop.routing.Fib;
import lasthop.routing.Route;
import lasthop.routing.RouteDecision;
import lasthop.routing.RouteType;
import lasthop.routing.Routing;
import lasthop.routing.RoutingState;
import lasthop.routing.Tables;

/// What kind of address an address is to this host, as the `addrtype` match asks.
public final class AddrTypes {
  private AddrTypes() {}

  /// @param device the device whose routes alone count; empty for any
  /// @return empty when the routes are not known
  public static Optional<AddrType> of(RoutingState state, Ip ip, String device) {
    return ip.isV4() ? v4(state, ip, device) : v6(state, ip, device);
  }

  /// @kernel v6.12 net/ipv4/fib_frontend.c __inet_dev_addr_type
  private static Optional<AddrType> v4(RoutingState state, Ip ip, String device) {
    if (ip.isZeronet() || ip.isLimitedBroadcast()) return Optional.of(AddrType.BROADCAST);
    if (ip.isMulticast()) return Optional.of(AddrType.MULTICAST);
    if (state.fib4().isEmpty()) return Optional.empty();
    Optional<Route> best = longest(state.fib4().get(), ip);
    if (best.isEmpty()) return Optional.of(AddrType.UNICAST);
    boolean counts = device.isEmpty() || best.get().nexthops().stream().anyMatch(n -> n.dev().equals(device));
    return Optional.of(counts ? AddrType.valueOf(best.get().type().name()) : AddrType.UNICAST);
  }

  private static Optional<Route> longest(Fib fib, Ip ip) {
    Optional<Route> best = Optional.empty();
    var routes = fib.table(Tables.LOCAL).map(t -> t.routes()).orElse(java.util.List.of());
    for (Route route : routes) {
      Prefix dst = route.dst();
      if (dst.contains(ip) && (best.isEmpty() || dst.length() > best.get().dst().length())) best = Optional.of(route);
    }
    return best;
  }

  /// @kernel v6.12 net/netfilter/xt_addrtype.c match_lookup_rt6
  private static Optional<AddrType> v6(RoutingState state, Ip ip, String device) {
    if (ip.isMulticast()) return Optional.of(AddrType.MULTICAST);
    return switch (Routing.decide(state, FlowKey.to(ip).oif(device))) {
      case RouteDecision.Undetermined _ -> Optional.empty();
      case RouteDecision.Refused refused -> Optional.of(refused.errno() == Errno.EACCES ? AddrType.PROHIBIT : AddrType.UNREACHABLE);
      case RouteDecision.Routed way -> Optional.of(way.type() == RouteType.UNICAST ? AddrType.UNICAST
          : AddrType.valueOf(way.type().name()));
    };
  }
}
