package lasthop.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lasthop.ip.Family;
import lasthop.routing.PolicyRule.Action;
import lasthop.text.Origin;

/// The policy rules of one family in the order the kernel tries them. Immutable.
public record Rpdb(List<PolicyRule> rules) {
  public Rpdb {
    var sorted = new ArrayList<>(rules);
    sorted.sort((a, b) -> Long.compare(a.priority(), b.priority()));
    sorted.replaceAll(rule -> rule.action() instanceof Action.Goto jump ? rule.with(resolved(jump, sorted)) : rule);
    rules = List.copyOf(sorted);
  }

  private static Action resolved(Action.Goto jump, List<PolicyRule> rules) {
    return new Action.Goto(jump.priority(), rules.stream().noneMatch(r -> r.priority() == jump.priority()));
  }

  /// The rules of a new network namespace.
  public static Rpdb defaults(Family family) {
    var rules = new ArrayList<>(List.of(plain(0, Tables.LOCAL), plain(32766, Tables.MAIN)));
    if (family == Family.IPV4) rules.add(plain(32767, Tables.DEFAULT));
    return new Rpdb(rules);
  }

  private static PolicyRule plain(long priority, String table) {
    return new PolicyRule(priority, Selector.ALL, new Action.Lookup(table), -1, -1, "", "", List.of(), Origin.NONE);
  }

  /// Whether these are the rules of a new namespace: then most likely nobody ever changed them.
  public boolean isDefault(Family family) {
    List<PolicyRule> fresh = defaults(family).rules;
    if (rules.size() != fresh.size()) return false;
    for (int i = 0; i < fresh.size(); i++) {
      if (!rules.get(i).toString().equals(fresh.get(i).toString())) return false;
    }
    return true;
  }

  /// Whether some rule looks at protocol or ports.
  ///
  /// @kernel v6.12 include/net/fib_rules.h fib_rule_requires_fldissect
  public boolean looksAtPorts() {
    for (PolicyRule rule : rules) {
      Selector s = rule.selector();
      if (s.ipproto() != 0 || s.sport().isPresent() || s.dport().isPresent()) return true;
    }
    return false;
  }

  public Optional<PolicyRule> at(long priority) {
    return rules.stream().filter(r -> r.priority() == priority).findFirst();
  }
}
