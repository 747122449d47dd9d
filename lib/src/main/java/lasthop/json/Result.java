package lasthop.json;

import java.util.List;
import lasthop.diagnose.Diagnosis;
import lasthop.fix.Proof;
import lasthop.routing.RouteDecision;
import lasthop.simulate.Outcome;
import lasthop.trace.Event;
import lasthop.trace.TracedPacket;
import lasthop.traversal.Traversal;

/// A result as data, written beside the answer that tells it in words.
public sealed interface Result {
  /// One line of a log, as it is written.
  record Line(Event event) implements Result {}

  /// @param way its lines are the packet's events in order
  record Trace(TracedPacket packet, Traversal way) implements Result {}

  record Route(RouteDecision decision) implements Result {}

  /// @param outcomes the likeliest first
  record Simulation(List<Outcome> outcomes) implements Result {}

  /// @param fixes of the deciding host, in the order they are to be tried
  record Diagnoses(List<Diagnosis> hosts, List<Proof> fixes) implements Result {}
}
