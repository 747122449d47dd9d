package lasthop.simulate;

import lasthop.packet.FlowKey;
import lasthop.packet.Packet;
import lasthop.routing.RouteDecision;
import lasthop.routing.Routing;
import lasthop.routing.RoutingState;
import lasthop.text.Origin;
import lasthop.traversal.Hop;
import lasthop.traversal.Stage;

/// Route lookups for the packet under way, each noted as a hop.
final class Routes {
  private final Machine machine;
  private final Flight flight;

  Routes(Machine machine, Flight flight) {
    this.machine = machine;
    this.flight = flight;
  }

  /// Of a packet that came in.
  RouteDecision input() {
    Packet p = flight.packet;
    RoutingState state = p.dport() >= 0 ? machine.arriving() : machine.host().routing();
    return decided(state, Stage.Step.ROUTING_INPUT, new FlowKey(p.dst(), java.util.Optional.of(p.src()), p.meta().in(), "",
        p.meta().mark(), Math.max(0, p.header().tos()), 0, p.proto(), p.sport(), p.dport()));
  }

  /// Of a packet made here; `oif` is the device its socket is bound to.
  RouteDecision output(String oif) {
    Packet p = flight.packet;
    return decided(machine.host().routing(), Stage.Step.ROUTING_OUTPUT, new FlowKey(p.dst(), java.util.Optional.of(p.src()), "", oif,
        p.meta().mark(), Math.max(0, p.header().tos()), Math.max(0, p.meta().uid()), p.proto(), p.sport(), p.dport()));
  }

  /// The second lookup of a packet that rules on OUTPUT changed. A source that is not this host's is not verified.
  ///
  /// @kernel v6.12 net/ipv4/netfilter.c ip_route_me_harder
  RouteDecision again() {
    Packet p = flight.packet;
    FlowKey flow = FlowKey.to(p.dst()).mark(p.meta().mark()).tos(Math.max(0, p.header().tos()));
    return decided(machine.host().routing(), Stage.Step.ROUTING_OUTPUT, machine.host().links().hasAddress(p.src()) ? flow.from(p.src()) : flow);
  }

  private RouteDecision decided(RoutingState state, Stage.Step at, FlowKey flow) {
    RouteDecision decision = Routing.explain(state, flow);
    if (decision instanceof RouteDecision.Routed way && way.alternatives().size() > 1) decision = chosen(way);
    flight.note(new Hop.Routing(at, decision, flight.packet));
    return decision;
  }

  /// Where a hash key nobody knows picks the next hop, each is as likely as its weight.
  private RouteDecision chosen(RouteDecision.Routed way) {
    var all = way.alternatives();
    RouteDecision.Routed one = all.get(flight.choices.take(all.size(), 0));
    int total = all.stream().mapToInt(w -> w.nexthop().weight()).sum();
    double share = (double) one.nexthop().weight() / total;
    flight.probability *= share;
    flight.assume(new Assumption(Assumption.Kind.RANDOM, "next hop", "dev " + one.nexthop().dev(), share,
        one.route().map(r -> r.origin()).orElse(Origin.NONE)));
    return one;
  }
}
