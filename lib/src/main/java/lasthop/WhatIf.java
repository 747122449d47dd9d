package lasthop;

import java.util.ArrayList;
import java.util.List;
import lasthop.answer.Answer;
import lasthop.diagnose.Calibration;
import lasthop.diagnose.Model;
import lasthop.diagnose.Witness;
import lasthop.explain.ChangeAnswer;
import lasthop.explain.ReplayAnswer;
import lasthop.fix.Replay;
import lasthop.whatif.Change;

/// Questions asked twice: on a host as it is, and as changes would leave it. Nothing is changed but the model.
///
/// @param changes in the order they are made
public record WhatIf(On before, On after, List<Change> changes) {
  public WhatIf {
    changes = List.copyOf(changes);
  }

  static WhatIf of(On on, Change change) {
    return new WhatIf(on, on.with(change.apply(on.host())), List.of(change));
  }

  /// A further change, on top of those before.
  public WhatIf whatIf(String command) {
    Change change = Change.parse(command);
    var all = new ArrayList<>(changes);
    all.add(change);
    return new WhatIf(before, after.with(change.apply(after.host())), all);
  }

  public Answer route(String src, String dst, String iif) {
    return compared(before.route(src, dst, iif).answer(), after.route(src, dst, iif).answer());
  }

  public Answer route(String words) {
    return compared(before.route(words).answer(), after.route(words).answer());
  }

  public Answer simulate(String packet) {
    return compared(before.simulate(packet).answer(), after.simulate(packet).answer());
  }

  /// What would become of a packet that the log shows, sent again.
  public Answer diagnose(Trace trace) {
    return compared(before.simulate(trace.again()).answer(), after.simulate(trace.again()).answer());
  }

  /// What would become of every packet that this host logged, first of all how far the model is to be believed.
  public Answer over(Packets packets) {
    Witness witness = Witnesses.of(before.files()).stream().filter(w -> w.host().filter(h -> h == before.host()).isPresent()).findFirst().orElseThrow();
    List<Calibration> own = packets.stream().filter(t -> t.host().filter(h -> h == before.host()).isPresent())
        .map(t -> Calibration.of(witness, t.packet())).toList();
    return ReplayAnswer.of(changes.stream().map(Change::command).toList(), Replay.of(own, before.host(), new Model(after.host())));
  }

  /// The same for all its packets.
  public Answer diagnose() {
    return over(new Packets(before.files().packets()));
  }

  public Answer rpfilter() {
    return compared(before.rpfilter(), after.rpfilter());
  }

  private Answer compared(Answer was, Answer is) {
    return ChangeAnswer.of(changes.stream().map(Change::command).toList(), was, is);
  }

  @Override public String toString() {
    return String.join("; ", changes.stream().map(Change::command).toList());
  }
}
