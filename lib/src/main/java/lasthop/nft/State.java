package lasthop.nft;

import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;
import lasthop.netfilter.Surroundings;
import lasthop.netfilter.Surroundings.CtState;
import lasthop.packet.Packet;

/// What rules change while a packet goes through one base chain. Mutable; one walk owns it.
final class State {
  Surroundings at;
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

  /// Keeps the packet from being tracked, if nothing stands for it in the connection table yet.
  void untrack() {
    if (isTracked()) return;
    notrack = true;
    at = new Untracked(at);
  }

  /// Whether an entry of the connection table stands for it, or may.
  boolean isTracked() {
    return at.ctState().filter(s -> s == CtState.INVALID || s == CtState.UNTRACKED).isEmpty();
  }
}
