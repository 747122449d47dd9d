package lasthop.observe;

import java.util.List;
import lasthop.trace.TracedPacket;
import lasthop.traversal.Traversal;

/// A traced packet joined with what its host's texts say.
///
/// @param contradictions lines that cannot be of these rules, in the order of the log; empty when all fit
public record Observed(TracedPacket packet, Traversal traversal, List<Contradiction> contradictions) {
  public Observed {
    contradictions = List.copyOf(contradictions);
  }
}
