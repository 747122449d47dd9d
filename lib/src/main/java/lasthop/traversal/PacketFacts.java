package lasthop.traversal;

/// What decides which chains a packet meets, beside where it is.
///
/// @param first whether it is the first packet of its connection, which alone meets the nat chains
/// @param tracked whether it belongs to a connection at all: neither INVALID nor exempted by NOTRACK
/// @param switched whether it is a frame between two ports of one bridge, shown to the IP hooks by bridge netfilter
/// @param looped whether it came back in by the loopback device: its connection has passed nat already
public record PacketFacts(boolean first, boolean tracked, boolean switched, boolean looped) {
  /// The first packet of a connection, from the wire or from a local process.
  public static final PacketFacts FIRST = new PacketFacts(true, true, false, false);

  /// Whether nat chains are consulted.
  ///
  /// @kernel v6.12 net/netfilter/nf_nat_core.c nf_nat_inet_fn
  public boolean meetsNat() {
    return first && tracked && !looped;
  }
}
