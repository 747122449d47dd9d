package lasthop.simulate;

import lasthop.packet.TcpFlag;
import lasthop.packet.Transport;
import lasthop.routing.RouteDecision.Routed;
import lasthop.traversal.Cause;
import lasthop.traversal.Disposition;
import lasthop.traversal.Hop;
import lasthop.traversal.Stage;

/// What a rule that rejects does: the packet ends, and some packets get no answer.
final class Rejection {
  private Rejection() {}

  /// @param with as after `--reject-with`, or in nft's words
  static Disposition of(Flight flight, Stage.Chain stage, String where, String with) {
    boolean answered = with.contains("reset") ? isReset(flight) : isToldByIcmp(flight);
    return answered ? new Disposition.Rejected(stage, where, with) : new Disposition.Dropped(stage, where, Cause.RULE_REJECT);
  }

  /// No reset answers a reset, a later fragment, or a segment that is damaged.
  ///
  /// @kernel v6.12 net/ipv4/netfilter/nf_reject_ipv4.c nf_reject_ip_tcphdr_get, nf_send_reset;
  ///     net/ipv6/netfilter/nf_reject_ipv6.c nf_reject_ip6_tcphdr_get
  private static boolean isReset(Flight flight) {
    boolean reset = flight.packet.transport() instanceof Transport.Tcp tcp && tcp.flags().contains(TcpFlag.RST);
    return !reset && !flight.damaged && flight.packet.header().frag() <= 0 && !isForMany(flight);
  }

  /// No ICMP error answers another one, a later fragment, what was sent to many, or a packet that is damaged.
  ///
  /// @kernel v6.12 net/ipv4/netfilter/nf_reject_ipv4.c nf_send_unreach; net/ipv4/icmp.c __icmp_send;
  ///     net/ipv6/netfilter/nf_reject_ipv6.c nf_send_unreach6; net/ipv6/icmp.c icmp6_send
  private static boolean isToldByIcmp(Flight flight) {
    return !Packets.isIcmpError(flight.packet) && !flight.damaged && flight.packet.header().frag() <= 0 && !isForMany(flight);
  }

  /// Whether it was sent to many; of a broadcast that is known from the routing decision on.
  private static boolean isForMany(Flight flight) {
    return flight.packet.dst().isMulticast() || flight.hops.stream().anyMatch(h -> h instanceof Hop.Routing(_, Routed r, _) && r.isForMany());
  }
}
