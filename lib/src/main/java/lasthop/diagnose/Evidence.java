package lasthop.diagnose;

import lasthop.text.Origin;

/// One thing a diagnosis rests on.
///
/// @param origin the line it was read from; [Origin#NONE] where it was reasoned
/// @param quoted that line or item, raw; empty for none
public record Evidence(Basis basis, Fact fact, Origin origin, String quoted) {

  /// OBSERVED: a line says it. DERIVED: it follows from texts. ASSUMED: no text says it.
  public enum Basis { OBSERVED, DERIVED, ASSUMED }

  static Evidence observed(Fact fact, Origin origin, Object quoted) {
    return new Evidence(Basis.OBSERVED, fact, origin, quoted.toString());
  }

  static Evidence derived(Fact fact, Origin origin, Object quoted) {
    return new Evidence(Basis.DERIVED, fact, origin, quoted.toString());
  }

  static Evidence derived(Fact fact) {
    return new Evidence(Basis.DERIVED, fact, Origin.NONE, "");
  }

  /// A rule, where the ruleset has it.
  static Evidence rule(String rule, Origin origin) {
    return derived(new Fact.RuleSays(rule), origin, rule);
  }

  static Evidence assumed(Fact fact, Origin origin) {
    return new Evidence(Basis.ASSUMED, fact, origin, "");
  }

  static Evidence assumed(Fact fact) {
    return new Evidence(Basis.ASSUMED, fact, Origin.NONE, "");
  }
}
