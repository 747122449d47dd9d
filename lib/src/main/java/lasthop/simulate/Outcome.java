package lasthop.simulate;

import java.util.ArrayList;
import java.util.List;
import lasthop.traversal.Traversal;

/// One way the packet can go.
///
/// @param probability of this way among all that random matches allow, 0 to 1; history is not weighed
/// @param assumptions what it takes for granted, in the order it did
public record Outcome(Traversal traversal, Translation translation, double probability, List<Assumption> assumptions) {
  public Outcome {
    assumptions = List.copyOf(assumptions);
  }

  /// The same, resting on one thing more.
  Outcome assuming(Assumption first) {
    var all = new ArrayList<>(List.of(first));
    all.addAll(assumptions);
    return new Outcome(traversal, translation, probability, all);
  }
}
