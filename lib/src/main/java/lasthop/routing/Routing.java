package lasthop.routing;

import java.util.List;
import lasthop.packet.FlowKey;

/// Routing decisions: what `ip route get` would say.
public final class Routing {
  private Routing() {}

  /// The decision for a flow: an input lookup when it has an `iif`, else an output lookup. Records no steps.
  public static RouteDecision decide(RoutingState state, FlowKey flow) {
    return new RouteDecision.Undetermined(flow, "the routing model", "ip route get", List.of());
  }

  /// The same decision with every step that led to it.
  public static RouteDecision explain(RoutingState state, FlowKey flow) {
    return decide(state, flow);
  }
}
