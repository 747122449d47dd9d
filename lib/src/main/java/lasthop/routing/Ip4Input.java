package lasthop.routing;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import lasthop.ip.Family;
import lasthop.ip.Ip;
import lasthop.link.Link;
import lasthop.packet.DropReason;
import lasthop.packet.FlowKey;
import lasthop.packet.Proto;
import lasthop.routing.LookupStep.Check;
import lasthop.routing.LookupStep.NexthopChosen;
import lasthop.routing.RouteDecision.CacheFlag;
import lasthop.routing.RouteDecision.Refused;
import lasthop.routing.RouteDecision.Routed;

/// The routing of IPv4 packets that came in by a device.
///
/// @kernel v6.12 net/ipv4/route.c ip_route_input_rcu, ip_route_input_slow
final class Ip4Input {
  private static final Ip ALL_HOSTS = Ip.v4(0xe0000001L);

  private final Facts facts;
  private final FlowKey flow;
  private final Ladder ladder;
  private final String dev;
  private final Ip src;
  private final Ip dst;

  Ip4Input(Facts facts, FlowKey flow, Ladder ladder) {
    this.facts = facts;
    this.flow = flow;
    this.ladder = ladder;
    this.dev = flow.iif();
    this.src = flow.src().orElse(Facts.ANY4);
    this.dst = flow.dst();
  }

  RouteDecision decide() {
    if (dst.isMulticast()) return multicast();
    boolean toAll = dst.isLimitedBroadcast() || src.isAny() && dst.isAny();
    boolean martianSource = src.isMulticast() || src.isLimitedBroadcast() || !toAll && facts.isZeronet(src);
    ladder.check(Check.SOURCE_MARTIAN, !martianSource);
    if (martianSource) return refused(Errno.EINVAL, DropReason.IP_INVALID_SOURCE);
    if (toAll) return broadcast(Optional.empty());
    ladder.check(Check.DESTINATION_MARTIAN, !facts.isZeronet(dst));
    if (facts.isZeronet(dst)) return refused(Errno.EINVAL, DropReason.IP_INVALID_DEST);
    if (dst.isLoopback() || src.isLoopback()) {
      boolean allowed = facts.conf().either(Conf.Key.ROUTE_LOCALNET, dev);
      ladder.check(Check.LOOPBACK_ADDRESS, allowed);
      if (!allowed) return refused(Errno.EINVAL, DropReason.IP_LOCALNET);
    }
    return looked(new Ip4Table(facts, forRules(), ladder, false).lookup());
  }

  /// The flow as the rules see it: uid of the namespace's owner, no oif, ports only where some rule asks for them.
  private FlowKey forRules() {
    FlowKey seen = new FlowKey(dst, Optional.of(src), dev, "", flow.mark(), flow.tos(), 0, 0, 0, 0);
    if (!facts.portsMatter()) return seen;
    boolean ports = flow.ipproto() != Proto.ICMP;
    return seen.l4(flow.ipproto(), ports ? flow.sport() : 0, ports ? flow.dport() : 0);
  }

  private RouteDecision looked(Found found) {
    if (!found.isOk()) {
      boolean forwards = facts.conf().device(Conf.Key.FORWARDING, dev) != 0;
      if (!forwards) ladder.check(Check.FORWARDING, false);
      return forwards ? refused(found.errno(), found.reason(DropReason.IP_INNOROUTES))
          : refused(Errno.EHOSTUNREACH, DropReason.FORWARDING_OFF);
    }
    RouteType type = found.pattern().type();
    if (type == RouteType.BROADCAST) {
      if (facts.conf().both(Conf.Key.BC_FORWARDING, dev)) return forward(found);
      return broadcast(Optional.of(found));
    }
    if (type == RouteType.LOCAL) {
      SourceCheck.Verdict source = new SourceCheck(facts, seen(), ladder).verdict(dst, "");
      return source.passed() ? local(found, source.realms()) : refused(source);
    }
    boolean forwards = facts.conf().device(Conf.Key.FORWARDING, dev) != 0;
    ladder.check(Check.FORWARDING, forwards);
    if (!forwards) return refused(Errno.EHOSTUNREACH, DropReason.FORWARDING_OFF);
    if (type != RouteType.UNICAST) {
      ladder.check(Check.UNICAST_RESULT, false);
      return refused(Errno.EINVAL, DropReason.IP_INVALID_DEST);
    }
    return forward(found);
  }

  /// The flow with ports as the reverse lookup would see them.
  private FlowKey seen() {
    if (!facts.portsMatter()) return flow;
    FlowKey rules = forRules();
    return flow.l4(rules.ipproto(), rules.sport(), rules.dport());
  }

  private RouteDecision broadcast(Optional<Found> found) {
    SourceCheck.Verdict source = toMany();
    if (!source.passed()) return refused(source);
    Set<CacheFlag> flags = EnumSet.of(CacheFlag.LOCAL, CacheFlag.BROADCAST);
    Nexthop here = Nexthop.dev(localDevice(found)).of(source.realms());
    return result(RouteType.BROADCAST, found, here, flags, List.of());
  }

  private String localDevice(Optional<Found> found) {
    return found.flatMap(f -> facts.vrf(f.nexthop().dev())).map(Link::name).orElse("lo");
  }

  private RouteDecision local(Found found, Realms realms) {
    Nexthop here = Nexthop.dev(localDevice(Optional.of(found))).of(realms);
    return result(RouteType.LOCAL, Optional.of(found), here, EnumSet.of(CacheFlag.LOCAL), List.of());
  }

