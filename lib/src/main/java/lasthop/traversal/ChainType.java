package lasthop.traversal;

/// What a base chain may do beside filtering.
///
/// @kernel v6.12 include/net/netfilter/nf_tables.h enum nft_chain_types
public enum ChainType {
  /// Accepts and drops.
  FILTER,
  /// Consulted for the first packet of a connection only; its verdict is kept for the rest.
  NAT,
  /// On OUTPUT: a changed mark, address or type of service makes the kernel look up the route again (`mangle`).
  ROUTE
}
