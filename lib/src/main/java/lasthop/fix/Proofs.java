package lasthop.fix;

import java.util.List;
import java.util.Optional;
import lasthop.diagnose.Calibration;
import lasthop.diagnose.Diagnosis;
import lasthop.diagnose.Witness;
import lasthop.host.Host;
import lasthop.trace.TraceLog;
import lasthop.traversal.Disposition;
import lasthop.traversal.Stage;
import lasthop.whatif.Change;

/// Replays the fixes of a diagnosis: over its packet, and over every packet that the same host logged.
public final class Proofs {
  private final Diagnosis diagnosis;
  private final Host before;
  private final List<Calibration> log;

  private Proofs(Diagnosis diagnosis, Host before, List<Calibration> log) {
    this.diagnosis = diagnosis;
    this.before = before;
    this.log = log;
  }

  /// @param witness the host that the diagnosis is of; without its snapshot there is nothing to replay
  public static List<Proof> of(Diagnosis diagnosis, Witness witness) {
    if (witness.host().isEmpty()) return List.of();
    List<Fix> fixes = Fixes.candidates(diagnosis, witness.host().get());
    if (fixes.isEmpty()) return List.of();
    var log = witness.log().map(TraceLog::packets).orElse(List.of()).stream().map(p -> Calibration.of(witness, p)).toList();
    var proofs = new Proofs(diagnosis, witness.host().get(), log);
    return fixes.stream().map(proofs::proof).toList();
  }

  private Proof proof(Fix fix) {
    Optional<Host> changed = fix.isCommand() ? applied(fix) : Optional.empty();
    if (changed.isEmpty()) return new Proof(fix, open("the effect of this fix"), Replay.NONE);
    Replay replay = Replay.of(log, before, changed.get());
    Disposition end = replay.sent().stream().filter(s -> diagnosis.seen().filter(p -> p == s.packet()).isPresent()).findFirst()
        .map(Replay.Sent::is).orElseGet(() -> open("the packet itself"));
    return new Proof(fix, end, replay);
  }

  private static Disposition open(String missing) {
    return new Disposition.Undetermined(Stage.Step.BEFORE_NETFILTER, missing, "");
  }

  private Optional<Host> applied(Fix fix) {
    try {
      return Optional.of(Change.parse(fix.command()).apply(before));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // a candidate that the host refuses, such as one with a gateway to be filled in
    }
  }
}
