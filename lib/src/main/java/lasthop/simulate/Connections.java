package lasthop.simulate;

import java.util.Set;
import lasthop.ip.Family;
import lasthop.netfilter.Surroundings.CtState;
import lasthop.packet.Packet;
import lasthop.packet.Proto;
import lasthop.packet.TcpFlag;
import lasthop.packet.Transport;

/// The state a packet gets from a connection table that holds nothing yet.
///
/// @param loose whether connections may be picked up in the middle (`nf_conntrack_tcp_loose`)
/// @param checksums whether packets from outside with a wrong checksum are INVALID (`nf_conntrack_checksum`)
record Connections(boolean loose, boolean checksums) {

  /// @param arriving whether the packet is in PREROUTING, the only hook where checksums are verified
  CtState state(Packet packet, boolean badChecksum, boolean arriving) {
    if (badChecksum && checksums && arriving && hasChecksum(packet.proto())) return CtState.INVALID;
    if (Packets.hasFalseLength(packet)) return CtState.INVALID;
    return switch (packet.transport()) {
      case Transport.Tcp tcp -> tcp(tcp.flags());
      case Transport.Icmp icmp -> packet.family() == Family.IPV4 ? icmp(icmp.type()) : icmpv6(icmp.type());
      case Transport.Other other when other.incomplete() >= 0 && hasHeader(packet.proto()) -> CtState.INVALID;
      case Transport.Ports _, Transport.Spi _, Transport.Other _ -> CtState.NEW;
    };
  }

  /// @kernel v6.12 net/netfilter/nf_conntrack_proto_tcp.c tcp_valid_flags, tcp_new
  private CtState tcp(Set<TcpFlag> flags) {
    boolean syn = flags.contains(TcpFlag.SYN);
    boolean ack = flags.contains(TcpFlag.ACK);
    if (flags.contains(TcpFlag.RST) || flags.contains(TcpFlag.FIN)) return CtState.INVALID;
    if (syn) return ack ? CtState.INVALID : CtState.NEW;
    return ack && loose ? CtState.NEW : CtState.INVALID;
  }

  /// Requests begin a connection; answers and errors that belong to none are INVALID.
  ///
  /// @kernel v6.12 net/netfilter/nf_conntrack_proto_icmp.c nf_conntrack_icmp_packet
  private static CtState icmp(int type) {
    return switch (type) {
      case 8, 13, 15, 17 -> CtState.NEW;
      default -> CtState.INVALID;
    };
  }

  /// @kernel v6.12 net/netfilter/nf_conntrack_proto_icmpv6.c nf_conntrack_icmpv6_packet, noct_valid_new
  private static CtState icmpv6(int type) {
    return switch (type) {
      case 128, 139 -> CtState.NEW;
      case 130, 131, 132, 133, 134, 135, 136, 143 -> CtState.UNTRACKED;
      default -> CtState.INVALID;
    };
  }

  private static boolean hasChecksum(int proto) {
    return hasHeader(proto) && proto != Proto.AH && proto != Proto.ESP;
  }

  private static boolean hasHeader(int proto) {
    return switch (proto) {
      case Proto.TCP, Proto.UDP, Proto.UDPLITE, Proto.ICMP, Proto.ICMPV6, Proto.SCTP -> true;
      default -> false;
    };
  }
}
