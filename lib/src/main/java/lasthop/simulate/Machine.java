package lasthop.simulate;

import java.util.List;
import java.util.Optional;
import lasthop.host.Host;
import lasthop.ip.Family;
import lasthop.link.Link;
import lasthop.netfilter.Ruleset;
import lasthop.netfilter.Table;
import lasthop.netfilter.TableKind;
import lasthop.nft.NftChain;
import lasthop.nft.NftRuleset;
import lasthop.nft.NftTable;
import lasthop.routing.RoutingState;
import lasthop.text.Origin;
import lasthop.traversal.Pipeline;
import lasthop.traversal.Stage;

/// A host made ready to send packets of one family through: its rules and the pipeline they make. Immutable; build it
/// once for many packets.
///
/// @param rules the iptables rules that stand in the kernel's legacy tables
/// @param nft the nftables rules, those of iptables-nft included
/// @param arriving what packets with ports are routed by that come in
record Machine(Host host, Family family, Ruleset rules, NftRuleset nft, Pipeline pipeline, RoutingState arriving,
    Indexes indexes) {
  private static final List<String> RULES = List.of("iptables-save.txt", "ip6tables-save.txt", "iptables-legacy-save.txt", "ip6tables-legacy-save.txt",
      "iptables-nft-save.txt", "ip6tables-nft-save.txt");
  private static final String SEED = "net.ipv4.fib_multipath_hash_seed";

  static Machine of(Host host, Family family, Ruleset rules, NftRuleset nft) {
    return new Machine(host, family, rules, nft, Pipeline.of(rules, nft), arriving(host, family), new Indexes());
  }

  /// Where flows are spread by their ports, a packet that comes in is spread by the hash that its device or its sender
  /// gave it, if it has one: a secret, and another one when it is sent again. So it may be where no text says how they are.
  ///
  /// @kernel v6.12 net/ipv4/route.c fib_multipath_hash case 1 (skb->l4_hash); net/ipv6/route.c rt6_multipath_hash
  private static RoutingState arriving(Host host, Family family) {
    String policy = "net." + (family == Family.IPV4 ? "ipv4" : "ipv6") + ".fib_multipath_hash_policy";
    boolean byPorts = host.sysctls().entry(policy).isEmpty() || host.sysctls().number(policy, 0) == 1;
    return byPorts && host.sysctls().number(SEED, 0) != 0 ? host.routing().withSysctls(host.sysctls().with(SEED, "0", Origin.NONE)) : host.routing();
  }

  /// Whether connections are tracked here.
  boolean tracks() {
    return pipeline.tracking().connections();
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

  NftTable nftTable(NftChain chain) {
    return nft.table(chain.family(), chain.table()).orElseThrow();
  }

  /// Whether packets put themselves into a set of ipset, or out of it, so that its listing is only one moment of it.
  boolean changes(String set) {
    return indexes.changing(set, () -> RULES.stream().flatMap(file -> host.text(file).stream())
        .anyMatch(text -> text.contains("--add-set " + set + " ") || text.contains("--del-set " + set + " ")));
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

  /// Whether a listed parameter is 0.
  boolean isOff(String name) {
    return sysctl(name, -1) == 0;
  }

  /// Whether bridges show switched frames to the IP hooks.
  boolean bridgeCallsIptables() {
    String key = family == Family.IPV4 ? "iptables" : "ip6tables";
    return sysctl("net.bridge.bridge-nf-call-" + key, 0) != 0;
  }
}
