package lasthop.netfilter;

import java.util.List;

/// Whether a rule matches a packet.
public sealed interface Outcome {
  Outcome YES = new Yes();

  /// Every condition holds.
  record Yes() implements Outcome {}

  /// @param failed the first condition, in the order of the rule's text, that does not hold
  record No(Condition failed) implements Outcome {}

  /// No condition fails for certain, but these are open.
  ///
  /// @param doubts at least one, in the order of the rule's text
  record Maybe(List<Doubt> doubts) implements Outcome {
    public Maybe {
      doubts = List.copyOf(doubts);
    }
  }
}
