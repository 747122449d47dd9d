package lasthop.routing;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import lasthop.ip.Ip;
import lasthop.link.Link;
import lasthop.link.Scope;
import lasthop.packet.DropReason;
import lasthop.packet.FlowKey;
import lasthop.routing.LookupStep.Check;
import lasthop.routing.LookupStep.NexthopChosen;
import lasthop.routing.LookupStep.SourceChosen;
import lasthop.routing.LookupStep.SourceReason;
import lasthop.routing.RouteDecision.CacheFlag;
import lasthop.routing.RouteDecision.Refused;
import lasthop.routing.RouteDecision.Routed;

/// The routing of IPv4 packets this host sends.
///
/// @kernel v6.12 net/ipv4/route.c ip_route_output_key_hash_rcu
final class Ip4Output {
  private final Facts facts;
  private final FlowKey asked;
  private final Ladder ladder;

  Ip4Output(Facts facts, FlowKey asked, Ladder ladder) {
    this.facts = facts;
    this.asked = asked;
    this.ladder = ladder;
  }

  RouteDecision decide() {
    Ip dst = asked.dst();
    String oif = asked.oif();
    boolean toMany = dst.isMulticast() || dst.isLimitedBroadcast();
    if (asked.src().isPresent() && !asked.src().get().isAny()) {
      Ip src = asked.src().get();
      boolean martian = src.isMulticast() || src.isLimitedBroadcast() || facts.isZeronet(src);
      ladder.check(Check.SOURCE_MARTIAN, !martian);
      if (martian) return refused(Errno.EINVAL, DropReason.IP_INVALID_SOURCE);
      List<String> owners = Ip4Source.owners(facts, src);
      ladder.check(Check.SOURCE_IS_LOCAL, !owners.isEmpty());
      if (owners.isEmpty()) return refused(Errno.ENETUNREACH, DropReason.IP_OUTNOROUTES);
      if (oif.isEmpty() && toMany) return byOwner(owners);
    }
    if (!oif.isEmpty()) {
      boolean up = facts.isUp(oif);
      ladder.check(Check.OIF_UP, up);
      if (!up) return refused(Errno.ENETUNREACH, DropReason.IP_OUTNOROUTES);
      boolean onLinkOnly = (dst.low() >>> 8) == 0xe00000 || dst.isLimitedBroadcast();
      if (onLinkOnly) return made(withSource(asked, oif, Scope.LINK), oif, RouteType.UNICAST);
    }
    return decideUnicast(dst, oif);
  }

  /// A packet to many leaves by the device that owns its source.
  private RouteDecision byOwner(List<String> owners) {
    var all = new ArrayList<Routed>();
    if (owners.size() > 1) {
      for (String dev : owners) if (made(asked, dev, RouteType.UNICAST) instanceof Routed routed) all.add(routed);
    }
    return make(asked, RouteType.UNICAST, Optional.empty(), Nexthop.NONE, owners.getFirst(), all);
  }

  private RouteDecision decideUnicast(Ip dst, String oif) {
    FlowKey flow = asked;
    if (!oif.isEmpty() && dst.isMulticast()) flow = withSource(flow, oif, Scope.UNIVERSE);
    if (dst.isAny()) return toNowhere(oif);
    Found found = new Ip4Table(facts, flow.iif("lo"), ladder, false).lookup();
    if (found.isOk()) return found.route().type() == RouteType.LOCAL ? local(flow, found) : along(flow, found);
    boolean fallsBack = !oif.isEmpty() && (dst.isMulticast() || facts.vrf(oif).isEmpty());
    if (!fallsBack) return refused(found.errno(), found.reason(DropReason.IP_OUTNOROUTES));
    // The kernel takes a device asked for as proof that the destination is on its link, whatever the tables say.
    ladder.check(Check.ONLINK_FALLBACK, true);
    // Of the search that failed the realms of its last rule are left.
    Nexthop onLink = Nexthop.NONE.of(found.ruled());
    return make(withSource(flow, oif, Scope.LINK), RouteType.UNICAST, Optional.empty(), onLink, oif, List.of());
  }

  /// A destination of 0.0.0.0 means this host.
  private RouteDecision toNowhere(String oif) {
    FlowKey flow = oif.isEmpty() ? asked : withSource(asked, oif, Scope.HOST);
    Ip self = flow.src().filter(s -> !s.isAny()).orElse(Ip.v4(0x7f000001L));
    ladder.add(new SourceChosen(self, SourceReason.LOOPBACK));
    FlowKey toSelf = new FlowKey(self, Optional.of(self), flow.iif(), flow.oif(), flow.mark(), flow.tos(), flow.uid(),
        flow.ipproto(), flow.sport(), flow.dport());
    return make(toSelf, RouteType.LOCAL, Optional.empty(), Nexthop.NONE, "lo", List.of());
  }

  private RouteDecision local(FlowKey flow, Found found) {
    Ip src = flow.src().filter(s -> !s.isAny()).orElse(found.route().prefsrc().orElse(flow.dst()));
    String dev = facts.vrf(found.nexthop().dev()).map(Link::name).orElse("lo");
    return make(flow.from(src), RouteType.LOCAL, Optional.of(found.route()), nexthop(found, found.hop(), dev), dev, List.of());
  }

  /// @kernel v6.12 net/ipv4/fib_semantics.c fib_select_path
  private RouteDecision along(FlowKey flow, Found found) {
    Route route = found.route();
    if (!flow.oif().isEmpty()) return by(flow, found, found.hop(), List.of());
    if (route.nexthops().size() > 1) return spread(flow, found);
    if (route.isDefault() && route.type() == RouteType.UNICAST) Ip4Default.select(facts, flow, found);
    return by(flow, found, found.hop(), List.of());
  }

