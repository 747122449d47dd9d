package lasthop.trace;

import java.util.Locale;

/// What `nft monitor trace` and `xtables-monitor --trace` say in place of a rule number.
///
/// @param id the trace id as printed; one packet may change it on its way
/// @param handle the nft handle of the rule; -1 where the tool did not print it
/// @param verdict `accept`, `drop`, `continue`, `return`, `jump X`, `goto X`, in nft's spelling
/// @param rule the rule's text as the tool printed it, as the rule was when the tool started; empty for none
public record NftStep(String id, long handle, String verdict, String rule) {
  public static final NftStep NONE = new NftStep("", -1, "", "");

  /// Whether an nft tool printed anything at all.
  boolean isNft() {
    return !id.isEmpty();
  }

  /// nft's spelling of a verdict of either tool: `JUMP:X` becomes `jump X`, the raw `0xfffffffb` becomes `return`.
  static String verdict(String printed) {
    int colon = printed.indexOf(':');
    if (colon >= 0) return printed.substring(0, colon).toLowerCase(Locale.ROOT) + " " + printed.substring(colon + 1);
    if (printed.equals("0xfffffffb")) return "return";
    if (printed.startsWith("0x") && printed.endsWith("0003")) return "queue"; // NF_QUEUE below the queue's number
    return printed.toLowerCase(Locale.ROOT);
  }
}
