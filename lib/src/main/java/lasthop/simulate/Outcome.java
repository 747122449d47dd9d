package lasthop.simulate;

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
}