  private RouteDecision spread(FlowKey flow, Found found) {
    var choice = new Multipath(facts, found.route(), FlowHash.of(facts, flow)).choose4(flow.src(), found.hop());
    found.choose(choice.taken());
    ladder.add(new NexthopChosen(found.route(), found.nexthop(), choice.isCertain()));
    RouteDecision first = by(flow, found, found.hop(), List.of());
    if (choice.isCertain() || !(first instanceof Routed)) return first;
    var all = new ArrayList<Routed>();
    for (int hop : choice.hops()) if (by(flow, found, hop, List.of()) instanceof Routed routed) all.add(routed);
    return by(flow, found, found.hop(), all);
  }

  private RouteDecision by(FlowKey flow, Found found, int hop, List<Routed> alternatives) {
    Route route = found.route();
    Nexthop nexthop = route.nexthops().get(hop);
    FlowKey sourced = flow;
    if (flow.src().isEmpty() || flow.src().get().isAny()) {
      Ip src = Ip4Source.of(facts, route, nexthop).orElse(Facts.ANY4);
      sourced = flow.from(src);
      if (alternatives.isEmpty()) ladder.add(new SourceChosen(src, reasonFor(route, nexthop, src)));
    }
    return make(sourced, route.type(), Optional.of(route), nexthop(found, hop, nexthop.dev()), nexthop.dev(), alternatives);
  }

  /// The nexthop for packets of the realms that route and rule give them.
  private Nexthop nexthop(Found found, int hop, String dev) {
    Nexthop nexthop = found.route().nexthops().get(hop);
    boolean kept = isKept(found.route(), type(found.route().type()), dev);
    return nexthop.of(kept ? Realms.parse(nexthop.realm()).or(found.ruled()) : found.ruled());
  }

  private RouteType type(RouteType found) {
    Ip dst = asked.dst();
    return dst.isLimitedBroadcast() ? RouteType.BROADCAST : dst.isMulticast() ? RouteType.MULTICAST : found;
  }

  /// Whether the result goes by the route's own attributes: metrics, realms, gateway.
  ///
  /// @param dev by which it leaves
  static boolean isKept(Route route, RouteType type, String dev) {
    return switch (type) {
      case BROADCAST -> false;
      case MULTICAST -> route.dst().length() >= 4;
      case LOCAL -> route.nexthop().dev().equals(dev);
      default -> true;
    };
  }

  private SourceReason reasonFor(Route route, Nexthop hop, Ip src) {
    if (route.prefsrc().isPresent()) return SourceReason.ROUTE;
    return Ip4Source.isOwn(facts, hop.dev(), src) ? SourceReason.DEVICE : SourceReason.OTHER_DEVICE;
  }

  private FlowKey withSource(FlowKey flow, String dev, int scope) {
    if (flow.src().isPresent() && !flow.src().get().isAny()) return flow;
    Optional<Ip> src = Ip4Source.select(facts, dev, scope);
    if (src.isEmpty()) return flow;
    ladder.add(new SourceChosen(src.get(), SourceReason.DEVICE));
    return flow.from(src.get());
  }

  private RouteDecision made(FlowKey flow, String dev, RouteType type) {
    return make(flow, type, Optional.empty(), Nexthop.NONE, dev, List.of());
  }

  /// The last checks, and the result in the kernel's form.
  ///
  /// @kernel v6.12 net/ipv4/route.c __mkroute_output
  private RouteDecision make(FlowKey flow, RouteType found, Optional<Route> route, Nexthop hop, String dev,
      List<Routed> alternatives) {
    boolean loopback = facts.isLoopback(dev);
    boolean fromLoopback = flow.src().map(Ip::isLoopback).orElse(false);
    if (fromLoopback && !loopback && facts.link(dev).filter(Link::isVrf).isEmpty()
        && !facts.conf().either(Conf.Key.ROUTE_LOCALNET, dev)) {
      ladder.check(Check.LOOPBACK_ADDRESS, false);
      return refused(Errno.EINVAL, DropReason.IP_LOCALNET);
    }
    Ip dst = flow.dst();
    RouteType type = type(found);
    if (type == found && facts.isZeronet(dst)) {
      ladder.check(Check.DESTINATION_MARTIAN, false);
      return refused(Errno.EINVAL, DropReason.IP_INVALID_DEST);
    }
    Set<CacheFlag> flags = EnumSet.noneOf(CacheFlag.class);
    if (loopback || type == RouteType.LOCAL) flags.add(CacheFlag.LOCAL);
    if (type == RouteType.BROADCAST) {
      flags.add(CacheFlag.BROADCAST);
      flags.add(CacheFlag.LOCAL);
    } else if (type == RouteType.MULTICAST) {
      flags.add(CacheFlag.MULTICAST);
      if (Ip4Input.hasJoined(facts, dev, dst)) flags.add(CacheFlag.LOCAL);
      else flags.remove(CacheFlag.LOCAL);
    }
    return result(flow, type, route, hop, dev, flags, alternatives);
  }

  private RouteDecision result(FlowKey flow, RouteType type, Optional<Route> route, Nexthop hop, String dev,
      Set<CacheFlag> flags, List<Routed> alternatives) {
    boolean gateway = type != RouteType.LOCAL && route.isPresent() && isKept(route.get(), type, dev);
    Optional<Ip> via = gateway ? Ip4Gateway.of(facts, route.get(), hop) : Optional.empty();
    return new Routed(asked, type, route, hop.by(via, dev), flow.src().filter(s -> !s.isAny()),
        route.map(r -> Ip4Input.printedTable(facts, r)).orElse(""), flags, alternatives, ladder.steps());
  }

  private RouteDecision refused(Errno errno, DropReason reason) {
    return new Refused(asked, errno, reason, ladder.steps());
  }
}
