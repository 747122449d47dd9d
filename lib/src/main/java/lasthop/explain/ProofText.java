package lasthop.explain;

import java.util.List;
import lasthop.answer.Tone;
import lasthop.answer.Why;
import lasthop.fix.Proof;
import lasthop.fix.Replay;
import lasthop.fix.Replay.Effect;
import lasthop.ip.Prefix;

/// What replaying a fix showed.
final class ProofText {
  /// So many prefixes are named; the rest are counted.
  private static final int NAMED = 6;

  private ProofText() {}

  static Why why(Proof proof) {
    if (!proof.fix().isCommand()) return Say.mark("not replayed", Tone.UNSURE).then(": it is not a change of this host").why();
    boolean open = proof.outcome().verdict().isEmpty();
    Say says = proof.leavesAnswerOpen() ? Say.mark("replayed: it gets through, its answer perhaps not", Tone.UNSURE)
        : proof.works() ? Say.mark("replayed: it gets through", Tone.GOOD)
        : open ? Say.mark("not proved", Tone.UNSURE)
        : Say.mark(proof.losesAnswer() ? "replayed: it gets through, its answer does not" : "replayed: it does not get through", Tone.BAD);
    says.then(" (" + DispositionText.sentence(proof.losesAnswer() || proof.leavesAnswerOpen() ? proof.answer().get() : proof.outcome()) + ") ");
    Replay all = proof.replay();
    says.then(all.with(Effect.FIXED).size() + " fixed, " + all.with(Effect.BROKEN).size() + " broken, "
        + (all.sent().size() - all.with(Effect.FIXED).size() - all.with(Effect.BROKEN).size()) + " unchanged in this log");
    if (!all.unjudged().isEmpty()) says.then(", " + all.unjudged().size() + " not judged");
    return says.because(all.admitted().entrySet().stream()
        .map(e -> Say.words("newly believed sources on ").token(e.getKey()).then(": ").then(sources(e.getValue())).why()).toList());
  }

  /// The prefixes by name, or how much of the address space they are where there are too many.
  static String sources(List<Prefix> prefixes) {
    if (prefixes.size() <= NAMED) return String.join(" ", prefixes.stream().map(Object::toString).toList());
    double share = prefixes.stream().mapToDouble(p -> Math.pow(2, -p.length())).sum();
    return "%d prefixes from %s on, %s %% of all addresses".formatted(prefixes.size(), prefixes.getFirst(),
        share >= 0.01 ? Long.toString(Math.round(100 * share)) : "under 1");
  }
}
