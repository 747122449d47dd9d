package lasthop.traversal;

import lasthop.netfilter.Backend;
import lasthop.netfilter.Hook;
import lasthop.netfilter.TableKind;
import lasthop.nft.NftBase;
import lasthop.nft.NftChain;

/// One place a packet passes on its way through a host, spelled as verdicts name it (`where`).
public sealed interface Stage {

  /// The rules of one table on one hook: a base chain.
  ///
  /// @param backend LEGACY or NFT: both kinds of rules can stand on one hook
  /// @param table `mangle`; of a native nftables ruleset the table's own name
  /// @param name the chain's own name; of iptables the hook's
  /// @param priority lower runs first on a hook; -2^31 to 2^31-1
  /// @param own the chain's own priority: all nat chains of a hook run at one, in the order of their own
  /// @kernel v6.12 include/uapi/linux/netfilter_ipv4.h enum nf_ip_hook_priorities; net/netfilter/nf_nat_core.c nf_nat_register_fn
  record Chain(Backend backend, String table, String name, ChainType type, Hook hook, int priority, int own) implements Stage {
    /// The built-in chain an iptables table has on a hook.
    public static Chain of(TableKind kind, Hook hook) {
      boolean reroutes = kind == TableKind.MANGLE && hook == Hook.OUTPUT;
      ChainType type = reroutes ? ChainType.ROUTE : kind == TableKind.NAT ? ChainType.NAT : ChainType.FILTER;
      return new Chain(Backend.LEGACY, kind.text(), hook.name(), type, hook, kind.priority(hook), kind.priority(hook));
    }

    /// A base chain of nftables, where it really runs.
    public static Chain of(NftChain chain, Hook hook) {
      NftBase base = chain.base().orElseThrow();
      ChainType type = switch (base.type()) {
        case "nat" -> ChainType.NAT;
        case "route" -> ChainType.ROUTE;
        default -> ChainType.FILTER;
      };
      return new Chain(Backend.NFT, chain.table(), chain.name(), type, hook, base.effectivePriority(), base.priority());
    }

    // Written out for the start-up time of one-liners, as in Ip.
    @Override public boolean equals(Object other) {
      return other instanceof Chain c && hook == c.hook && priority == c.priority && own == c.own && backend == c.backend && type == c.type
          && table.equals(c.table) && name.equals(c.name);
    }

    @Override public int hashCode() {
      return (table.hashCode() * 31 + name.hashCode()) * 31 + hook.ordinal();
    }

    /// `mangle:PREROUTING`.
    @Override public String toString() {
      return table + ":" + name;
    }
  }

  /// What the kernel does between the chains.
  enum Step implements Stage {
    /// The device's receive path, where a frame for another link address ends.
    BEFORE_NETFILTER("before-netfilter"),
    /// Fragments are joined, before every chain of priority above -400.
    REASSEMBLY("reassembly"),
    /// The packet meets its connection.
    CONNTRACK("conntrack"),
    /// The route of a packet that came in, with source validation.
    ROUTING_INPUT("routing:input"),
    /// The route of a packet made here.
    ROUTING_OUTPUT("routing:output"),
    /// The time to live and the size of a packet to be forwarded.
    FORWARD_PATH("forward-path"),
    /// A bridge choosing the port of a switched frame.
    BRIDGE("bridge"),
    /// The next host's link address.
    NEIGHBOUR("neighbour"),
    /// The packet leaves by a device.
    DEVICE("device"),
    /// A process of this host.
    SOCKET("socket"),
    /// The kernel itself answers: echo requests, protocols nobody speaks.
    KERNEL("kernel");

    private final String where;

    Step(String where) {
      this.where = where;
    }

    @Override public String toString() {
      return where;
    }
  }
}
