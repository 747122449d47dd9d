package lasthop.nft;

import lasthop.netfilter.Doubt;
import lasthop.text.Origin;

/// What one way through a chain takes for granted, because packet and snapshot do not settle it.
///
/// @param rule where the question arose
/// @param what the words of the rule that cannot be settled
/// @param taken what was assumed: `matches`, `does not match`, or which element of a map was hit
/// @param why one clause: what is missing or why nobody can know
/// @param probability how likely that is, 0 to 1; -1 where nobody can say
public record NftAssumption(NftRule rule, Doubt.Kind kind, String what, String taken, String why, double probability) {

  public Origin origin() {
    return rule.origin();
  }
}
