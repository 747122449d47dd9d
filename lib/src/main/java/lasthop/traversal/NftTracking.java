package lasthop.traversal;

import lasthop.ip.Family;
import lasthop.nft.NftChain;
import lasthop.nft.NftRule;
import lasthop.nft.NftRuleset;
import lasthop.nft.NftTable;
import lasthop.nft.Statement;

/// Whether a native ruleset makes the kernel track connections of a family.
///
/// @kernel v6.12 net/netfilter/nft_ct.c nft_ct_get_init; nft_nat.c nft_nat_init
final class NftTracking {
  private NftTracking() {}

  static boolean isNeeded(NftRuleset rules, Family family) {
    for (NftTable table : rules.tables()) {
      if (table.family().sees(family) && isNeeded(table)) return true;
    }
    return false;
  }

  private static boolean isNeeded(NftTable table) {
    for (NftChain chain : table.chains().values()) {
      for (NftRule rule : chain.rules()) {
        if (isNeeded(rule)) return true;
      }
    }
    return false;
  }

  /// The words `ct …` ask for the connection wherever they stand in a rule.
  private static boolean isNeeded(NftRule rule) {
    for (Statement statement : rule.statements()) {
      if (statement instanceof Statement.Nat) return true;
      if (statement instanceof Statement.Note) continue;
      if (statement instanceof Statement.Iptables iptables) {
        if (Tracking.needsConnections(iptables.rule())) return true;
        continue;
      }
      String text = statement.text();
      if (text.startsWith("ct ") || text.contains(" ct ")) return true;
    }
    return false;
  }
}
