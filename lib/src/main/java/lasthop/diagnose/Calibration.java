package lasthop.diagnose;

import java.util.List;
import java.util.Optional;
import lasthop.simulate.Assumption;
import lasthop.simulate.Options;
import lasthop.simulate.Outcome;
import lasthop.simulate.Probe;
import lasthop.trace.TracedPacket;
import lasthop.traversal.Disposition;
import lasthop.traversal.Traversal;

/// A logged packet, and the question to which the model answers with exactly the lines that the log has.
///
/// Only such a packet is worth sending through a changed host: of the others the model does not even know what happened.
///
/// @param outcome the way that the log's lines tell; empty when the model prints other lines
/// @param probe the packet with the connection state it must have had; empty when the model prints other lines
public record Calibration(TracedPacket packet, Optional<Outcome> outcome, Optional<Probe> probe) {

  public static Calibration of(Witness witness, TracedPacket packet) {
    if (witness.model().isEmpty()) return new Calibration(packet, Optional.empty(), Optional.empty());
    Fit fit = Fit.of(witness, packet, Tracked.of(witness, packet));
    if (!fit.whole() || fit.differing().isPresent()) return new Calibration(packet, Optional.empty(), Optional.empty());
    return new Calibration(packet, new Weigh(witness, packet).likely(fit.outcomes()).stream().findFirst(), fit.probe());
  }

  /// Whether the model prints what was logged, and nothing else.
  public boolean holds() {
    return outcome.isPresent();
  }

  /// What becomes of the packet on another host: where chance chose, it chooses as before.
  ///
  /// @throws java.util.NoSuchElementException when it does not hold
  public Traversal on(Model changed) {
    List<Outcome> all = changed.run(probe.orElseThrow(), Options.ALL);
    List<Assumption> taken = outcome.orElseThrow().assumptions();
    return all.stream().filter(o -> o.assumptions().equals(taken)).findFirst().orElse(all.getFirst()).traversal();
  }

  /// What becomes of the answer to it on that host; empty where nothing answers, or nothing got through.
  ///
  /// @param way that it took there
  public Optional<Disposition> answerOn(Model changed, Traversal way) {
    return Answers.onSameHost(changed, packet.packet(), way);
  }

  /// What became of it.
  ///
  /// @throws java.util.NoSuchElementException when it does not hold
  public Disposition end() {
    return outcome.orElseThrow().traversal().disposition();
  }
}
