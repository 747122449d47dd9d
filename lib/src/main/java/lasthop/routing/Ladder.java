package lasthop.routing;

import java.util.ArrayList;
import java.util.List;
import lasthop.routing.LookupStep.Candidate;
import lasthop.routing.LookupStep.Fate;

/// Where a lookup writes down its steps, if anybody wants them. Short-lived; the one that records nothing is shared.
final class Ladder {
  private final boolean on;
  private final List<LookupStep> steps = new ArrayList<>(0);
  private List<Candidate> candidates = new ArrayList<>(0);

  private static final Ladder OFF = new Ladder(false);

  private Ladder(boolean on) {
    this.on = on;
  }

  static Ladder recording(boolean on) {
    return on ? new Ladder(true) : OFF;
  }

  boolean isOn() {
    return on;
  }

  void add(LookupStep step) {
    if (on) steps.add(step);
  }

  void check(LookupStep.Check check, boolean passed) {
    if (on) steps.add(new LookupStep.Checked(check, passed));
  }

  void candidate(Route route, Fate fate) {
    if (on) candidates.add(new Candidate(route, fate));
  }

  /// The candidates since the last call.
  List<Candidate> takeCandidates() {
    if (!on) return List.of();
    List<Candidate> taken = candidates;
    candidates = new ArrayList<>(0);
    return taken;
  }

  List<LookupStep> steps() {
    return steps;
  }

  /// A ladder of its own for a lookup inside this one.
  Ladder below() {
    return recording(on);
  }
}
