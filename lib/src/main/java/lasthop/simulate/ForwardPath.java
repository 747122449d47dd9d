package lasthop.simulate;

import java.util.Optional;
import lasthop.ip.Ip;
import lasthop.packet.Packet;
import lasthop.packet.Proto;
import lasthop.routing.RouteDecision.Routed;
import lasthop.sysctl.Sysctls;
import lasthop.traversal.Cause;
import lasthop.traversal.Disposition;
import lasthop.traversal.Stage;

/// The checks between the routing decision and the FORWARD hook.
///
/// @kernel v6.12 net/ipv4/ip_forward.c ip_forward; net/ipv6/ip6_output.c ip6_forward
final class ForwardPath {
  private static final int SMALLEST_V6 = 1280;

  private ForwardPath() {}

  /// Why the packet is not forwarded; empty when it is. Numbers not known never stand in the way.
  static Optional<Cause> refuses(Machine machine, Packet packet, Routed route) {
    boolean v4 = packet.src().isV4();
    if (!v4 && !forwards6(machine, packet.meta().in())) return Optional.of(Cause.IP_FORWARD_OFF);
    if (packet.meta().isToGroup()) return Optional.of(Cause.GROUP_FRAME);
    int ttl = packet.header().ttl();
    if (ttl >= 0 && ttl <= 1) return Optional.of(Cause.TTL_EXCEEDED);
    if (!v4 && !route.nexthop().dev().equals(packet.meta().in()) && isNoSender(packet.src())) return Optional.of(Cause.MARTIAN_SOURCE);
    int fixed = v4 || RouteMtu.isLocked(route) ? RouteMtu.of(route) : 0;
    int mtu = fixed > 0 ? fixed : machine.link(route.nexthop().dev()).map(l -> l.mtu()).orElse(0);
    if (!v4) mtu = Math.max(mtu, SMALLEST_V6);
    boolean whole = !v4 || packet.header().df();
    if (isJoined(machine, packet) && mtu >= machine.link(packet.meta().in()).orElseThrow().mtu()) return Optional.empty();
    return mtu > 0 && whole && packet.header().len() > mtu ? Optional.of(Cause.MTU_EXCEEDED) : Optional.empty();
  }

  /// Without the parameter's text it is taken to. A device may forward by itself since 6.17.
  private static boolean forwards6(Machine machine, String dev) {
    return machine.sysctl("net.ipv6.conf.all.forwarding", 1) != 0 || machine.sysctl(Sysctls.conf("ipv6", dev, "force_forwarding"), 0) != 0;
  }

  /// Whether an IPv6 packet is too large for what its route alone says: that is looked at only behind POSTROUTING.
  ///
  /// @kernel v6.12 include/net/ip6_route.h ip6_dst_mtu_maybe_forward; net/ipv6/ip6_output.c ip6_fragment
  static Optional<Disposition> refusesLate(Packet packet, Optional<Routed> route) {
    int fixed = route.map(RouteMtu::of).orElse(0);
    boolean late = !packet.src().isV4() && fixed > 0 && packet.header().len() > Math.max(fixed, SMALLEST_V6);
    return late ? Optional.of(new Disposition.Dropped(Stage.Step.FORWARD_PATH, "forward-path", Cause.MTU_EXCEEDED)) : Optional.empty();
  }

  /// Segments that the device joined on their way in, or fragments that connection tracking did: larger than the device
  /// carries, and cut again on the way out.
  ///
  /// @kernel v6.12 net/ipv4/ip_forward.c ip_exceeds_mtu; net/core/gso.c skb_gso_validate_network_len;
  ///     net/ipv4/netfilter/nf_defrag_ipv4.c nf_ct_ipv4_gather_frags
  static boolean isJoined(Machine machine, Packet packet) {
    boolean joins = packet.proto() == Proto.TCP || machine.tracks();
    return joins && machine.link(packet.meta().in()).filter(l -> l.mtu() > 0 && packet.header().len() > l.mtu()).isPresent();
  }

  private static boolean isNoSender(Ip src) {
    return src.isAny() || src.isMulticast() || src.isLoopback() || src.isLinkLocal();
  }
}
