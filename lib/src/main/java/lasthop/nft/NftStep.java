package lasthop.nft;

import lasthop.packet.Packet;

/// One thing that happened to a packet inside a base chain.
public sealed interface NftStep {
  NftChain chain();

  /// A rule matched whole.
  ///
  /// @param after the packet when the rule was done
  /// @param traced whether `nft monitor trace` shows it
  record Matched(NftChain chain, NftRule rule, NftVerdict verdict, Packet after, boolean traced) implements NftStep {}

  /// A rule did not match.
  ///
  /// @param failed the words of its first condition that did not hold
  record Missed(NftChain chain, NftRule rule, String failed) implements NftStep {}

  /// The base chain came to its end.
  record Policy(NftChain chain, NftVerdict verdict, Packet after, boolean traced) implements NftStep {}

  /// The line of the step in a verdict list, `table:chain:rule:V` or `table:chain:policy:V`; empty if a trace
  /// does not show it.
  default String hop() {
    return switch (this) {
      case Matched m when m.traced -> m.chain + ":rule:" + m.verdict;
      case Policy p when p.traced -> p.chain + ":policy:" + p.verdict;
      default -> "";
    };
  }
}
