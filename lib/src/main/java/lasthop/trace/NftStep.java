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

  /// nft's spelling of a verdict of either tool: `JUMP:X` becomes `jump X`. xtables-monitor has no word for some and
  /// prints the number: `0xfffffffb` is `return`, and any whose low octet is 3 is `queue`, with flags and queue above it.
  ///
  /// @kernel v6.12 include/uapi/linux/netfilter.h NF_QUEUE, NF_VERDICT_MASK; net/netfilter/nf_tables.h NFT_RETURN
  static String verdict(String printed) {
    int colon = printed.indexOf(':');
    if (colon >= 0) return printed.substring(0, colon).toLowerCase(Locale.ROOT) + " " + printed.substring(colon + 1);
    if (printed.equals("0xfffffffb")) return "return";
    if (printed.startsWith("0x") && isQueue(printed.substring(2))) return "queue";
    return printed.toLowerCase(Locale.ROOT);
  }

  private static boolean isQueue(String hex) {
    try {
      return (Integer.parseUnsignedInt(hex, 16) & 0xff) == 3;
    } catch (NumberFormatException e) {
      return false;
    }
  }
}
