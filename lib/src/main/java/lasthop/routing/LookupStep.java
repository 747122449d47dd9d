package lasthop.routing;

import java.util.List;
import java.util.Optional;
import lasthop.ip.Ip;
import lasthop.packet.FlowKey;

/// One thing the kernel did on the way to a routing decision, in the order it did them.
public sealed interface LookupStep {
  /// A rule that did not apply, and the first part of its selector that the flow failed.
  record RuleSkipped(PolicyRule rule, Selector.Part failed) implements LookupStep {}

  /// A rule that applied and sent the walk to another rule, or did nothing.
  record RulePassed(PolicyRule rule) implements LookupStep {}

  /// A rule that applied and ended the walk with an error.
  record RuleRefused(PolicyRule rule, Errno errno) implements LookupStep {}

  /// A table that was searched. Without policy rules (none were ever added) the rule is empty and `local` and `main`
  /// are one table.
  ///
  /// @param candidates routes whose prefix holds the destination, in the order tried, with what became of each
  record TableSearched(Optional<PolicyRule> rule, List<String> tables, List<Candidate> candidates, Optional<Route> best)
      implements LookupStep {
    public TableSearched {
      tables = List.copyOf(tables);
      candidates = List.copyOf(candidates);
    }

    /// The route that ended the search: the best, or one that rejects. Empty when the next rule was asked.
    public Optional<Route> answering() {
      return best.or(() -> candidates.stream().filter(c -> c.route().type().isReject() && c.ends())
          .map(Candidate::route).reduce((_, last) -> last));
    }
  }

  /// A result that a rule's `suppress_prefixlength` or `suppress_ifgroup` took back.
  record Suppressed(PolicyRule rule, Route route) implements LookupStep {}

  /// A check of addresses or devices before or after the search.
  record Checked(Check check, boolean passed) implements LookupStep {}

  /// Where several nexthops or routes were equally good: the one taken, and whether a text fixes the choice.
  record NexthopChosen(Route route, Nexthop nexthop, boolean certain) implements LookupStep {}

  /// The source address given to a flow that had none.
  record SourceChosen(Ip source, SourceReason reason) implements LookupStep {}

  /// Reverse-path validation of the source.
  ///
  /// @param iif device the packet came in by
  /// @param mode rp_filter in force there
  /// @param full whether the tables were asked; if not, the fast path answered
  /// @param reverse the flow that was looked up: back to the source
  /// @param steps the ladder of that lookup
  /// @param needs device the host itself would use to reach the source; empty when it knows no way
  record SourceValidated(String iif, RpFilter mode, boolean full, FlowKey reverse, List<LookupStep> steps,
      Optional<Route> route, String needs, boolean passed) implements LookupStep {
    public SourceValidated {
      steps = List.copyOf(steps);
    }
  }

  /// A route that was considered, and why it lost; WON for the one taken.
  record Candidate(Route route, Fate fate) {
    private boolean ends() {
      return fate == Fate.WON || fate == Fate.BLACKHOLE_NEXTHOP;
    }
  }

  /// Why a candidate was passed over.
  enum Fate { WON, TOS, SCOPE, DEAD, LINKDOWN, OIF, SOURCE, THROW, METRIC, SHORTER, PREFERENCE, BLACKHOLE_NEXTHOP }

  /// The checks of the input and output procedures.
  enum Check {
    SOURCE_MARTIAN, SOURCE_IS_LOCAL, SOURCE_DEVICE, OIF_UP, DESTINATION_MARTIAN, LOOPBACK_ADDRESS, MULTICAST_GROUP,
    FORWARDING, UNICAST_RESULT, ONLINK_FALLBACK
  }

  /// Where a source address came from.
  enum SourceReason { ROUTE, DEVICE, OTHER_DEVICE, DESTINATION, SELECTION, LOOPBACK }
}
