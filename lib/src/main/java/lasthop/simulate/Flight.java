package lasthop.simulate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import lasthop.ip.Ip;
import lasthop.netfilter.Hook;
import lasthop.netfilter.Surroundings.Connection;
import lasthop.netfilter.Surroundings.CtState;
import lasthop.netfilter.Surroundings.Tuple;
import lasthop.nft.NftAssumption;
import lasthop.packet.Packet;
import lasthop.text.Origin;
import lasthop.traversal.Hop;

/// One packet under way: what the kernel keeps in its `sk_buff` and connection, and what was noted so far. Mutable,
/// lives for one run.
final class Flight {
  final Choices choices;
  final List<Hop> hops = new ArrayList<>();
  final List<Assumption> assumptions = new ArrayList<>();
  double probability = 1;
  Packet packet;
  /// Whether its transport checksum is wrong.
  boolean damaged;
  /// Whether TPROXY gave it to a socket, whatever its port.
  boolean proxied;
  /// Whether a TRACE rule has matched.
  boolean traced;
  /// Whether hops are noted at all; off while the translation of an earlier packet is recalled.
  boolean silent;
  Translation translation = Translation.NONE;
  /// The hook whose nat chains have translated the packet; others there are not consulted.
  Optional<Hook> natted = Optional.empty();
  /// Whether a nat rule was passed by that matches, because nothing tracks the packet.
  boolean natSkipped;
  /// What chains of nftables took for granted so far: it stays settled.
  final List<NftAssumption> settled = new ArrayList<>();
  /// Whether the packet is a frame between two ports of a bridge.
  boolean switched;
  /// Whether it has come back by the loopback device.
  boolean looped;
  /// The gateway of the route in use; empty when the destination is on the link.
  Optional<Ip> gateway = Optional.empty();
  /// Whether a `limit` was taken as spent: earlier packets had passed then.
  boolean rateSpent;

  /// Empty until the packet met conntrack.
  private Optional<CtState> state = Optional.empty();
  private Tuple original;
  private Tuple reply;
  private long ctMark;
  private Optional<Connection> joined = Optional.empty();

  Flight(Packet packet, Choices choices) {
    this.packet = packet;
    this.choices = choices;
    this.original = Tuple.of(packet);
    this.reply = original.reversed();
  }

  /// What rules see: before conntrack, and where nothing is tracked, that is INVALID.
  ///
  /// @kernel v6.12 net/netfilter/xt_conntrack.c conntrack_mt
  CtState state() {
    return state.orElse(CtState.INVALID);
  }

  boolean hasState() {
    return state.isPresent();
  }

  boolean isTracked() {
    return state.isPresent() && state.get() != CtState.INVALID && state.get() != CtState.UNTRACKED;
  }

  /// The packet meets its connection, as it is now.
  void track(CtState found) {
    state = Optional.of(found);
    original = Tuple.of(packet);
    reply = original.reversed();
  }

  /// The packet belongs to an entry of the connection table.
  void join(Connection entry) {
    joined = Optional.of(entry);
    ctMark = entry.mark();
  }

  Optional<Connection> connection() {
    if (!isTracked()) return Optional.empty();
    if (joined.isPresent()) return joined.map(c -> new Connection(c.original(), c.reply(), c.isReply(), c.status(), ctMark));
    Set<String> status = state() == CtState.ESTABLISHED ? Set.of("SEEN_REPLY", "CONFIRMED") : looped ? Set.of("CONFIRMED") : Set.of();
    return Optional.of(new Connection(original, reply, false, status, ctMark));
  }

  long ctMark() {
    return ctMark;
  }

  void ctMark(long mark) {
    ctMark = mark;
  }

  /// Notes that answers will come to, or from, the packet's new addresses.
  void translated(Packet changed) {
    packet = changed;
    reply = Tuple.of(changed).reversed();
  }

  /// Whether the program behind a queue gives the packet back, to go on behind the chain: it may keep or drop it as well.
  ///
  /// @kernel v6.12 net/netfilter/nf_queue.c nf_reinject
  boolean isGivenBack(Origin rule) {
    if (choices.take(2, 0) == 0) return false;
    assume(new Assumption(Assumption.Kind.HISTORY, "the program behind the queue", "gave it back", -1, rule));
    return true;
  }

  void assume(Assumption assumption) {
    assumptions.add(assumption);
  }

  void note(Hop hop) {
    if (!silent) hops.add(hop);
  }
}
