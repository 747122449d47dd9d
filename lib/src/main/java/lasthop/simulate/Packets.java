package lasthop.simulate;

import java.util.Optional;
import lasthop.packet.Packet;
import lasthop.packet.TcpFlag;
import lasthop.packet.Transport;
import lasthop.routing.RouteDecision.Routed;
import lasthop.routing.Tables;

/// Small questions about packets and their routes.
final class Packets {
  private Packets() {}

  static boolean opensTcp(Packet packet) {
    return packet.transport() instanceof Transport.Tcp tcp && tcp.flags().contains(TcpFlag.SYN)
        && !tcp.flags().contains(TcpFlag.ACK);
  }

  /// @kernel v6.12 include/linux/icmp.h icmp_is_err
  static boolean isIcmpError(Packet packet) {
    if (!(packet.transport() instanceof Transport.Icmp icmp)) return false;
    return packet.src().isV4() ? switch (icmp.type()) {
      case 3, 4, 5, 11, 12 -> true;
      default -> false;
    } : icmp.type() < 128;
  }

  /// Whether the route came out of a table of the operator's own.
  static boolean isPolicyRouted(Optional<Routed> route) {
    return route.isPresent() && route.get().table() != 0 && route.get().table() != Tables.MAIN
        && route.get().table() != Tables.LOCAL && route.get().table() != Tables.DEFAULT;
  }
}
