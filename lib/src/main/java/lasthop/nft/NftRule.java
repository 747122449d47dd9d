package lasthop.nft;

import java.util.List;
import lasthop.text.Origin;

/// One rule of a chain.
///
/// @param number its place in the chain, counted from 1
/// @param handle the kernel's number, unique in its table; 0 when listed without `-a`
/// @param statements what it demands and does, left to right
/// @param comment its comment, without quotes; data, to be shown through `Printable`; empty for none
/// @param text the rule as listed, without handle
public record NftRule(int number, long handle, List<Statement> statements, String comment, String text, Origin origin) {
  public NftRule {
    statements = List.copyOf(statements);
  }

  @Override public String toString() {
    return text;
  }
}
