package lasthop.simulate;

import java.util.Optional;
import java.util.Set;
import lasthop.packet.Header;
import lasthop.packet.Packet;
import lasthop.packet.Proto;
import lasthop.packet.Transport;
import lasthop.routing.RouteDecision.Routed;

/// Small questions about packets and their routes.
final class Packets {
  /// The tables every host has, and what stands for a result without a table.
  private static final Set<String> OWN_TABLES = Set.of("", "0", "local", "255", "main", "254", "default", "253");

  private Packets() {}

  static boolean opensTcp(Packet packet) {
    return packet.transport() instanceof Transport.Tcp tcp && tcp.opens();
  }

  /// @kernel v6.12 include/linux/icmp.h icmp_is_err
  static boolean isIcmpError(Packet packet) {
    if (!(packet.transport() instanceof Transport.Icmp icmp)) return false;
    return packet.src().isV4() ? switch (icmp.type()) {
      case 3, 4, 5, 11, 12 -> true;
      default -> false;
    } : icmp.type() < 128;
  }

  /// Whether the length in the UDP header cannot be, by the length of the packet around it.
  ///
  /// @kernel v6.12 net/netfilter/nf_conntrack_proto_udp.c udp_error; net/ipv4/udp.c __udp4_lib_rcv short_packet
  static boolean hasFalseLength(Packet packet) {
    Header h = packet.header();
    boolean udp = packet.proto() == Proto.UDP && packet.transport() instanceof Transport.Ports p && p.len() >= 0;
    if (!udp || h.len() < 0 || h.mf() || h.frag() > 0) return false;
    int len = ((Transport.Ports) packet.transport()).len();
    return len < 8 || len > h.len() - (packet.src().isV4() ? 20 : 40);
  }

  /// Whether the route came out of a table of the operator's own.
  static boolean isPolicyRouted(Optional<Routed> route) {
    return route.isPresent() && !OWN_TABLES.contains(String.valueOf(route.get().table()));
  }
}
