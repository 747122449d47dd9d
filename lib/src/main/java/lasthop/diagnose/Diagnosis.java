package lasthop.diagnose;

import java.util.List;
import java.util.Optional;
import lasthop.trace.TracedPacket;
import lasthop.traversal.Disposition;
import lasthop.traversal.Traversal;

/// What became of a packet on one host, and what says so.
///
/// @param host the host's name in the case
/// @param seen the packet as its log has it; empty when the log has nothing of it
/// @param predicted the way the model sends it, if one fits; its lines need not all have been logged
/// @param disposition where it ended; [Disposition.Undetermined] or [Disposition.Lost] when the files do not settle it
/// @param evidence weightiest first
/// @param rivals other causes for the same silence, each ruled out or not
public record Diagnosis(String host, Optional<TracedPacket> seen, Optional<Traversal> predicted, Disposition disposition,
    Confidence confidence, List<Evidence> evidence, List<Rival> rivals, List<Finding> findings) {
  public Diagnosis {
    evidence = List.copyOf(evidence);
    rivals = List.copyOf(rivals);
    findings = List.copyOf(findings);
  }

  /// The last line logged on this host, `table:chain:kind:number`; empty when none was.
  public Optional<String> lastHop() {
    return seen.map(p -> p.last().hop());
  }

  /// Whether the files settle what became of it.
  public boolean isSettled() {
    return !disposition.verdict().isEmpty();
  }

  /// Whether it got through this host: delivered, forwarded or sent.
  public boolean gotThrough() {
    return disposition.gotThrough();
  }

  Diagnosis withFindings(List<Finding> changed) {
    return new Diagnosis(host, seen, predicted, disposition, confidence, evidence, rivals, changed);
  }
}
