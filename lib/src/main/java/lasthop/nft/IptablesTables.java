package lasthop.nft;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lasthop.ip.Family;
import lasthop.netfilter.Chain;
import lasthop.netfilter.Hook;
import lasthop.netfilter.Rule;
import lasthop.netfilter.Ruleset;
import lasthop.netfilter.Table;
import lasthop.netfilter.TableKind;
import lasthop.text.Origin;

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

  /// Tables in which those iptables-nft wrote have the rules of its listing.
  static List<NftTable> joined(List<NftTable> tables, Ruleset iptables) {
    var joined = new ArrayList<NftTable>();
    for (NftTable table : tables) {
      boolean same = table.byIptables() && table.family() == family(iptables);
      Optional<Table> listed = same ? TableKind.of(table.name()).flatMap(iptables::table) : Optional.empty();
      joined.add(listed.isPresent() ? joined(table, listed.get()) : table);
    }
    return joined;
  }

  /// The tables of a listing that iptables-nft made, as nftables holds them. Handles are not known.
  static List<NftTable> made(Ruleset iptables) {
    var made = new ArrayList<NftTable>();
    for (Table table : iptables.tables()) {
      var empty = new NftTable(family(iptables), table.kind().text(), 0, false, true, Map.of(), Map.of(), Origin.NONE);
      made.add(joined(empty, table));
    }
    return made;
  }

  private static NftFamily family(Ruleset iptables) {
    return iptables.family() == Family.IPV4 ? NftFamily.IP : NftFamily.IP6;
  }

  private static NftTable joined(NftTable table, Table listed) {
    var chains = new LinkedHashMap<String, NftChain>();
    for (Chain chain : listed.chains()) {
      chains.put(chain.name(), joined(table, chain, Optional.ofNullable(table.chains().get(chain.name()))));
    }
    return new NftTable(table.family(), table.name(), table.handle(), table.dormant(), table.byIptables(), chains,
        table.sets(), table.origin());
  }

  /// Handles hold where both listings have as many rules; else the listings are of different moments.
  private static NftChain joined(NftTable table, Chain listed, Optional<NftChain> shown) {
    List<NftRule> handles = shown.map(NftChain::rules).filter(r -> r.size() == listed.size()).orElse(List.of());
    var rules = new ArrayList<NftRule>();
    for (Rule rule : listed.rules()) {
      Optional<NftRule> same = handles.isEmpty() ? Optional.empty() : Optional.of(handles.get(rule.number() - 1));
      List<Statement> whole = List.of(new Statement.Iptables(rule, rule.text()));
      rules.add(new NftRule(rule.number(), same.map(NftRule::handle).orElse(0L), whole, String.join(" ", rule.comments()),
          rule.text(), same.map(NftRule::shown).orElse(""), rule.origin()));
    }
    return new NftChain(table.family(), table.name(), listed.name(), shown.map(NftChain::handle).orElse(0L),
        base(listed), rules, shown.map(NftChain::origin).orElse(Origin.NONE));
  }

  /// Where iptables-nft puts the table: behind nat, which the kernel's own priority of 50 is not.
  private static final int SECURITY = 150;

  /// @kernel iptables iptables/nft.c xtables_ipv4: types and priorities of the base chains
  private static Optional<NftBase> base(Chain chain) {
    if (chain.policy().isEmpty()) return Optional.empty();
    Hook hook = Hook.valueOf(chain.name());
    boolean route = chain.table() == TableKind.MANGLE && hook == Hook.OUTPUT;
    String type = chain.table() == TableKind.NAT ? "nat" : route ? "route" : "filter";
    NftVerdict policy = chain.policy().get().accepts() ? NftVerdict.ACCEPT : NftVerdict.DROP;
    int priority = chain.table() == TableKind.SECURITY ? SECURITY : chain.table().priority(hook);
    return Optional.of(new NftBase(type, NftHook.of(hook), List.of(), priority, policy));
  }
}
