package lasthop.explain;

import java.util.Arrays;
import java.util.Optional;
import lasthop.diagnose.Diagnosis;
import lasthop.diagnose.Fact;
import lasthop.diagnose.Finding;
import lasthop.traversal.Cause;

/// A finding in one sentence.
public final class FindingText {
  private FindingText() {}

  public static String message(Finding finding, Diagnosis diagnosis) {
    if (isLostAnswer(finding)) return sentence(FactText.words(finding.evidence().getFirst().fact()));
    return switch (finding.code()) {
      case Finding.SENT, Finding.FORWARDED, Finding.DELIVERED -> DispositionText.sentence(diagnosis.disposition());
      case Finding.UNKNOWN -> DispositionText.sentence(diagnosis.disposition());
      case Finding.LEGACY_NFT_MIX -> "Both iptables back ends hold rules: a packet must pass both, and a TRACE log of one shows nothing of the other.";
      case Finding.NO_SNAT -> "A private source leaves untranslated: an answer comes back only if whoever is there has a route to it.";
      case Finding.NAT_ACCEPTED_EARLY -> "An ACCEPT in nat ends that chain, so the rules after it are never reached.";
      case Finding.OTHER_WAY_BACK -> sentence(FactText.words(finding.evidence().getFirst().fact())) + " Whoever is there may drop it for its source.";
      case Finding.ROUTING_LOOP -> "It goes in a circle: " + FactText.words(finding.evidence().getFirst().fact()) + ".";
      case Finding.TRACE_INCOMPLETE -> "The log lost records, so what is absent from it proves nothing.";
      default -> cause(finding.code()).filter(c -> c != diagnosis.disposition().cause()).map(CauseText::of).map(FindingText::sentence)
          .orElseGet(() -> DispositionText.sentence(diagnosis.disposition()));
    };
  }

  static boolean isLostAnswer(Finding finding) {
    return !finding.evidence().isEmpty() && finding.evidence().getFirst().fact() instanceof Fact.AnswerLost;
  }

  private static Optional<Cause> cause(String code) {
    return Arrays.stream(Cause.values()).filter(c -> c.toString().equals(code)).findFirst();
  }

  static String sentence(String clause) {
    if (clause.isEmpty()) return clause;
    return Character.toUpperCase(clause.charAt(0)) + clause.substring(1) + (clause.endsWith(".") ? "" : ".");
  }
}
