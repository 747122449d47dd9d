package lasthop.explain;

import java.util.List;
import java.util.Optional;
import lasthop.answer.Phrase;
import lasthop.answer.Tone;
import lasthop.answer.Why;
import lasthop.nft.NftStep;
import lasthop.owner.Owner;
import lasthop.routing.RouteDecision;
import lasthop.traversal.Hop;

/// One hop in words: the rule behind it, and what a printed `policy` or `return` really was.
public final class HopText {
  private HopText() {}

  /// The rule or policy a hop rests on; empty where only the log is known.
  public static Optional<String> rule(Hop hop) {
    if (hop instanceof Hop.Named) return Optional.empty(); // all there is without a snapshot: no switch to link at start-up
    return switch (hop) {
      case Hop.Matched m -> Optional.of(m.rule().text());
      case Hop.Ended e -> Optional.of(e.chain().policy().map(p -> "policy " + p + " of " + e.chain().name())
          .orElse("end of " + e.chain().name() + ", back to its caller"));
      case Hop.Nft n -> switch (n.step()) {
        case NftStep.Matched m -> Optional.of(m.rule().toString());
        case NftStep.Policy p -> Optional.of("policy " + p.verdict() + " of " + p.chain());
        case NftStep.Missed _ -> Optional.empty();
      };
      case Hop.Named _, Hop.Routing _ -> Optional.empty();
    };
  }

  /// Who made the rule or chain a hop rests on; empty where nobody is known by it.
  public static Optional<Owner> owner(Hop hop) {
    if (hop instanceof Hop.Named) return Optional.empty();
    return switch (hop) {
      case Hop.Matched m -> Owner.of(m.rule());
      case Hop.Ended e -> Owner.of(e.chain());
      case Hop.Nft n -> switch (n.step()) {
        case NftStep.Matched m -> Owner.of(m.chain(), m.rule());
        case NftStep.Policy _, NftStep.Missed _ -> Optional.empty();
      };
      case Hop.Named _, Hop.Routing _ -> Optional.empty();
    };
  }

  /// The owner as a cell of a table.
  static List<Phrase> ownerCell(Hop hop) {
    return owner(hop).map(o -> List.of(Phrase.mark(o.toString(), Tone.QUIET))).orElse(List.of());
  }

  /// What the last line means; empty where it cannot be said.
  static Optional<Why> meaning(Hop hop) {
    if (hop instanceof Hop.Named named) return meaning(named);
    return switch (hop) {
      case Hop.Matched m -> Optional.of(Say.words(m.line().contains(":rule:") ? "rule " : "logged as " + kind(m.line())
          + ", but it is a rule without conditions: ").token(m.rule().text()).cite(m.rule().origin(), m.rule()).why());
      case Hop.Ended e when e.isPolicy() -> Optional.of(Say.words("no rule of ").token(e.chain().toString())
          .then(" decided: its policy is ").token(e.chain().policy().get().toString()).why());
      case Hop.Ended e -> Optional.of(Say.words("the end of ").token(e.chain().toString()).why());
      case Hop.Named named -> meaning(named);
      case Hop.Nft _, Hop.Routing _ -> Optional.empty();
    };
  }

  private static Optional<Why> meaning(Hop.Named hop) {
    if (hop.line().contains(":rule:")) return Optional.empty();
    return Optional.of(Say.mark("whether this is the " + kind(hop.line())
        + " or a rule without conditions cannot be said without the ruleset", Tone.UNSURE).why());
  }

  /// What stands in the row of something that printed no line.
  static List<Phrase> inferred(Hop hop) {
    if (!(hop instanceof Hop.Routing routing)) return List.of();
    return List.of(Phrase.mark(RouteAnswer.headline(routing.decision()),
        routing.decision() instanceof RouteDecision.Refused ? Tone.BAD : Tone.INFERRED));
  }

  private static String kind(String line) {
    return line.contains(":policy:") ? "policy" : "return";
  }
}
