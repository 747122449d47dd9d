package lasthop.diagnose;

import java.util.List;
import java.util.Optional;
import lasthop.netfilter.Surroundings.Connection;
import lasthop.netfilter.Surroundings.Tuple;
import lasthop.simulate.Options;
import lasthop.simulate.Outcome;
import lasthop.simulate.Probe;
import lasthop.traversal.Disposition;
import lasthop.traversal.Stage;

/// What becomes of the answer to a packet, as the model has it.
///
/// @param host the last host of the case that it comes to
/// @param probe the answer as it comes there, with the connection it belongs to
/// @param outcome its way there; of several the first on which it is not lost, for no loss is claimed that chance decides
/// @param by the device by which it is taken to come back from outside the case; empty where a host of the case sends it
public record Answered(String host, Probe probe, Outcome outcome, String by) {
  /// @param by the device by which it comes back; empty where a host of the case sends it
  static Answered of(String host, Model model, Probe probe, String by) {
    List<Outcome> ways = model.run(probe, Options.ALL);
    return new Answered(host, probe, ways.stream().filter(way -> !isLost(way.traversal().disposition())).findFirst().orElse(ways.getFirst()), by);
  }

  /// What becomes of an answer on a host; undetermined where it hangs on what no text tells.
  static Disposition endOf(Model model, Probe probe) {
    List<Disposition> ends = model.run(probe, Options.ALL).stream().map(way -> way.traversal().disposition()).toList();
    Optional<Disposition> through = ends.stream().filter(end -> !isLost(end)).findFirst();
    Optional<Disposition> lost = ends.stream().filter(Answered::isLost).findFirst();
    if (through.isEmpty() || lost.isEmpty()) return ends.getFirst();
    return new Disposition.Undetermined(Stage.Step.BEFORE_NETFILTER, "whether its answer stops at " + lost.get().where(), "");
  }

  public Disposition end() {
    return outcome.traversal().disposition();
  }

  public boolean isLost() {
    return isLost(end());
  }

  /// One that is refused, for want of a socket, is not: whoever sent the packet awaits it.
  private static boolean isLost(Disposition end) {
    return end instanceof Disposition.Dropped || end instanceof Disposition.Rejected;
  }

  /// What becomes of it on that host as changes would leave it.
  public Disposition on(Model changed) {
    return of(host, changed, probe, by).end();
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
