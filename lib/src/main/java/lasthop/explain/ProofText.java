package lasthop.explain;

import lasthop.answer.Tone;
import lasthop.answer.Why;
import lasthop.fix.Proof;

/// What replaying a fix showed.
final class ProofText {
  /// So many prefixes are named; the rest are counted.
  private static final int NAMED = 6;

  private ProofText() {}

  static Why why(Proof proof) {
    if (!proof.fix().isCommand()) return Say.mark("not replayed", Tone.UNSURE).then(": it is not a change of this host").why();
    Say says = proof.works() ? Say.mark("replayed: it gets through", Tone.GOOD) : Say.mark("replayed: it does not get through", Tone.BAD);
    says.then(" (" + DispositionText.sentence(proof.outcome()) + ") ");
    says.then(proof.fixed() + " fixed, " + proof.broken() + " broken, " + proof.unchanged() + " unchanged in this log");
    if (!proof.admitted().isEmpty()) {
      says.then("; newly believed sources: ");
      String named = String.join(" ", proof.admitted().stream().limit(NAMED).map(Object::toString).toList());
      says.token(named);
      if (proof.admitted().size() > NAMED) says.then(" and " + (proof.admitted().size() - NAMED) + " more");
    }
    return says.why();
  }
}
