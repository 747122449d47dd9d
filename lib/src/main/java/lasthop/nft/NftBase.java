package lasthop.nft;

import java.util.List;

/// What makes a chain a base chain: where it is attached, and what happens at its end.
///
/// @param type `filter`, `nat` or `route`
/// @param devices of ingress and egress chains; empty otherwise
/// @param priority lower runs first
/// @param policy ACCEPT or DROP
public record NftBase(String type, NftHook hook, List<String> devices, int priority, NftVerdict policy) {
  public NftBase {
    devices = List.copyOf(devices);
  }

  public boolean isNat() {
    return type.equals("nat");
  }

  /// Where the chain really runs. The kernel hangs all nat chains of a hook into one place and keeps their own
  /// priorities only among themselves.
  ///
  /// @kernel v6.12 net/netfilter/nf_nat_core.c nf_nat_register_fn; nf_nat_proto.c nf_nat_ipv4_ops
  public int effectivePriority() {
    if (!isNat()) return priority;
    return hook == NftHook.PREROUTING || hook == NftHook.OUTPUT ? -100 : 100;
  }
}
