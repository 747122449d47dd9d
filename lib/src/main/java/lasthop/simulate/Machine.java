package lasthop.simulate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lasthop.host.Host;
import lasthop.ip.Family;
import lasthop.link.Link;
import lasthop.netfilter.Hook;
import lasthop.netfilter.Ruleset;
import lasthop.netfilter.Table;
import lasthop.netfilter.TableKind;
import lasthop.nft.NftChain;
import lasthop.nft.NftRuleset;
import lasthop.traversal.ChainType;
import lasthop.traversal.Pipeline;
import lasthop.traversal.Stage;

/// A host made ready to send packets of one family through: its rules and the pipeline they make. Immutable; build it
/// once for many packets.
///
/// @param rules the iptables rules that stand in the kernel's legacy tables
/// @param nft the nftables rules, those of iptables-nft included
record Machine(Host host, Family family, Ruleset rules, NftRuleset nft, Tracking tracking, Pipeline pipeline) {

  static Machine of(Host host, Family family, Ruleset rules, NftRuleset nft) {
    Tracking tracking = Tracking.of(rules);
    if (NftTracking.isNeeded(nft, family)) tracking = new Tracking(true, true);
    var chains = new ArrayList<Stage.Chain>();
    for (Table table : rules.tables()) {
      for (Hook hook : table.kind().hooks()) chains.add(Stage.Chain.of(table.kind(), hook));
    }
    for (Hook hook : Hook.values()) {
      for (NftChain chain : nft.on(family, hook)) chains.add(stage(chain, hook));
    }
    return new Machine(host, family, rules, nft, tracking, new Pipeline(chains, tracking.connections()));
  }

  private static Stage.Chain stage(NftChain chain, Hook hook) {
    var base = chain.base().orElseThrow();
    ChainType type = switch (base.type()) {
      case "nat" -> ChainType.NAT;
      case "route" -> ChainType.ROUTE;
      default -> ChainType.FILTER;
    };
    return new Stage.Chain(lasthop.netfilter.Backend.NFT, chain.table(), chain.name(), type, hook, base.effectivePriority());
  }

  Optional<Table> table(String name) {
    return TableKind.of(name).flatMap(rules::table);
  }

  /// The base chain of nftables a stage stands for.
  NftChain nftChain(Stage.Chain stage) {
    List<NftChain> found = nft.on(family, stage.hook()).stream()
        .filter(c -> c.table().equals(stage.table()) && c.name().equals(stage.name())).toList();
    return found.getFirst();
  }

  Optional<Link> link(String name) {
    return host.links().link(name);
  }

  /// `net.ipv4.conf.…`: the larger of `all` and the device, for parameters that combine so.
  long orAll(String device, String key, long otherwise) {
    String net = family == Family.IPV4 ? "ipv4" : "ipv6";
    long all = sysctl("net." + net + ".conf.all." + key, otherwise);
    return Math.max(all, sysctl("net." + net + ".conf." + device + "." + key, otherwise));
  }

  long sysctl(String name, long otherwise) {
    return host.sysctls().number(name, otherwise);
  }

  /// Whether bridges show switched frames to the IP hooks.
  boolean bridgeCallsIptables() {
    String key = family == Family.IPV4 ? "iptables" : "ip6tables";
    return sysctl("net.bridge.bridge-nf-call-" + key, 0) != 0;
  }
}
