package lasthop;

import java.util.List;
import java.util.Optional;
import lasthop.answer.Answer;
import lasthop.diagnose.Answered;
import lasthop.diagnose.Diagnose;
import lasthop.diagnose.Diagnosis;
import lasthop.diagnose.Wanted;
import lasthop.diagnose.Witness;
import lasthop.explain.DiagnosisAnswer;
import lasthop.fix.Proof;
import lasthop.fix.Proofs;
import lasthop.json.Result;

/// Where a packet stopped on the hosts of a case, why, and what would help.
///
/// @param hosts in the order the packet met them, then those it did not
public record Diagnosed(List<Witness> witnesses, Wanted packet, List<Diagnosis> hosts) {
  public Diagnosed {
    hosts = List.copyOf(hosts);
  }

  static Diagnosed of(List<Witness> witnesses, Wanted packet) {
    return new Diagnosed(witnesses, packet, Diagnose.packet(witnesses, packet));
  }

  /// The host where it was decided.
  public Diagnosis decisive() {
    return DiagnosisAnswer.decisive(hosts);
  }

  /// Whether the packet got through every host that has something to say of it.
  public boolean gotThrough() {
    return hosts.stream().anyMatch(Diagnosis::gotThrough) && hosts.stream().allMatch(d -> d.gotThrough() || !d.isSettled());
  }

  /// The fixes of the deciding host, narrowest first, each replayed; for the answer where that is what is lost.
  public List<Proof> fixes() {
    Diagnosis at = decisive();
    if (!at.gotThrough()) return Witness.named(witnesses, at.host()).map(w -> Proofs.of(at, w)).orElse(List.of());
    return lostAnswer().flatMap(lost -> Witness.named(witnesses, lost.host()).map(w -> Proofs.of(lost, w))).orElse(List.of());
  }

  private Optional<Answered> lostAnswer() {
    return Diagnose.reverse(witnesses, hosts).filter(Answered::isLost);
  }

  /// The same question about the answer, from the packet's destination back to its source: the logged one where a host
  /// logged it, else one sent through the model.
  public Answer reverse() {
    return Diagnose.answer(witnesses, hosts).map(p -> of(witnesses, Diagnose.of(p)).answer())
        .orElseGet(() -> DiagnosisAnswer.reverse(Diagnose.reverse(witnesses, hosts)));
  }

  public Result result() {
    return new Result.Diagnoses(hosts, fixes());
  }

  public Answer answer() {
    return DiagnosisAnswer.of(hosts, fixes(), witnesses.stream().flatMap(w -> w.host().stream()).flatMap(h -> h.report().notes().stream()).toList());
  }

  @Override public String toString() {
    return answer().headline();
  }
}
