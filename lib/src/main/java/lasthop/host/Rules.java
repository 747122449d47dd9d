package lasthop.host;

import java.util.Map;
import lasthop.ip.Family;
import lasthop.netfilter.Backend;
import lasthop.netfilter.IptablesSave;
import lasthop.netfilter.Ruleset;
import lasthop.nft.NftRuleset;
import lasthop.nft.NftTable;

/// The packet filter of a host, read from its texts when first asked for: a route lookup never pays for it.
///
/// Seen from outside immutable, and safe to share between threads.
public final class Rules {
  private final Map<String, String> texts;
  private volatile Ruleset ipv4;
  private volatile Ruleset ipv6;
  private volatile NftRuleset nft;

  private Rules(Map<String, String> texts) {
    this.texts = texts;
  }

  static Rules of(Map<String, String> texts) {
    return new Rules(texts);
  }

  /// A copy with the rules of one family replaced.
  public Rules with(Ruleset changed) {
    var copy = new Rules(texts);
    boolean v4 = changed.family() == Family.IPV4;
    copy.ipv4 = v4 ? changed : ipv4;
    copy.ipv6 = v4 ? ipv6 : changed;
    copy.nft = nft;
    return copy;
  }

  /// A copy with all nftables rules replaced.
  public Rules with(NftRuleset changed) {
    var copy = new Rules(texts);
    copy.ipv4 = ipv4;
    copy.ipv6 = ipv6;
    copy.nft = changed;
    return copy;
  }

  /// The rules of `iptables-save.txt` or `ip6tables-save.txt`, in whichever part of the kernel they stand.
  public Ruleset listed(Family family) {
    boolean v4 = family == Family.IPV4;
    Ruleset ready = v4 ? ipv4 : ipv6;
    if (ready != null) return ready;
    String file = v4 ? "iptables-save.txt" : "ip6tables-save.txt";
    String text = texts.get(file);
    Ruleset read = text == null ? Ruleset.empty(family) : IptablesSave.read(text, file, family);
    if (v4) ipv4 = read;
    else ipv6 = read;
    return read;
  }

  /// The rules in the kernel's legacy tables: none when the listing is iptables-nft's view of nftables.
  public Ruleset legacy(Family family) {
    Ruleset listed = listed(family);
    return isNftView(listed) ? Ruleset.empty(family) : listed;
  }

  /// All nftables rules, those of iptables-nft included; none without `nft-ruleset.txt`.
  public NftRuleset nft() {
    NftRuleset ready = nft;
    if (ready != null) return ready;
    String text = texts.get("nft-ruleset.txt");
    NftRuleset read = text == null ? NftRuleset.EMPTY : NftRuleset.parse("nft-ruleset.txt", text);
    nft = read;
    return read;
  }

  /// Whether nftables holds the tables the listing shows, and the listing does not say that it is the legacy tool's.
  private boolean isNftView(Ruleset listed) {
    if (listed.backend() == Backend.LEGACY) return false;
    for (NftTable table : nft().tables()) {
      boolean named = listed.tables().stream().anyMatch(t -> t.kind().text().equals(table.name()));
      if (table.byIptables() && table.family().sees(listed.family()) && named) return true;
    }
    return listed.backend() == Backend.NFT && texts.containsKey("nft-ruleset.txt");
  }
}
