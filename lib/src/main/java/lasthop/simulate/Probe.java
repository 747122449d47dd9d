package lasthop.simulate;

import java.util.Optional;
import lasthop.netfilter.Surroundings.Connection;
import lasthop.netfilter.Surroundings.CtState;
import lasthop.packet.Packet;

/// The packet to send through a host, and what is stated of it beside its headers.
///
/// @param packet as it enters: `meta.in` names the device it comes in by; without one this host sends it, and `meta.out`
///     may name a device its socket is bound to
/// @param ctState the connection state rules shall find; empty: what the kernel finds with an empty connection table
/// @param badChecksum whether its transport checksum is wrong
/// @param connection the entry of the connection table it belongs to, whose translation is applied to it; empty for none
/// @param lookup whether that entry and the state are to be taken from `conntrack.txt`
public record Probe(Packet packet, Optional<CtState> ctState, boolean badChecksum, Optional<Connection> connection,
    boolean lookup) {

  public Probe(Packet packet, Optional<CtState> ctState, boolean badChecksum) {
    this(packet, ctState, badChecksum, Optional.empty(), false);
  }

  /// A later packet of a known connection.
  public static Probe of(Packet packet, Connection connection) {
    return new Probe(packet.with(packet.meta().withOut("")), Optional.of(CtState.ESTABLISHED), false, Optional.of(connection), false);
  }

  /// A packet sent again, of a connection that nothing has answered yet.
  ///
  /// @kernel v6.12 net/netfilter/nf_conntrack_core.c resolve_normal_ct
  public static Probe unanswered(Packet packet, Connection connection) {
    return new Probe(packet.with(packet.meta().withOut("")), Optional.of(CtState.NEW), false, Optional.of(connection), false);
  }

  /// A packet as a log first shows it. The device it was to leave by was the routing decision's and is decided again.
  public static Probe of(Packet packet) {
    return new Probe(packet.with(packet.meta().withOut("")), Optional.empty(), false);
  }

  /// The packet as one of a connection, nothing left to look up.
  Probe with(Optional<CtState> state, Optional<Connection> entry) {
    return new Probe(packet, state, badChecksum, entry, false);
  }

  /// Reads the packet language: `tcp 192.168.235.13:18130 > 10.43.206.251:8081 iif eth0 mark 0x10 ct=ESTABLISHED`.
  ///
  /// @throws IllegalArgumentException naming what was not understood, and what would be
  public static Probe parse(String text) {
    return new ProbeText(text).probe();
  }

  /// Whether it comes from outside, or from another port of this host's stack, and not from a local process.
  public boolean arrives() {
    return !packet.meta().in().isEmpty();
  }
}
