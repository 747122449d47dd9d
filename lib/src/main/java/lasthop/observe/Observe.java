package lasthop.observe;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lasthop.host.Host;
import lasthop.routing.RouteDecision;
import lasthop.trace.TracedPacket;
import lasthop.traversal.Hop;
import lasthop.traversal.Traversal;

/// Joins the lines of a traced packet with the rules they name.
public final class Observe {
  private Observe() {}

  /// The observed traversal alone.
  public static Traversal traversal(TracedPacket packet, Optional<Host> host) {
    return of(packet, host).traversal();
  }

  /// The observed traversal, with the lines that contradict the host's rules. Without a host the hops are
  /// [Hop.Named], and of the end only the last line is known.
  public static Observed of(TracedPacket packet, Optional<Host> host) {
    return host.map(h -> joined(packet, h)).orElseGet(() -> new LogOnly(packet).observed());
  }

  private static Observed joined(TracedPacket packet, Host host) {
    var join = new Join(packet, host);
    List<Hop> hops = new ArrayList<>(join.hops());
    hops = new RoutesBetween(packet, host).added(hops);
    var end = new Ending(join.pipeline(), packet, hops, lastRoute(hops)).disposition();
    return new Observed(packet, new Traversal(hops, end), join.contradictions());
  }

  private static Optional<RouteDecision.Routed> lastRoute(List<Hop> hops) {
    for (int i = hops.size() - 1; i >= 0; i--) {
      if (hops.get(i) instanceof Hop.Routing r && r.decision() instanceof RouteDecision.Routed way) return Optional.of(way);
    }
    return Optional.empty();
  }
}
