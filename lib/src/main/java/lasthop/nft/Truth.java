package lasthop.nft;

import lasthop.netfilter.Doubt;

/// Whether a condition holds: for certain, or how likely and why that is open.
///
/// @param probability 1 for yes, 0 for no, between them for a random draw, -1 where nobody can say
/// @param kind and `why`: of what is open; without meaning for a plain yes or no
/// @param likely what to assume first where nobody can say
record Truth(double probability, Doubt.Kind kind, String why, boolean likely) {
  static final Truth YES = new Truth(1, Doubt.Kind.UNKNOWN, "", true);
  static final Truth NO = new Truth(0, Doubt.Kind.UNKNOWN, "", false);

  static Truth of(boolean holds) {
    return holds ? YES : NO;
  }

  static Truth open(Doubt.Kind kind, String why, boolean likely) {
    return new Truth(-1, kind, why, likely);
  }

  static Truth open(Datum.Unknown unknown) {
    return open(unknown.kind(), unknown.why(), false);
  }

  boolean isYes() {
    return probability == 1;
  }

  boolean isNo() {
    return probability == 0;
  }

  Truth not() {
    if (probability < 0) return new Truth(-1, kind, why, !likely);
    return isYes() ? NO : isNo() ? YES : new Truth(1 - probability, kind, why, !likely);
  }

  /// Both of two independent conditions.
  Truth and(Truth other) {
    if (isNo() || other.isYes()) return this;
    if (other.isNo() || isYes()) return other;
    if (probability < 0 || other.probability < 0) return new Truth(-1, kind, why, likely && other.likely);
    return new Truth(probability * other.probability, kind, why, false);
  }

  /// One of two conditions that exclude each other, as elements of a set do.
  Truth or(Truth other) {
    if (isYes() || other.isNo()) return this;
    if (other.isYes() || isNo()) return other;
    if (probability < 0 || other.probability < 0) return new Truth(-1, kind, why, likely || other.likely);
    double sum = probability + other.probability;
    return sum > 1 - 1e-9 ? YES : new Truth(sum, kind, why, false);
  }
}
