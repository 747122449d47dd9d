package lasthop.explain;

import java.util.List;
import lasthop.answer.Tone;
import lasthop.answer.Why;
import lasthop.fix.Proof;
import lasthop.ip.Prefix;

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
      says.then("; newly believed sources: " + share(proof.admitted()));
      says.token(String.join(" ", proof.admitted().stream().limit(NAMED).map(Object::toString).toList()));
      if (proof.admitted().size() > NAMED) says.then(" and so on");
    }
    return says.why();
  }

  /// How much of the address space they are, where there are too many to name.
  static String share(List<Prefix> prefixes) {
    if (prefixes.size() <= NAMED) return "";
    double share = prefixes.stream().mapToDouble(p -> Math.pow(2, -p.length())).sum();
    return "%d prefixes, %s %% of all addresses: ".formatted(prefixes.size(), share >= 0.01 ? Long.toString(Math.round(100 * share)) : "under 1");
  }
}
