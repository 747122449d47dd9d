package lasthop.observe;

import java.util.Optional;
import lasthop.netfilter.Condition;
import lasthop.netfilter.Rule;
import lasthop.trace.Event;

/// A line of the log that cannot have come from the rules of the snapshot: the snapshot is stale, or of the other back end.
///
/// @param rule the rule that stands at the named place; empty where there is none
/// @param failed the condition of that rule which the packet does not fulfil
/// @param otherBackend whether the place is found among the rules of the other back end: the log is of those
public record Contradiction(Event event, Reason reason, Optional<Rule> rule, Optional<Condition> failed,
    boolean otherBackend) {

  public enum Reason {
    /// The table is not loaded.
    NO_TABLE,
    /// The chain is not in the table.
    NO_CHAIN,
    /// The number lies beyond the chain's end, or no rule has the handle.
    NO_RULE,
    /// The rule's conditions do not hold for the packet.
    CONDITION,
    /// The line says a chain ended, but the rule there decides nothing, or the chain goes on.
    NOT_THE_END,
    /// The line says a rule matched, but TRACE would have called it the end of the chain.
    IS_THE_END
  }
}
