package lasthop;

import java.util.List;
import lasthop.answer.Answer;
import lasthop.explain.SimulationAnswer;
import lasthop.json.Result;
import lasthop.simulate.Outcome;
import lasthop.simulate.Probe;
import lasthop.traversal.Disposition;

/// Every way a packet can go through a host, the likeliest first.
public record Simulation(On on, Probe probe, List<Outcome> outcomes) {
  public Simulation {
    outcomes = List.copyOf(outcomes);
  }

  /// The lines a TRACE log of the host would show, on the likeliest way.
  public List<String> hops() {
    return outcomes.getFirst().traversal().lines();
  }

  /// What becomes of it, on the likeliest way.
  public Disposition end() {
    return outcomes.getFirst().traversal().disposition();
  }

  public Result result() {
    return new Result.Simulation(outcomes);
  }

  public Answer answer() {
    return SimulationAnswer.of(probe.packet(), outcomes, on.host());
  }

  @Override public String toString() {
    return probe.packet() + " " + end().verdict() + " " + end().where();
  }
}
