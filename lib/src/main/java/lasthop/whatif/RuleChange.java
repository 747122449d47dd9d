package lasthop.whatif;

import java.util.ArrayList;
import java.util.List;
import lasthop.host.Host;
import lasthop.ip.Family;
import lasthop.routing.History;
import lasthop.routing.PolicyRule;
import lasthop.routing.Rpdb;
import lasthop.routing.RoutingState;
import lasthop.text.Origin;

/// `ip rule add|del …`. The first one ever also parts the tables `local` and `main`, which the kernel keeps as one until
/// then.
///
/// @param rule its priority is -1 where the command gives none
public record RuleChange(String command, boolean add, Family family, long priority, PolicyRule rule) implements Change {
  static RuleChange parse(String command, List<String> words, Family family) {
    String verb = words.isEmpty() ? "" : words.removeFirst();
    boolean add = switch (verb) {
      case "a", "add" -> true;
      case "d", "del", "delete" -> false;
      default -> throw new IllegalArgumentException("Command \"" + verb + "\" is unknown, try \"ip rule help\".");
    };
    long priority = priority(words);
    if (!words.contains("from") && !words.contains("not")) words.addAll(0, List.of("from", "all"));
    PolicyRule rule = PolicyRule.parse(Math.max(0, priority) + ":\t" + String.join(" ", spelled(words)), Origin.NONE);
    if (!rule.unknown().isEmpty()) {
      throw new IllegalArgumentException("Error: argument \"" + rule.unknown().getFirst() + "\" is wrong: Failed to parse rule type");
    }
    return new RuleChange(command, add, family, priority, rule);
  }

  /// Takes `pref N` out of the words; -1 without.
  private static long priority(List<String> words) {
    for (int i = 0; i + 1 < words.size(); i++) {
      if (List.of("pref", "preference", "priority", "order", "prio").contains(words.get(i))) {
        String number = words.get(i + 1);
        words.subList(i, i + 2).clear();
        try {
          return Long.parseLong(number);
        } catch (NumberFormatException e) {
          throw new IllegalArgumentException("Error: argument \"" + number + "\" is wrong: preference value is invalid", e);
        }
      }
    }
    return -1;
  }

  /// Words that may be written in two ways, as `ip rule` prints them.
  private static List<String> spelled(List<String> words) {
    var out = new ArrayList<String>();
    for (String word : words) {
      out.add(switch (word) {
        case "table" -> "lookup";
        case "dsfield" -> "tos";
        case "dev" -> "iif";
        default -> word;
      });
    }
    return out;
  }

  @Override public Host apply(Host host) {
    RoutingState state = host.routing();
    Rpdb rpdb = state.rules(family).orElseThrow(() -> new IllegalArgumentException(
        "the host's policy rules are not known: collect ip rule into ip-rule.txt"));
    var rules = new ArrayList<>(rpdb.rules());
    if (add) rules.add(withPriority(priority >= 0 ? priority : nextPriority(rules)));
    else if (!removeFirst(rules)) throw new IllegalArgumentException("RTNETLINK answers: No such file or directory");
    History was = state.history();
    boolean v4 = family == Family.IPV4;
    var history = new History(v4 || was.customRules4(), !v4 || was.customRules6(), was.customLocalRoutes4());
    return host.withRouting(state.withRules(family, new Rpdb(rules)).withHistory(history));
  }

  /// One less than the second rule's, so that new rules come right after the one for `local`.
  ///
  /// @kernel v6.12 net/core/fib_rules.c fib_default_rule_pref
  private static long nextPriority(List<PolicyRule> rules) {
    return rules.size() > 1 && rules.get(1).priority() > 0 ? rules.get(1).priority() - 1 : 0;
  }

  private PolicyRule withPriority(long number) {
    return new PolicyRule(number, rule.selector(), rule.action(), rule.suppressPrefix(), rule.suppressGroup(), rule.realms(), rule.proto(),
        rule.unknown(), rule.origin());
  }

  /// `del` takes the first rule with everything that was given; an action only counts if one was given.
  private boolean removeFirst(List<PolicyRule> rules) {
    for (PolicyRule r : rules) {
      boolean action = rule.action() instanceof PolicyRule.Action.Nop || r.action().equals(rule.action());
      if ((priority < 0 || r.priority() == priority) && r.selector().equals(rule.selector()) && action) return rules.remove(r);
    }
    return false;
  }

  @Override public String toString() {
    return command;
  }
}
