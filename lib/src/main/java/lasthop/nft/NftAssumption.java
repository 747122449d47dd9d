package lasthop.nft;

import lasthop.text.Origin;

/// What one way through a chain takes for granted, because packet and snapshot do not settle it.
///
/// @param rule where the question arose
/// @param what the words of the rule that cannot be settled
/// @param taken what was assumed of them: `matches`, `does not match`, or a value
/// @param probability how likely that is, 0 to 1; -1 where nobody can say
public record NftAssumption(NftRule rule, Kind kind, String what, String taken, double probability) {
  /// RANDOM: drawn per packet. HISTORY: depends on earlier packets or on the clock. UNKNOWN: packet or host are not
  /// known well enough. UNMODELLED: this program does not know the words.
  public enum Kind { RANDOM, HISTORY, UNKNOWN, UNMODELLED }

  public Origin origin() {
    return rule.origin();
  }
}
