package lasthop.diagnose;

import java.util.Comparator;
import java.util.List;
import lasthop.capture.Capture;
import lasthop.packet.Packet;
import lasthop.simulate.Outcome;
import lasthop.trace.TracedPacket;
import lasthop.traversal.Disposition;

/// Which of several ways that print the same lines the other witnesses speak for: captures first, then counters.
final class Weigh {
  private final Witness witness;
  private final TracedPacket seen;
  private final Tally tally;

  Weigh(Witness witness, TracedPacket seen) {
    this.witness = witness;
    this.seen = seen;
    this.tally = new Tally(witness.host());
  }

  /// The ways that the most speaks for, in their given order.
  List<Outcome> likely(List<Outcome> outcomes) {
    if (outcomes.size() < 2) return outcomes;
    int best = outcomes.stream().map(this::weight).max(Comparator.naturalOrder()).get();
    return outcomes.stream().filter(o -> weight(o) == best).toList();
  }

  private int weight(Outcome outcome) {
    Disposition end = outcome.traversal().disposition();
    boolean input = !seen.packet().meta().in().isEmpty();
    int weight = 0;
    if (tally.supports(end.cause(), seen.packet().family(), input).isPresent()) weight += 2;
    if (tally.refutes(end.cause(), seen.packet().family(), input).isPresent()) weight -= 2;
    if (witness.capture().isPresent() && seenLeaving(witness.capture().get(), seen.packet())) {
      weight += end instanceof Disposition.Transmitted t && leftBy(witness.capture().get(), seen.packet(), t.oif()) ? 4 : -4;
    }
    return weight;
  }

  static boolean seenLeaving(Capture capture, Packet packet) {
    return capture.sightings().stream().anyMatch(s -> s.out() && s.packet().filter(p -> SamePacket.same(p, packet)).isPresent());
  }

  static boolean leftBy(Capture capture, Packet packet, String dev) {
    return capture.sightings().stream()
        .anyMatch(s -> s.out() && s.dev().equals(dev) && s.packet().filter(p -> SamePacket.same(p, packet)).isPresent());
  }
}
