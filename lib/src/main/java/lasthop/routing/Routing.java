package lasthop.routing;

import java.util.List;
import java.util.Optional;
import lasthop.ip.Ip;
import lasthop.packet.FlowKey;
import lasthop.packet.Proto;
import lasthop.routing.RouteDecision.Undetermined;

/// Routing decisions of one host: what `ip route get` would say there.
public final class Routing {
  private final Facts facts;

  private Routing(RoutingState state) {
    facts = new Facts(state);
  }

  /// For many questions to one host.
  public static Routing of(RoutingState state) {
    return new Routing(state);
  }

  /// The decision for a flow: an input lookup when it has an `iif`, else an output lookup. Records no steps.
  ///
  /// A flow without protocol counts as UDP for IPv4, as `ip route get` asks.
  public RouteDecision decide(FlowKey flow) {
    return decide(flow, Ladder.recording(false));
  }

  /// The same decision with every step that led to it.
  public RouteDecision explain(FlowKey flow) {
    return decide(flow, Ladder.recording(true));
  }

  public static RouteDecision decide(RoutingState state, FlowKey flow) {
    return of(state).decide(flow);
  }

  public static RouteDecision explain(RoutingState state, FlowKey flow) {
    return of(state).explain(flow);
  }

  /// The source address that IPv6 prefers for packets to an address that leave by a device; empty when none will do, or when a
  /// text that decides it is missing.
  ///
  /// @kernel v6.12 net/ipv6/addrconf.c ipv6_dev_get_saddr
  public static Optional<Ip> source6(RoutingState state, String dev, Ip dst) {
    try {
      return Ip6Source.select(new Facts(state), dev, dst);
    } catch (Missing missing) {
      return Optional.empty();
    }
  }

  private RouteDecision decide(FlowKey asked, Ladder ladder) {
    int assumed = asked.dst().isV4() ? Proto.UDP : 0;
    FlowKey flow = facts.named(asked.ipproto() >= 0 ? asked : asked.l4(assumed, asked.sport(), asked.dport()));
    boolean input = !flow.iif().isEmpty();
    try {
      if (!flow.dst().isV4()) return new Ip6Lookup(facts, flow, ladder).decide();
      return input ? new Ip4Input(facts, flow.oif().isEmpty() ? flow : flow.oif(""), ladder).decide() : new Ip4Output(facts, flow, ladder).decide();
    } catch (Missing missing) {
      return new Undetermined(flow, missing.getMessage(), missing.collect(), List.copyOf(ladder.steps()));
    }
  }
}
