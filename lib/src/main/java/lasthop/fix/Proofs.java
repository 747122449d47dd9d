package lasthop.fix;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import lasthop.diagnose.Answered;
import lasthop.diagnose.Calibration;
import lasthop.diagnose.Diagnosis;
import lasthop.diagnose.Model;
import lasthop.diagnose.Witness;
import lasthop.host.Host;
import lasthop.traversal.Disposition;
import lasthop.traversal.Stage;
import lasthop.traversal.Traversal;
import lasthop.whatif.Change;

/// Replays the fixes of a diagnosis: over its packet, its answer, and every packet that the same host logged.
public final class Proofs {
  private final Diagnosis diagnosis;
  private final Host before;
  private final List<Calibration> log;

  private Proofs(Diagnosis diagnosis, Host before, List<Calibration> log) {
    this.diagnosis = diagnosis;
    this.before = before;
    this.log = log;
  }

  /// Those that help first, then those that the replay shows not to.
  ///
  /// @param witness the host that the diagnosis is of; without its snapshot there is nothing to replay
  public static List<Proof> of(Diagnosis diagnosis, Witness witness) {
    if (witness.host().isEmpty()) return List.of();
    List<Fix> fixes = Fixes.candidates(diagnosis, witness.host().get());
    if (fixes.isEmpty()) return List.of();
    var proofs = new Proofs(diagnosis, witness.host().get(), calibrated(witness));
    var proved = new ArrayList<>(fixes.stream().map(proofs::proof).toList());
    boolean answers = proved.getFirst().losesAnswer() || proved.getFirst().leavesAnswerOpen();
    if (answers) Fixes.bothWays(diagnosis, proofs.before).map(proofs::proof).ifPresent(proved::addFirst);
    proved.sort(Comparator.comparingInt(Proof::rank)); // narrowest first among those that help
    return List.copyOf(proved);
  }

  /// The same for the answer to a packet.
  ///
  /// @param witness the host that loses it
  public static List<Proof> of(Answered lost, Witness witness) {
    if (witness.host().isEmpty()) return List.of();
    var log = calibrated(witness);
    return Fixes.candidates(lost, witness.host().get()).stream().map(fix -> applied(fix, witness.host().get()).map(Model::new)
        .map(model -> new Proof(fix, lost.on(model), Optional.empty(), Replay.of(log, witness.host().get(), model))).orElseGet(() -> unproved(fix)))
        .sorted(Comparator.comparingInt(Proof::rank)).toList();
  }

  private static List<Calibration> calibrated(Witness witness) {
    return witness.packets().stream().map(p -> Calibration.of(witness, p)).toList();
  }

  private static Proof unproved(Fix fix) {
    return new Proof(fix, open("the effect of this fix"), Optional.empty(), Replay.NONE);
  }

  private Proof proof(Fix fix) {
    Optional<Host> changed = applied(fix, before);
    if (changed.isEmpty()) return unproved(fix);
    var model = new Model(changed.get());
    Replay replay = Replay.of(log, before, model);
    Optional<Calibration> own = log.stream().filter(c -> c.holds() && diagnosis.seen().filter(p -> p == c.packet()).isPresent()).findFirst();
    if (own.isEmpty()) return new Proof(fix, open("the packet itself"), Optional.empty(), replay);
    Traversal way = own.get().on(model);
    return new Proof(fix, way.disposition(), own.get().answerOn(model, way), replay);
  }

  private static Disposition open(String missing) {
    return new Disposition.Undetermined(Stage.Step.BEFORE_NETFILTER, missing, "");
  }

  private static Optional<Host> applied(Fix fix, Host before) {
    if (!fix.isCommand()) return Optional.empty();
    try {
      return Optional.of(Change.parse(fix.command()).apply(before));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // a candidate that the host refuses, such as one with a gateway to be filled in
    }
  }
}
