package lasthop.netfilter;

/// What one test says of a packet, before negation.
///
/// NEVER: no, negated or not (a later fragment has no ports). UNKNOWN: not known well enough.
/// DEPENDS: cannot be known from one packet and one snapshot (random, history, unmodelled).
enum Result {
  YES, NO, NEVER, UNKNOWN, DEPENDS;

  static Result of(boolean holds) {
    return holds ? YES : NO;
  }
}
