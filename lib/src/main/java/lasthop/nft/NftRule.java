package lasthop.nft;

import java.util.List;
import lasthop.text.Origin;
import lasthop.text.Words;

/// One rule of a chain.
///
/// @param number its place in the chain, counted from 1
/// @param handle the kernel's number, unique in its table; 0 when listed without `-a`
/// @param statements what it demands and does, left to right
/// @param comment its comment, without quotes; data, to be shown through `Printable`; empty for none
/// @param text the rule as an operator reads it: as nft lists it, without handle, or as `iptables-save` does
/// @param shown the rule as nft lists it; empty where nft did not list it
public record NftRule(int number, long handle, List<Statement> statements, String comment, String text, String shown,
    Origin origin) {
  public NftRule {
    statements = List.copyOf(statements);
  }

  /// Whether `nft monitor trace` prints this rule so. Counters are left out: the monitor shows them as they were when
  /// it began.
  public boolean isShownAs(String printed) {
    return !shown.isEmpty() && uncounted(shown).equals(uncounted(printed));
  }

  private static String uncounted(String rule) {
    var words = new Words(rule);
    var left = new StringBuilder(rule.length());
    while (words.hasNext()) {
      String word = words.next();
      left.append(word).append(' ');
      if (!word.equals("counter") || !words.take("packets")) continue;
      words.next();
      if (words.take("bytes")) words.next();
    }
    return left.toString();
  }

  @Override public String toString() {
    return text;
  }
}
