package lasthop.nft;

import java.util.Map;
import java.util.Set;

/// Which tables iptables-nft writes. Newer versions of nft say so; older ones leave it to be seen.
final class IptablesTables {
  private static final Set<String> NAMES = Set.of("raw", "mangle", "nat", "filter", "security");
  private static final Set<String> HOOKS = Set.of("PREROUTING", "INPUT", "FORWARD", "OUTPUT", "POSTROUTING");

  private IptablesTables() {}

  /// Whether family, name and base chains are those iptables-nft makes: base chains are called like their hook, in
  /// capitals.
  ///
  /// @kernel iptables iptables/nft.c xtables_ipv4
  static boolean isLaidOutLike(NftFamily family, String name, Map<String, NftChain> chains) {
    if (family != NftFamily.IP && family != NftFamily.IP6 || !NAMES.contains(name)) return false;
    boolean any = false;
    for (NftChain chain : chains.values()) {
      if (chain.base().isEmpty()) continue;
      any = true;
      if (!HOOKS.contains(chain.name()) || !chain.base().get().hook().name().equals(chain.name())) return false;
    }
    return any;
  }
}
