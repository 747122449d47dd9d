package lasthop.nft;

import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import lasthop.netfilter.Surroundings;
import lasthop.netfilter.Surroundings.CtState;
import lasthop.packet.Packet;

/// What rules change while a packet goes through one base chain. Mutable; one walk owns it.
final class State {
  final Surroundings at;
  /// Whether the chain is of family bridge, whose packets all have a link header.
  final boolean framed;
  Packet packet;
  boolean trace;
  OptionalLong ctMark = OptionalLong.empty();
  boolean notrack;
  boolean tproxy;
  /// Fields that were set to something not known.
  final Set<String> blurred = new HashSet<>();

  State(Packet packet, boolean trace, Surroundings at, boolean framed) {
    this.packet = packet;
    this.trace = trace;
    this.at = at;
    this.framed = framed;
  }

  /// The state of its connection as rules see it: a rule before may have kept the packet from being tracked.
  Optional<CtState> ctState() {
    return at.ctState().map(s -> notrack ? CtState.UNTRACKED : s);
  }

  /// Whether it is known, or may be, that an entry of the connection table stands for it: then notrack does nothing.
  ///
  /// @kernel v6.12 net/netfilter/nft_ct.c nft_notrack_eval
  boolean isTracked() {
    return !ctState().equals(Optional.of(CtState.INVALID)) && !ctState().equals(Optional.of(CtState.UNTRACKED));
  }
}
