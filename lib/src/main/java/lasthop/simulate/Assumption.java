package lasthop.simulate;

import lasthop.text.Origin;

/// What one outcome takes for granted, because neither packet nor texts settle it.
///
/// @param about the words of the rule, or the thing, that cannot be settled: `--limit 1/min`, `ss.txt`
/// @param taken what was assumed of it: `holds`, `does not hold`, or a clause
/// @param probability how likely that is, 0 to 1; -1 where nobody can say
/// @param origin the rule or route; unknown where it comes from none
public record Assumption(Kind kind, String about, String taken, double probability, Origin origin) {
  /// RANDOM: drawn per packet. HISTORY: depends on earlier packets or the clock. UNKNOWN: packet or host are not known
  /// well enough. UNMODELLED: this program does not know the words. UNLISTED: a list does not show what should have stood
  /// there, and may have lost it since.
  public enum Kind { RANDOM, HISTORY, UNKNOWN, UNMODELLED, UNLISTED }
}
