package lasthop.collect;

/// The parts of the kernel that can trace a packet; which is right depends on where the rules are.
public enum Tracer {
  /// iptables-legacy: target TRACE, lines in the kernel log.
  LEGACY,
  /// iptables-nft: target TRACE, shown by xtables-monitor.
  IPTABLES_NFT,
  /// nftables: `meta nftrace set 1`, shown by `nft monitor trace`.
  NFT
}
