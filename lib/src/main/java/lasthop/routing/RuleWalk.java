package lasthop.routing;

import java.util.List;
import java.util.Optional;
import lasthop.ip.Family;
import lasthop.ip.Prefix;
import lasthop.link.Link;
import lasthop.packet.FlowKey;
import lasthop.routing.LookupStep.RulePassed;
import lasthop.routing.LookupStep.RuleRefused;
import lasthop.routing.LookupStep.RuleSkipped;
import lasthop.routing.LookupStep.Suppressed;
import lasthop.routing.PolicyRule.Action;
import lasthop.routing.Selector.Part;

/// The walk through the policy rules, the same for both families but for what a selector compares.
///
/// @kernel v6.12 net/core/fib_rules.c fib_rules_lookup
final class RuleWalk {
  /// Searches one table for a flow.
  interface TableSearch {
    void search(PolicyRule rule, String table, Found into);
  }

  private final Facts facts;
  private final Family family;
  private final FlowKey flow;
  private final Optional<Link> domain;
  private final Ladder ladder;

  /// @param domain the VRF the flow belongs to
  RuleWalk(Facts facts, Family family, FlowKey flow, Optional<Link> domain, Ladder ladder) {
    this.facts = facts;
    this.family = family;
    this.flow = flow;
    this.domain = domain;
    this.ladder = ladder;
  }

  void walk(TableSearch tables, Found into) {
    List<PolicyRule> rules = facts.rules(family).rules();
    for (int i = 0; i < rules.size(); i++) {
      PolicyRule rule = rules.get(i);
      Part failed = failing(rule.selector());
      if (failed != Part.NONE) {
        if (ladder.isOn()) ladder.add(new RuleSkipped(rule, failed));
        continue;
      }
      facts.refuseUnknown(rule);
      switch (rule.action()) {
        case Action.Nop() -> ladder.add(new RulePassed(rule));
        case Action.Goto(long priority, _) -> {
          ladder.add(new RulePassed(rule));
          int target = indexOf(rules, priority);
          if (target > i) i = target - 1;
        }
        case Action.Reject(RouteType type) -> {
          Errno errno = type == RouteType.UNREACHABLE ? Errno.ENETUNREACH : type.error().orElseThrow();
          ladder.add(new RuleRefused(rule, errno));
          into.fail(type, errno);
          into.ruled(Realms.parse(rule.realms()));
          return;
        }
        case Action.Lookup(String table) -> {
          if (settles(rule, table, tables, into)) return;
        }
        case Action.L3mdev() -> {
          if (settles(rule, vrfTable(), tables, into)) return;
        }
      }
    }
    into.fail(Errno.ENETUNREACH);
  }

  private boolean settles(PolicyRule rule, String table, TableSearch tables, Found into) {
    tables.search(rule, table, into);
    if (into.goesOn()) return false;
    if (into.isOk() && suppressed(rule, into)) {
      ladder.add(new Suppressed(rule, into.route()));
      return false;
    }
    into.ruled(Realms.parse(rule.realms()));
    return true;
  }

  /// @kernel v6.12 net/ipv4/fib_rules.c fib4_rule_suppress, net/ipv6/fib6_rules.c fib6_rule_suppress
  private boolean suppressed(PolicyRule rule, Found found) {
    if (rule.suppressPrefix() >= 0 && found.group().length() <= rule.suppressPrefix()) return true;
    if (rule.suppressGroup() < 0) return false;
    Nexthop judged = family == Family.IPV4 ? found.pattern().nexthop() : found.nexthop();
    return facts.group(judged.dev()) == rule.suppressGroup();
  }

  private static int indexOf(List<PolicyRule> rules, long priority) {
    for (int i = 0; i < rules.size(); i++) if (rules.get(i).priority() == priority) return i;
    return -1;
  }

  /// The first part of the selector the flow fails; NONE if the rule applies.
  ///
  /// @kernel v6.12 net/core/fib_rules.c fib_rule_match
  private Part failing(Selector s) {
    Part part = failingPlain(s);
    if (!s.not()) return part;
    return part == Part.NONE ? Part.NOT : Part.NONE;
  }

  private Part failingPlain(Selector s) {
    if (!s.iif().isEmpty() && !isBy(s.iif(), s.iifDetached(), flow.iif())) return Part.IIF;
    if (!s.oif().isEmpty() && !isBy(s.oif(), s.oifDetached(), flow.oif())) return Part.OIF;
    if (((s.mark() ^ flow.mark()) & s.mask()) != 0) return Part.FWMARK;
    if (s.tunId() != 0) return Part.TUN_ID;
    if (s.l3mdev() && domain.isEmpty()) return Part.L3MDEV;
    if (s.uids().isPresent() && !s.uids().get().contains(flow.uid() & 0xffffffffL)) return Part.UIDRANGE;
    return failingAddresses(s);
  }

  /// A rule that names a VRF matches the flows of its members.
  private boolean isBy(String named, boolean detached, String dev) {
    if (!facts.isAttached(named, detached)) return false;
    return facts.name(named).equals(dev) || !dev.isEmpty() && domain.filter(vrf -> vrf.name().equals(named)).isPresent();
  }

  private String vrfTable() {
    return domain.map(vrf -> Tables.named(Long.toString(vrf.vrfTable()))).orElse("");
  }

  /// @kernel v6.12 net/ipv4/fib_rules.c fib4_rule_match, net/ipv6/fib6_rules.c fib6_rule_match
  private Part failingAddresses(Selector s) {
    if (s.from().isPresent() && !fromHolds(s.from().get())) return Part.FROM;
    if (s.to().isPresent() && !s.to().get().contains(flow.dst())) return Part.TO;
    int tosMask = family == Family.IPV4 ? 0x1c : 0xfc;
    if (s.tos() != 0 && s.tos() != (flow.tos() & tosMask)) return Part.TOS;
    if (s.dscp().isPresent() && !s.dscp().get().contains(flow.tos() >> 2)) return Part.DSCP;
    if (s.ipproto() != 0 && s.ipproto() != flow.ipproto()) return Part.IPPROTO;
    if (s.sport().isPresent() && !portIn(s.sport(), flow.sport())) return Part.SPORT;
    if (s.dport().isPresent() && !portIn(s.dport(), flow.dport())) return Part.DPORT;
    return Part.NONE;
  }

  /// An IPv6 flow without a source matches no `from`, not even `::/1`; an IPv4 one has the source 0.0.0.0.
  private boolean fromHolds(Prefix from) {
    if (from.length() == 0) return true;
    if (family == Family.IPV6) return flow.src().isPresent() && from.contains(flow.src().get());
    return from.contains(flow.src().orElse(Facts.ANY4));
  }

  private static boolean portIn(Optional<Span> span, int port) {
    return port > 0 && span.orElseThrow().contains(port);
  }
}
