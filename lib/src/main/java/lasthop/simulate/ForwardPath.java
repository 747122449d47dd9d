package lasthop.simulate;

import java.util.Optional;
import lasthop.packet.Packet;
import lasthop.routing.RouteDecision.Routed;
import lasthop.text.Words;
import lasthop.traversal.Cause;

/// The checks between the routing decision and the FORWARD hook.
///
/// @kernel v6.12 net/ipv4/ip_forward.c ip_forward; net/ipv6/ip6_output.c ip6_forward
final class ForwardPath {
  private static final int SMALLEST_V6 = 1280;

  private ForwardPath() {}

  /// Why the packet is not forwarded; empty when it is. Numbers not known never stand in the way.
  static Optional<Cause> refuses(Machine machine, Packet packet, Routed route) {
    boolean v4 = packet.src().isV4();
    if (!v4 && machine.host().sysctls().entry("net.ipv6.conf.all.forwarding").isPresent()
        && machine.sysctl("net.ipv6.conf.all.forwarding", 0) == 0) {
      return Optional.of(Cause.IP_FORWARD_OFF);
    }
    int ttl = packet.header().ttl();
    if (ttl >= 0 && ttl <= 1) return Optional.of(Cause.TTL_EXCEEDED);
    int mtu = mtu(machine, route);
    if (!v4) mtu = Math.max(mtu, SMALLEST_V6);
    boolean whole = !v4 || packet.header().df();
    return mtu > 0 && whole && packet.header().len() > mtu ? Optional.of(Cause.MTU_EXCEEDED) : Optional.empty();
  }

  /// The route's own, else the device's; 0 when not known.
  private static int mtu(Machine machine, Routed route) {
    int fixed = route.route().map(r -> mtu(r.metrics())).orElse(0);
    return fixed > 0 ? fixed : machine.link(route.nexthop().dev()).map(l -> l.mtu()).orElse(0);
  }

  private static int mtu(String metrics) {
    var words = new Words(metrics);
    while (words.hasNext()) {
      if (!words.take("mtu")) {
        words.next();
        continue;
      }
      words.take("lock");
      String number = words.next();
      if (!number.isEmpty() && number.length() < 7 && number.chars().allMatch(c -> c >= '0' && c <= '9')) {
        return Integer.parseInt(number);
      }
    }
    return 0;
  }
}
