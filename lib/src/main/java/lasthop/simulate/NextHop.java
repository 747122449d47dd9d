package lasthop.simulate;

import java.util.Optional;
import lasthop.ip.Ip;
import lasthop.link.Neighbour;
import lasthop.routing.RouteDecision.Routed;
import lasthop.routing.RouteType;
import lasthop.text.Origin;
import lasthop.traversal.Cause;
import lasthop.traversal.Disposition;
import lasthop.traversal.Stage.Step;

/// The next host's link address: whether it is known to answer.
///
/// @kernel v6.12 net/core/neighbour.c neigh_event_send
final class NextHop {
  private NextHop() {}

  /// A neighbour that did not answer before is taken not to answer now.
  static Optional<Disposition> refuses(Machine machine, Flight flight, Optional<Routed> route) {
    if (route.isEmpty() || route.get().type() != RouteType.UNICAST) return Optional.empty();
    String dev = route.get().nexthop().dev();
    Ip next = flight.gateway.orElse(flight.packet.dst());
    boolean asked = asksNeighbours(machine, dev);
    boolean known = machine.host().routing().neighbours().isPresent();
    if (!known && asked) flight.assume(new Assumption(Assumption.Kind.UNKNOWN, "ip neigh", next + " answers", -1, Origin.NONE));
    boolean listed = false;
    for (Neighbour n : machine.host().neighbours()) {
      if (!n.ip().equals(next) || !n.dev().equals(dev)) continue;
      listed = true;
      if (n.isValid() || !n.state().equals("FAILED") && !n.state().equals("INCOMPLETE")) continue;
      flight.assume(new Assumption(Assumption.Kind.HISTORY, "neighbour " + next, "still does not answer", -1, n.origin()));
      return Optional.of(new Disposition.Dropped(Step.NEIGHBOUR, "neighbour", Cause.ARP_FAILED));
    }
    if (!listed && known && asked) {
      flight.assume(new Assumption(Assumption.Kind.UNLISTED, "neighbour " + next, "answers, though ip-neigh.txt does not show it", -1, Origin.NONE));
    }
    return Optional.empty();
  }

  /// A route may wrap its packets, before they meet the hooks that follow.
  static Disposition wrapped(Step at, Routed way) {
    return new Disposition.Undetermined(at, "what becomes of a packet that its route wraps: " + way.nexthop().encap(), "tcpdump -ni " + way.nexthop().dev());
  }

  private static boolean asksNeighbours(Machine machine, String dev) {
    return machine.link(dev).filter(l -> l.has("NOARP") || l.has("POINTOPOINT") || l.isLoopback()).isEmpty();
  }
}
