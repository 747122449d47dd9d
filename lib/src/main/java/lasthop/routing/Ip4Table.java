package lasthop.routing;

import java.util.List;
import java.util.Optional;
import lasthop.ip.Family;
import lasthop.ip.Ip;
import lasthop.link.Link;
import lasthop.packet.FlowKey;
import lasthop.routing.LookupStep.Fate;
import lasthop.routing.LookupStep.TableSearched;
import lasthop.routing.RouteTable.Group;

/// The search of IPv4 tables for a flow.
final class Ip4Table {
  private static final int TOS_MASK = 0x1c;
  private static final List<String> ONE_TABLE = List.of(Tables.LOCAL, Tables.MAIN);

  private final Facts facts;
  private final FlowKey flow;
  private final Optional<Link> domain;
  private final Ladder ladder;
  private final boolean ignoreLinkstate;

  /// @param ignoreLinkstate whether nexthops without carrier count all the same, as in the second reverse lookup
  Ip4Table(Facts facts, FlowKey flow, Ladder ladder, boolean ignoreLinkstate) {
    this(facts, flow, facts.domain(flow), ladder, ignoreLinkstate);
  }

  /// @param domain the VRF whose table `[l3mdev-table]` means, where the flow's own devices do not say
  Ip4Table(Facts facts, FlowKey flow, Optional<Link> domain, Ladder ladder, boolean ignoreLinkstate) {
    this.facts = facts;
    this.flow = facts.unbound(flow);
    this.domain = domain;
    this.ladder = ladder;
    this.ignoreLinkstate = ignoreLinkstate;
  }

  /// The lookup through the rules, or through the merged table while no rule was ever added.
  ///
  /// @kernel v6.12 include/net/ip_fib.h fib_lookup
  Found lookup() {
    var found = new Found();
    Fib fib = facts.fib(Family.IPV4);
    if (facts.hasCustomRules(Family.IPV4)) {
      new RuleWalk(facts, Family.IPV4, flow, domain, ladder).walk((rule, table, into) -> {
        search(fib.table(table), into);
        searched(Optional.of(rule), List.of(table), into);
      }, found);
      return found;
    }
    search(Optional.of(fib.merged()), found);
    searched(Optional.empty(), ONE_TABLE, found);
    if (found.goesOn()) {
      search(fib.table(Tables.DEFAULT), found);
      searched(Optional.empty(), List.of(Tables.DEFAULT), found);
    }
    if (found.goesOn()) found.fail(Errno.ENETUNREACH);
    return found;
  }

  private void searched(Optional<PolicyRule> rule, List<String> tables, Found found) {
    if (!ladder.isOn()) return;
    Optional<Route> best = found.isOk() ? Optional.of(found.route()) : Optional.empty();
    ladder.add(new TableSearched(rule, tables, ladder.takeCandidates(), best));
  }

  /// Longest prefix first; a prefix none of whose routes can be used falls back to the next shorter one.
  ///
  /// @kernel v6.12 net/ipv4/fib_trie.c fib_table_lookup
  void search(Optional<RouteTable> table, Found into) {
    into.fail(Errno.EAGAIN);
    if (table.isEmpty()) return;
    Optional<Ip> missed = Optional.empty();
    for (var next = table.get().longest(flow.dst()); next.isPresent(); next = next.get().shorter()) {
      Group group = next.get();
      // Prefixes that begin with the same address share a leaf of the trie, and a miss leaves the whole leaf.
      if (missed.isPresent() && missed.get().equals(group.dst().ip())) continue;
      Settled settled = inGroup(group, into);
      if (settled == Settled.YES) {
        if (ladder.isOn()) shorter(group);
        return;
      }
      if (settled == Settled.LEAF_MISSED) missed = Optional.of(group.dst().ip());
    }
  }

  private enum Settled { YES, NO, LEAF_MISSED }

  private Settled inGroup(Group group, Found into) {
    for (int i = 0; i < group.size(); i++) {
      Route route = group.pattern(i);
      if (route.tos() != 0 && route.tos() != (flow.tos() & TOS_MASK)) {
        candidate(group, i, Fate.TOS);
        continue;
      }
      if (!route.unknown().isEmpty()) facts.refuseUnknown(group.route(i));
      if (route.type().isReject()) {
        into.fail(route.type());
        boolean wins = route.type() != RouteType.THROW && !isBlackholeObject(route);
        candidate(group, i, wins ? Fate.WON : route.type() == RouteType.THROW ? Fate.THROW : Fate.BLACKHOLE_NEXTHOP);
        return Settled.YES;
      }
      Fate fate = Fate.DEAD;
      for (int hop = 0; hop < route.nexthops().size(); hop++) {
        fate = fateOf(route.nexthops().get(hop), facts.exit(group.patternNumber(i), route, hop));
        if (fate != Fate.WON) continue;
        into.set(group, i, hop);
        candidate(group, i, Fate.WON);
        for (int after = i + 1; after < group.size(); after++) candidate(group, after, Fate.METRIC);
        return Settled.YES;
      }
      candidate(group, i, fate);
      if (route.nhid() != 0 && !allDead(route)) return Settled.LEAF_MISSED;
    }
    return Settled.NO;
  }

  private void candidate(Group group, int place, Fate fate) {
    if (ladder.isOn()) ladder.candidate(group.route(place), fate);
  }

  /// @kernel v6.12 net/ipv4/fib_trie.c fib_lookup_good_nhc
  private Fate fateOf(Nexthop hop, Exit exit) {
    if (exit.dead()) return Fate.DEAD;
    if (!ignoreLinkstate && exit.ignored()) return Fate.LINKDOWN;
    if (!flow.oif().isEmpty() && !flow.oif().equals(hop.dev())) return Fate.OIF;
    return Fate.WON;
  }

  private boolean allDead(Route route) {
    for (Nexthop hop : route.nexthops()) if (!facts.isDead(hop)) return false;
    return true;
  }

  /// A blackhole nexthop object prints the route as `blackhole ... dev lo`; such a route has a nexthop id.
  private static boolean isBlackholeObject(Route route) {
    return route.nhid() != 0 && route.type() == RouteType.BLACKHOLE;
  }

  private void shorter(Group group) {
    for (var next = group.shorter(); next.isPresent(); next = next.get().shorter()) {
      for (Route route : next.get().routes()) ladder.candidate(route, Fate.SHORTER);
    }
  }
}
