package lasthop.simulate;

import java.util.HexFormat;
import java.util.Optional;
import lasthop.packet.Packet;
import lasthop.traversal.Cause;
import lasthop.traversal.Disposition;
import lasthop.traversal.Stage.Step;

/// The check of a packet that says its own route, behind the routing decision.
///
/// @kernel v6.12 net/ipv4/ip_input.c ip_rcv_options
final class SourceRoute {
  /// Types of IP options (RFC 791).
  private static final byte LOOSE = (byte) 131, STRICT = (byte) 137;

  private SourceRoute() {}

  /// Refused unless the device and `all` accept it; then its next address counts, which is not followed here.
  static Optional<Disposition> refuses(Machine machine, Packet packet) {
    if (!isSourceRouted(packet)) return Optional.empty();
    String dev = packet.meta().in();
    boolean off = machine.isOff("net.ipv4.conf.all.accept_source_route") || machine.isOff("net.ipv4.conf." + dev + ".accept_source_route");
    return Optional.of(off ? new Disposition.Dropped(Step.ROUTING_INPUT, "routing:input", Cause.SOURCE_ROUTE_OFF)
        : new Disposition.Undetermined(Step.ROUTING_INPUT, "where its source-route option leads it", "sysctl -a -r accept_source_route"));
  }

  /// Whether the IP options hold a loose or strict source route (RFC 791, types 131 and 137).
  private static boolean isSourceRouted(Packet packet) {
    if (!packet.src().isV4() || packet.header().options().isEmpty()) return false;
    byte[] options;
    try {
      options = HexFormat.of().parseHex(packet.header().options());
    } catch (IllegalArgumentException e) {
      return false; // an option in words, or cut
    }
    for (int at = 0; at < options.length && options[at] != 0;) {
      if (options[at] == LOOSE || options[at] == STRICT) return true;
      boolean single = options[at] == 1;
      if (!single && (at + 1 >= options.length || options[at + 1] < 2)) return false;
      at += single ? 1 : options[at + 1];
    }
    return false;
  }
}