  /// The validation of who sends to many; a packet without a source is not asked.
  private SourceCheck.Verdict toMany() {
    return facts.isZeronet(src) ? SourceCheck.Verdict.PASSED : new SourceCheck(facts, seen(), ladder).verdict(Facts.ANY4, "");
  }

  /// @kernel v6.12 net/ipv4/route.c ip_route_input_mc, ip_mc_validate_source
  private RouteDecision multicast() {
    boolean joined = hasJoined(facts, dev, dst);
    boolean localGroup = (dst.low() >>> 8) == 0xe00000;
    boolean routed = !joined && !localGroup && facts.conf().both(Conf.Key.MC_FORWARDING, dev);
    ladder.check(Check.MULTICAST_GROUP, joined || routed);
    if (!joined && !routed) return refused(Errno.EINVAL, DropReason.IP_INVALID_DEST);
    boolean martian = src.isMulticast() || src.isLimitedBroadcast()
        || src.isLoopback() && !facts.conf().either(Conf.Key.ROUTE_LOCALNET, dev) || facts.isZeronet(src) && !localGroup;
    ladder.check(Check.SOURCE_MARTIAN, !martian);
    if (martian) return refused(Errno.EINVAL, DropReason.IP_INVALID_SOURCE);
    SourceCheck.Verdict source = toMany();
    if (!source.passed()) return refused(source);
    Set<CacheFlag> flags = EnumSet.of(CacheFlag.MULTICAST);
    if (joined) flags.add(CacheFlag.LOCAL);
    return result(RouteType.MULTICAST, Optional.empty(), Nexthop.dev("lo").of(source.realms()), flags, List.of());
  }

  /// Without the list of `ip maddr`: what every device that is up has joined is all-hosts, and an address with `autojoin`
  /// says itself.
  static boolean hasJoined(Facts facts, String dev, Ip group) {
    if (!facts.isUp(dev)) return false;
    Optional<Set<Ip>> joined = facts.link(dev).flatMap(Link::groups);
    if (joined.isPresent()) return joined.get().contains(group);
    return group.equals(ALL_HOSTS) || facts.link(dev).stream().flatMap(l -> l.addresses().stream()).anyMatch(a -> a.ip().equals(group) && a.has("autojoin"));
  }

  /// @kernel v6.12 net/ipv4/route.c ip_mkroute_input, __mkroute_input
  private RouteDecision forward(Found found) {
    if (found.pattern().nexthops().size() == 1) return by(found, found.hop(), List.of(), ladder);
    Route route = found.route();
    var choice = new Multipath(facts, route, FlowHash.of(facts, flow)).choose4(Optional.empty(), found.hop());
    found.choose(choice.taken());
    ladder.add(new NexthopChosen(route, found.nexthop(), choice.isCertain()));
    RouteDecision first = by(found, found.hop(), List.of(), ladder);
    if (choice.isCertain() || !(first instanceof Routed)) return first;
    var all = new ArrayList<Routed>();
    for (int hop : choice.hops()) {
      if (by(found, hop, List.of(), Ladder.recording(false)) instanceof Routed routed) all.add(routed);
    }
    return by(found, found.hop(), all, Ladder.recording(false)) instanceof Routed r
        ? new Routed(r.flow(), r.type(), r.route(), r.nexthop(), r.prefsrc(), r.table(), r.flags(), all, ladder.steps())
        : first;
  }

  private RouteDecision by(Found found, int hop, List<Routed> alternatives, Ladder steps) {
    Nexthop nexthop = found.pattern().nexthops().get(hop);
    SourceCheck.Verdict source = new SourceCheck(facts, seen(), steps).verdict(dst, nexthop.dev());
    if (!source.passed()) return refused(source);
    Set<CacheFlag> flags = EnumSet.noneOf(CacheFlag.class);
    if (source.direct() && nexthop.dev().equals(dev) && facts.conf().either(Conf.Key.SEND_REDIRECTS, dev)) {
      boolean worth = facts.conf().either(Conf.Key.SHARED_MEDIA, dev)
          || Ip4Source.isOnlink(facts, dev, src, nexthop.via().filter(Ip::isV4));
      if (worth) flags.add(CacheFlag.REDIRECT);
    }
    Realms realms = Realms.parse(nexthop.realm()).or(found.ruled()).or(source.realms());
    Nexthop out = nexthop.by(found.exit(facts, hop).gateway(), nexthop.dev()).of(realms);
    return result(found.pattern().type(), Optional.of(found), out, flags, alternatives);
  }

  private RouteDecision result(RouteType type, Optional<Found> found, Nexthop hop, Set<CacheFlag> flags,
      List<Routed> alternatives) {
    return new Routed(flow, type, found.map(Found::route), hop, flow.src(), printedTable(facts, found), flags, alternatives,
        ladder.steps());
  }

  /// While `local` and `main` are one table, that table is `main`.
  static String printedTable(Facts facts, Optional<Found> found) {
    if (found.isEmpty()) return "";
    String table = found.get().pattern().table();
    return table.equals(Tables.LOCAL) && !facts.hasCustomRules(Family.IPV4) ? Tables.MAIN : table;
  }

  /// EXDEV of the reverse-path filter reached user space up to 6.12; since 6.13 every drop reason becomes EINVAL.
  private RouteDecision refused(SourceCheck.Verdict source) {
    Errno errno = facts.kernel().isAtLeast(6, 13) ? Errno.EINVAL : source.errno();
    return refused(errno, source.reason());
  }

  private RouteDecision refused(Errno errno, DropReason reason) {
    return new Refused(flow, errno, reason, ladder.steps());
  }
}
