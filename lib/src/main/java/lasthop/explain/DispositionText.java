package lasthop.explain;

import lasthop.answer.Tone;
import lasthop.traversal.Cause;
import lasthop.traversal.Disposition;
import lasthop.traversal.Stage;

/// What became of a packet, in words.
final class DispositionText {
  private DispositionText() {}

  static Say verdict(Disposition end) {
    Say says = Say.mark("VERDICT ", Tone.QUIET).marked(word(end), tone(end));
    if (!end.where().isEmpty()) says.then(" at ").token(end.where());
    if (!end.cause().toString().isEmpty()) says.then(", ").token(end.cause().toString());
    return says;
  }

  /// One sentence.
  static String sentence(Disposition end) {
    return switch (end) {
      case Disposition.Delivered d when d.at() == Stage.Step.KERNEL -> d.cause() == Cause.ICMP_ECHO ? "Delivered: the kernel itself answers it." : "Delivered to the kernel itself.";
      case Disposition.Delivered _ -> "Delivered to a socket of this host.";
      case Disposition.Transmitted t -> (t.forwarded() ? "Forwarded" : "Sent") + " by " + t.oif() + ".";
      case Disposition.Dropped d when d.cause() == Cause.RULE_REJECT -> "Dropped at " + d.where() + ": a rule rejects it, and such a packet gets no answer.";
      case Disposition.Dropped d when d.cause() == Cause.NONE -> "Dropped at " + place(d.at(), d.where()) + ".";
      case Disposition.Dropped d -> "Dropped at " + place(d.at(), d.where()) + ": " + CauseText.of(d.cause()) + ".";
      case Disposition.Rejected r -> "Rejected at " + r.where() + " with " + r.with() + ".";
      case Disposition.Refused r -> "Refused by the local stack: " + CauseText.of(r.cause()) + (r.with().isEmpty() ? "." : " (" + r.with() + ").");
      case Disposition.Queued q -> "Given to a queue at " + q.where() + ": the program behind it decides.";
      case Disposition.NeverArrived _ -> "It never reached this host.";
      case Disposition.Passed p -> "It came out of " + p.at() + "; what follows was not looked at.";
      case Disposition.Lost l -> "The lines end after " + l.after() + ", and more should have come.";
      case Disposition.Undetermined u -> "Not settled: " + u.missing() + (u.collect().isEmpty() ? "." : ". Collect: " + u.collect());
    };
  }

  private static String place(Stage at, String where) {
    return at instanceof Stage.Step step ? StageText.name(step) : where;
  }

  static String word(Disposition end) {
    if (!end.verdict().isEmpty()) return end.verdict();
    return end instanceof Disposition.Lost ? "lost" : "not settled";
  }

  static Tone tone(Disposition end) {
    if (end.gotThrough() || end instanceof Disposition.Passed) return Tone.GOOD;
    return end.isEnded() ? Tone.BAD : Tone.UNSURE;
  }
}
