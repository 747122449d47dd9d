package lasthop.simulate;

import java.util.List;
import lasthop.netfilter.Condition;
import lasthop.netfilter.Doubt;
import lasthop.netfilter.Rule;
import lasthop.netfilter.Test;

/// Settles what a rule's conditions leave open, by taking one side and saying so.
final class Doubts {
  private Doubts() {}

  /// Whether the rule is taken to match; notes the assumption, and the probability of a random one.
  static boolean settle(Flight flight, Rule rule, List<Doubt> doubts) {
    double chance = 1;
    boolean likely = true;
    for (Doubt doubt : doubts) {
      if (doubt.kind() == Doubt.Kind.RANDOM) chance *= doubt.probability();
      else likely &= usually(doubt);
    }
    likely &= chance >= 0.5;
    boolean holds = flight.choices.take(2, likely ? 0 : 1) == 0;
    boolean random = doubts.stream().allMatch(d -> d.kind() == Doubt.Kind.RANDOM);
    double probability = random ? holds ? chance : 1 - chance : -1;
    if (random) flight.probability *= probability;
    for (Doubt doubt : doubts) {
      if (!holds && isRate(doubt.condition())) flight.rateSpent = true;
      flight.assume(new Assumption(kind(doubt), doubt.condition().text(), holds ? "holds" : "does not hold", probability,
          rule.origin()));
    }
    return holds;
  }

  private static Assumption.Kind kind(Doubt doubt) {
    return Assumption.Kind.valueOf(doubt.kind().name());
  }

  /// What is the case more often: rates are not used up, lists of earlier packets do not hold the sender.
  private static boolean usually(Doubt doubt) {
    Condition condition = doubt.condition();
    boolean plain = condition.test() instanceof Test.History history && switch (history.extension()) {
      case "limit", "quota" -> true;
      case "hashlimit" -> !condition.text().contains("--hashlimit-above");
      default -> false;
    };
    return plain != condition.negated();
  }

  /// Whether the condition is a rate that earlier packets may have used up.
  private static boolean isRate(Condition condition) {
    return condition.test() instanceof Test.History history && !condition.negated()
        && (history.extension().equals("limit") || history.extension().equals("hashlimit"));
  }
}
