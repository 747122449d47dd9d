package lasthop.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import lasthop.ip.Family;
import lasthop.ip.Ip;
import lasthop.packet.DropReason;
import lasthop.packet.FlowKey;
import lasthop.routing.LookupStep.NexthopChosen;
import lasthop.routing.LookupStep.SourceChosen;
import lasthop.routing.LookupStep.SourceReason;
import lasthop.routing.LookupStep.TableSearched;
import lasthop.routing.RouteDecision.CacheFlag;
import lasthop.routing.RouteDecision.Refused;
import lasthop.routing.RouteDecision.Routed;

/// The routing of IPv6 packets, in and out. There is no source validation, and forwarding off stops nothing here.
///
/// @kernel v6.12 net/ipv6/route.c ip6_route_output_flags_noref, ip6_route_input_lookup, ip6_pol_route
final class Ip6Lookup {
  private final Facts facts;
  private final FlowKey asked;
  private final FlowKey flow;
  private final Ladder ladder;
  private final boolean input;
  private final String wanted;

  Ip6Lookup(Facts facts, FlowKey asked, Ladder ladder) {
    this.facts = facts;
    this.asked = asked;
    this.ladder = ladder;
    this.input = !asked.iif().isEmpty();
    this.wanted = input ? asked.iif() : asked.oif();
    this.flow = input ? asked.oif("") : asked.iif("lo");
  }

  RouteDecision decide() {
    if (facts.state().links().isPresent() && facts.domain(flow).isPresent()) {
      throw new Missing("how a VRF routes IPv6, which is not modelled", "ip -6 route get");
    }
    Found found = lookup();
    if (!found.isOk()) return refused(found.errno(), found.reason(DropReason.IP_OUTNOROUTES));
    List<Integer> hops = List.of(found.hop());
    Route route = found.route();
    if (route.nexthops().size() > 1) {
      var choice = new Multipath(facts, route, FlowHash.of(facts, asked)).choose6(found.hop());
      // Members of a group of nexthop objects are taken as the hash falls, whatever device was asked for.
      hops = choice.hops().stream().filter(h -> route.nhid() != 0 || table().isCandidate(route, route.nexthops().get(h))).toList();
      if (hops.isEmpty()) hops = List.of(found.hop());
      found.choose(hops.getFirst());
      ladder.add(new NexthopChosen(route, found.nexthop(), hops.size() == 1));
    }
    // Reporting an input lookup of a multicast route needs the multicast routing table, which is empty.
    if (input && route.dst().ip().isMulticast()) return refused(Errno.EMSGSIZE, DropReason.NOT_SPECIFIED);
    var alternatives = new ArrayList<Routed>();
    if (hops.size() > 1) for (int hop : hops) alternatives.add(routed(route, hop, List.of()));
    return routed(route, found.hop(), alternatives);
  }

  /// @kernel v6.12 net/ipv6/fib6_rules.c fib6_rule_lookup
  private Found lookup() {
    var found = new Found();
    Fib fib = facts.fib(Family.IPV6);
    if (facts.hasCustomRules(Family.IPV6)) {
      new RuleWalk(facts, Family.IPV6, flow, facts.domain(flow), ladder).walk((rule, table, into) -> {
        search(fib, table, Optional.of(rule), into);
      }, found);
      return found;
    }
    search(fib, Tables.LOCAL, Optional.empty(), found);
    if (found.goesOn()) search(fib, Tables.MAIN, Optional.empty(), found);
    if (found.goesOn()) found.fail(Errno.ENETUNREACH);
    return found;
  }

  private void search(Fib fib, String table, Optional<PolicyRule> rule, Found into) {
    table().search(fib.table(table), into);
    ladder.add(new TableSearched(rule, List.of(table), ladder.takeCandidates(),
        into.isOk() ? Optional.of(into.route()) : Optional.empty()));
  }

  private Ip6Table table() {
    return new Ip6Table(facts, flow, ladder, wanted, isStrict());
  }

  /// Whether only the wanted device will do: for addresses of the link, and for `oif` without a source.
  ///
  /// @kernel v6.12 include/net/ip6_route.h rt6_need_strict
  private boolean isStrict() {
    Ip dst = flow.dst();
    boolean onLink = dst.isMulticast() || dst.isLinkLocal() || dst.isLoopback();
    return onLink || !input && !asked.oif().isEmpty() && asked.src().isEmpty();
  }

  private Routed routed(Route route, int hop, List<Routed> alternatives) {
    Nexthop nexthop = route.nexthops().get(hop);
    boolean local = route.type() == RouteType.LOCAL || isOwnAnycast(route);
    String dev = local ? facts.vrf(nexthop.dev()).map(l -> l.name()).orElse("lo") : nexthop.dev();
    Nexthop out = nexthop.by(dev);
    Optional<Ip> prefsrc = input ? asked.src() : source(route, hop);
    Set<CacheFlag> flags = local ? Set.of(CacheFlag.LOCAL) : Set.of();
    return new Routed(asked, route.type(), Optional.of(route), out, prefsrc, route.table(), flags, alternatives,
        ladder.steps());
  }

  /// Whether the kernel made an anycast route for an address of its own; one that was added by hand leads to its device.
  private static boolean isOwnAnycast(Route route) {
    return route.type() == RouteType.ANYCAST && route.proto().equals("kernel") && route.metric() == 0;
  }

  /// @kernel v6.12 include/net/ip6_route.h ip6_route_get_saddr
  private Optional<Ip> source(Route route, int hop) {
    if (route.prefsrc().isPresent()) return route.prefsrc();
    Nexthop judged = route.nhid() != 0 ? route.nexthop() : route.nexthops().get(hop);
    Optional<Ip> chosen = Ip6Source.select(facts, judged.dev(), asked.dst());
    chosen.ifPresent(ip -> ladder.add(new SourceChosen(ip, SourceReason.SELECTION)));
    return chosen;
  }

  private RouteDecision refused(Errno errno, DropReason reason) {
    return new Refused(asked, errno, reason, ladder.steps());
  }
}
