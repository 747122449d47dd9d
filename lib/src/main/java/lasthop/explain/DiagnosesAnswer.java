package lasthop.explain;

import java.util.ArrayList;
import java.util.List;
import lasthop.answer.Answer;
import lasthop.answer.Tone;
import lasthop.answer.Why;
import lasthop.diagnose.Diagnoses;
import lasthop.diagnose.Diagnosis;

/// All packets of a case, fate by fate.
public final class DiagnosesAnswer {
  private DiagnosesAnswer() {}

  public static Answer of(Diagnoses all) {
    var reasons = new ArrayList<Why>();
    int lost = 0;
    int packets = 0;
    for (Diagnoses.Group group : all.groups()) {
      Diagnosis d = group.example();
      packets += group.packets().size();
      if (d.isSettled() && !d.gotThrough()) lost += group.packets().size();
      Say says = Say.words(Say.count(group.packets().size(), "packet") + (d.host().isEmpty() ? "" : " on " + d.host()) + ": ");
      says.marked(DispositionText.sentence(d.disposition()), DispositionText.tone(d.disposition()));
      if (!d.disposition().cause().toString().isEmpty()) says.then("  ").token(d.disposition().cause().toString());
      Why one = Say.words("the first: ").token("diagnose(trace(\"" + PacketLine.selector(group.packets().getFirst()) + "\"))").why();
      reasons.add(says.because(List.of(one)));
    }
    if (all.left() > 0) reasons.add(Say.mark(Say.count(all.left(), "packet") + " not looked at", Tone.UNSURE).why());
    String headline = packets == 0 ? "The logs hold no packet." : Say.count(packets, "packet") + ", " + lost + " lost, in "
        + Say.count(all.groups().size(), "group") + " by host, place and cause.";
    return Answer.of(headline, Why.NONE.because(reasons));
  }
}
