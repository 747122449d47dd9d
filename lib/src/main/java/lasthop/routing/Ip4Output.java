package lasthop.routing;

import java.util.ArrayList;
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
  private static final Set<CacheFlag> TO_SELF = Set.of(CacheFlag.LOCAL);
  private static final Set<CacheFlag> TO_ALL = Set.of(CacheFlag.BROADCAST, CacheFlag.LOCAL);
  private static final Set<CacheFlag> TO_GROUP = Set.of(CacheFlag.MULTICAST);
  private static final Set<CacheFlag> TO_OWN_GROUP = Set.of(CacheFlag.MULTICAST, CacheFlag.LOCAL);

  /// By which device a packet leaves, the search that said so if there was one, and the realms of its rule.
  private record Way(Optional<Found> found, int hop, String dev, Realms ruled) {
    static Way of(Found found, int hop, String dev) {
      return new Way(Optional.of(found), hop, dev, found.ruled());
    }

    static Way by(String dev, Realms ruled) {
      return new Way(Optional.empty(), 0, dev, ruled);
    }
  }

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
    return make(asked, RouteType.UNICAST, Way.by(owners.getFirst(), Realms.NONE), all);
  }

  private RouteDecision decideUnicast(Ip dst, String oif) {
    FlowKey flow = asked;
    if (!oif.isEmpty() && dst.isMulticast()) flow = withSource(flow, oif, Scope.UNIVERSE);
    if (dst.isAny()) return toNowhere(oif);
    Found found = new Ip4Table(facts, flow.iif("lo"), ladder, false).lookup();
    if (found.isOk()) return found.pattern().type() == RouteType.LOCAL ? local(flow, found) : along(flow, found);
    boolean fallsBack = !oif.isEmpty() && (dst.isMulticast() || facts.vrf(oif).isEmpty());
    if (!fallsBack) return refused(found.errno(), found.reason(DropReason.IP_OUTNOROUTES));
    // The kernel takes a device asked for as proof that the destination is on its link, whatever the tables say.
    ladder.check(Check.ONLINK_FALLBACK, true);
    // Of the search that failed the realms of its last rule are left.
    return make(withSource(flow, oif, Scope.LINK), RouteType.UNICAST, Way.by(oif, found.ruled()), List.of());
  }

  /// A destination of 0.0.0.0 means this host.
  private RouteDecision toNowhere(String oif) {
    FlowKey flow = oif.isEmpty() ? asked : withSource(asked, oif, Scope.HOST);
    Ip self = flow.src().filter(s -> !s.isAny()).orElse(Ip.v4(0x7f000001L));
    ladder.add(new SourceChosen(self, SourceReason.LOOPBACK));
    FlowKey toSelf = new FlowKey(self, Optional.of(self), flow.iif(), flow.oif(), flow.mark(), flow.tos(), flow.uid(),
        flow.ipproto(), flow.sport(), flow.dport());
    return make(toSelf, RouteType.LOCAL, Way.by("lo", Realms.NONE), List.of());
  }

  private RouteDecision local(FlowKey flow, Found found) {
    Ip src = flow.src().filter(s -> !s.isAny()).orElse(found.pattern().prefsrc().orElse(flow.dst()));
    String dev = facts.vrf(found.nexthop().dev()).map(Link::name).orElse("lo");
    return make(flow.from(src), RouteType.LOCAL, Way.of(found, found.hop(), dev), List.of());
  }

  /// @kernel v6.12 net/ipv4/fib_semantics.c fib_select_path
  private RouteDecision along(FlowKey flow, Found found) {
    Route route = found.pattern();
    if (!flow.oif().isEmpty()) return by(flow, found, found.hop(), List.of());
    if (route.nexthops().size() > 1) return spread(flow, found);
    if (found.group().length() == 0 && route.type() == RouteType.UNICAST) Ip4Default.select(facts, flow, found);
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
    Route route = found.pattern();
    Nexthop nexthop = route.nexthops().get(hop);
    FlowKey sourced = flow;
    if (flow.src().isEmpty() || flow.src().get().isAny()) {
      Ip src = found.exit(facts, hop).source().orElse(Facts.ANY4);
      sourced = flow.from(src);
      if (alternatives.isEmpty()) ladder.add(new SourceChosen(src, reasonFor(route, nexthop, src)));
    }
    return make(sourced, route.type(), Way.of(found, hop, nexthop.dev()), alternatives);
  }

  private RouteType type(RouteType found) {
    Ip dst = asked.dst();
    return dst.isLimitedBroadcast() ? RouteType.BROADCAST : dst.isMulticast() ? RouteType.MULTICAST : found;
  }

  /// Whether the result goes by the route's own attributes: metrics, realms, gateway. Of broadcasts, those to a subnet do
  /// since 6.17.
  ///
  /// @param length of the route's prefix
  /// @kernel v6.17 net/ipv4/route.c __mkroute_output
  static boolean isKept(RouteType type, int length, Ip dst) {
    return switch (type) {
      case BROADCAST -> !dst.isLimitedBroadcast();
      case MULTICAST -> length >= 4;
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
    return make(flow, type, Way.by(dev, Realms.NONE), List.of());
  }

  /// The last checks, and the result in the kernel's form.
  ///
  /// @kernel v6.12 net/ipv4/route.c __mkroute_output
  private RouteDecision make(FlowKey flow, RouteType found, Way way, List<Routed> alternatives) {
    boolean loopback = facts.isLoopback(way.dev);
    boolean fromLoopback = flow.src().isPresent() && flow.src().get().isLoopback();
    if (fromLoopback && !loopback && facts.link(way.dev).filter(Link::isVrf).isEmpty()
        && !facts.conf().either(Conf.Key.ROUTE_LOCALNET, way.dev)) {
      ladder.check(Check.LOOPBACK_ADDRESS, false);
      return refused(Errno.EINVAL, DropReason.IP_LOCALNET);
    }
    RouteType type = type(found);
    if (type == found && facts.isZeronet(flow.dst())) {
      ladder.check(Check.DESTINATION_MARTIAN, false);
      return refused(Errno.EINVAL, DropReason.IP_INVALID_DEST);
    }
    Set<CacheFlag> flags = switch (type) {
      case BROADCAST -> TO_ALL;
      case MULTICAST -> Ip4Input.hasJoined(facts, way.dev, flow.dst()) ? TO_OWN_GROUP : TO_GROUP;
      case LOCAL -> TO_SELF;
      default -> loopback ? TO_SELF : Set.of();
    };
    Optional<Ip> prefsrc = flow.src().isPresent() && flow.src().get().isAny() ? Optional.empty() : flow.src();
    return new Routed(asked, type, way.found.map(Found::route), nexthop(type, way), prefsrc,
        Ip4Input.printedTable(facts, way.found), flags, alternatives, ladder.steps());
  }

  private Nexthop nexthop(RouteType type, Way way) {
    if (way.found.isEmpty()) return Nexthop.dev(way.dev).of(way.ruled);
    Found found = way.found.get();
    Nexthop nexthop = found.pattern().nexthops().get(way.hop);
    boolean kept = isKept(type, found.group().length(), asked.dst());
    Optional<Ip> via = kept && type != RouteType.LOCAL ? found.exit(facts, way.hop).gateway() : Optional.empty();
    return nexthop.by(via, way.dev).of(kept ? Realms.parse(nexthop.realm()).or(way.ruled) : way.ruled);
  }

  private RouteDecision refused(Errno errno, DropReason reason) {
    return new Refused(asked, errno, reason, ladder.steps());
  }
}
