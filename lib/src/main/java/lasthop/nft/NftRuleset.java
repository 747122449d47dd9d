package lasthop.nft;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import lasthop.ip.Family;
import lasthop.netfilter.Hook;
import lasthop.netfilter.Ruleset;
import lasthop.text.Report;

/// All nftables rules of a host, as `nft list ruleset` shows them.
///
/// @param tables in listed order, which is the order they were made
/// @param report what was not understood, with its lines
public record NftRuleset(List<NftTable> tables, Report report) {
  public static final NftRuleset EMPTY = new NftRuleset(List.of(), Report.EMPTY);

  public NftRuleset {
    tables = List.copyOf(tables);
  }

  /// Reads a listing with or without handles. What is not understood stands in the report.
  ///
  /// @param file the name origins cite
  public static NftRuleset parse(String file, String text) {
    return new RulesetReader(file, text).ruleset();
  }

  public Optional<NftTable> table(NftFamily family, String name) {
    for (NftTable table : tables) {
      if (table.family() == family && table.name().equals(name)) return Optional.of(table);
    }
    return Optional.empty();
  }

  /// The rules of an iptables listing as iptables-nft puts them into nftables, for hosts without a listing by nft.
  public static NftRuleset of(Ruleset iptables) {
    return new NftRuleset(IptablesTables.made(iptables), Report.EMPTY);
  }

  /// The same ruleset in which the rules of tables that iptables-nft wrote are those of its own listing: nft 1.0.6
  /// shows iptables extensions without their comments and sometimes without what they ask. Chains and policies are
  /// those of that listing too; handles are kept where both show as many rules.
  public NftRuleset with(Ruleset iptables) {
    return new NftRuleset(IptablesTables.joined(tables, iptables), report);
  }

  /// Both rulesets, this one's tables first.
  public NftRuleset plus(NftRuleset other) {
    var all = new ArrayList<>(tables);
    all.addAll(other.tables);
    return new NftRuleset(all, report.plus(other.report));
  }

  /// The base chains a packet meets at a hook, in the kernel's order: by the priority they really run at, nat
  /// chains among themselves by their own. Of equal priorities the one made last runs first; the listing shows
  /// tables and chains in the order they were made. Chains of dormant tables are left out.
  ///
  /// @kernel v6.12 net/netfilter/core.c nf_hook_entries_grow
  public List<NftChain> on(Family family, Hook hook) {
    return inOrder(table -> table.family().sees(family), base -> base.hook() == NftHook.of(hook));
  }

  /// The base chains a packet meets as it comes in by a device (INGRESS: before all else) or leaves by it (EGRESS:
  /// after all else), in the kernel's order.
  public List<NftChain> on(NftHook hook, String device) {
    return inOrder(_ -> true, base -> base.hook() == hook && base.devices().contains(device));
  }

  /// The base chains of family bridge that a frame meets on a hook.
  public List<NftChain> ofBridge(Hook hook) {
    return inOrder(table -> table.family() == NftFamily.BRIDGE, base -> base.hook() == NftHook.of(hook));
  }

  private List<NftChain> inOrder(Predicate<NftTable> which, Predicate<NftBase> where) {
    var found = new ArrayList<NftChain>();
    for (NftTable table : tables) {
      if (table.dormant() || !which.test(table)) continue;
      for (NftChain chain : table.chains().values()) {
        if (chain.base().filter(where).isPresent()) found.add(chain);
      }
    }
    Collections.reverse(found);
    found.sort(NftRuleset::byPriority);
    return found;
  }

  private static int byPriority(NftChain a, NftChain b) {
    NftBase one = a.base().orElseThrow();
    NftBase other = b.base().orElseThrow();
    int byEffect = Integer.compare(one.effectivePriority(), other.effectivePriority());
    return byEffect != 0 ? byEffect : Integer.compare(one.priority(), other.priority());
  }
}
