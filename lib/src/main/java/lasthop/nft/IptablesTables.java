package lasthop.nft;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lasthop.netfilter.Chain;
import lasthop.netfilter.Rule;
import lasthop.netfilter.Ruleset;
import lasthop.netfilter.Table;
import lasthop.netfilter.TableKind;

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

  /// Tables with each rule of iptables-nft replaced by the one in the same place of the same chain of its listing.
  static List<NftTable> joined(List<NftTable> tables, Ruleset iptables) {
    var joined = new ArrayList<NftTable>();
    for (NftTable table : tables) {
      boolean same = table.byIptables() && table.family().sees(iptables.family());
      Optional<Table> listed = same ? TableKind.of(table.name()).flatMap(iptables::table) : Optional.empty();
      joined.add(listed.isPresent() ? joined(table, listed.get()) : table);
    }
    return joined;
  }

  private static NftTable joined(NftTable table, Table listed) {
    var chains = new LinkedHashMap<String, NftChain>();
    for (NftChain chain : table.chains().values()) {
      Optional<Chain> same = listed.chain(chain.name()).filter(c -> c.size() == chain.rules().size());
      chains.put(chain.name(), same.isPresent() ? joined(chain, same.get()) : chain);
    }
    return new NftTable(table.family(), table.name(), table.handle(), table.dormant(), table.byIptables(), chains,
        table.sets(), table.origin());
  }

  private static NftChain joined(NftChain chain, Chain listed) {
    var rules = new ArrayList<NftRule>();
    for (NftRule rule : chain.rules()) {
      Rule iptables = listed.rule(rule.number());
      rules.add(new NftRule(rule.number(), rule.handle(), List.of(new Statement.Iptables(iptables, iptables.text())),
          rule.comment(), iptables.text(), iptables.origin()));
    }
    return new NftChain(chain.family(), chain.table(), chain.name(), chain.handle(), chain.base(), rules, chain.origin());
  }
}
