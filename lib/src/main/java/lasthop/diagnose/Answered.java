package lasthop.diagnose;

import java.util.List;
import java.util.Optional;
import lasthop.netfilter.Surroundings.Connection;
import lasthop.netfilter.Surroundings.Tuple;
import lasthop.simulate.Options;
import lasthop.simulate.Outcome;
import lasthop.simulate.Probe;
import lasthop.traversal.Disposition;

/// What becomes of the answer to a packet, as the model has it.
///
/// @param host the last host of the case that it comes to
/// @param probe the answer as it comes there, with the connection it belongs to
/// @param outcome its way there
/// @param by the device by which it is taken to come back from outside the case; empty where a host of the case sends it
public record Answered(String host, Probe probe, Outcome outcome, String by) {
  public Disposition end() {
    return outcome.traversal().disposition();
  }

  public boolean isLost() {
    return end() instanceof Disposition.Dropped || end() instanceof Disposition.Rejected;
  }

  /// What becomes of it on that host as changes would leave it.
  public Disposition on(Model changed) {
    return changed.run(probe, Options.LIKELIEST).getFirst().traversal().disposition();
  }

  /// The first packet of the connection, as it came to that host; empty where the host is not known to have seen it.
  public Optional<Tuple> opened() {
    return probe.connection().map(Connection::original);
  }

  /// The answer as a packet of its own.
  public Diagnosis diagnosis() {
    return new Diagnosis(host, Optional.empty(), Optional.of(outcome.traversal()), end(), Confidence.MEDIUM, List.of(), List.of(), List.of());
  }
}
