package lasthop.simulate;

import lasthop.netfilter.Surroundings.Connection;
import lasthop.netfilter.Surroundings.Tuple;
import lasthop.packet.Packet;
import lasthop.traversal.Stage;

/// What an entry of the connection table does to a later packet: the destination behind dstnat, the source behind srcnat.
final class Recall {
  /// @kernel v6.12 include/uapi/linux/netfilter_ipv4.h NF_IP_PRI_NAT_DST, NF_IP_PRI_NAT_SRC
  private static final int DSTNAT = -100;
  private static final int SRCNAT = 100;

  private Recall() {}

  /// The packet as it is where a stage begins. What was translated before stays as it is.
  static Packet at(Stage stage, Packet packet, Connection connection) {
    Tuple leaving = connection.leaving();
    return switch (stage) {
      case Stage.Chain c -> switch (c.hook()) {
        case PREROUTING, OUTPUT -> c.priority() >= DSTNAT ? to(packet, leaving) : packet;
        case INPUT, POSTROUTING -> c.priority() >= SRCNAT ? from(packet, leaving) : packet;
        case FORWARD -> packet;
      };
      case Stage.Step step -> switch (step) {
        case ROUTING_INPUT -> to(packet, leaving);
        case SOCKET, NEIGHBOUR, DEVICE -> from(packet, leaving);
        case BEFORE_NETFILTER, REASSEMBLY, CONNTRACK, ROUTING_OUTPUT, FORWARD_PATH, BRIDGE, KERNEL -> packet;
      };
    };
  }

  private static Packet to(Packet p, Tuple t) {
    return p.withDst(t.dst(), t.dport() < 0 ? p.dport() : t.dport());
  }

  private static Packet from(Packet p, Tuple t) {
    return p.withSrc(t.src(), t.sport() < 0 ? p.sport() : t.sport());
  }
}
