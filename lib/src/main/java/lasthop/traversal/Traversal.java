package lasthop.traversal;

import java.util.List;

/// A packet's way through one host: observed from a log, or predicted from its texts. Immutable.
///
/// @param hops in the order they happened, those that print no line included
public record Traversal(List<Hop> hops, Disposition disposition) {
  public Traversal {
    hops = List.copyOf(hops);
  }

  /// The lines a TRACE log shows for it, in order: `table:chain:kind:number`.
  public List<String> lines() {
    return hops.stream().map(Hop::line).filter(line -> !line.isEmpty()).toList();
  }
}
