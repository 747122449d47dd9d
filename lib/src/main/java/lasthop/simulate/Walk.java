package lasthop.simulate;

import static lasthop.traversal.Stage.Step.BRIDGE;
import static lasthop.traversal.Stage.Step.FORWARD_PATH;
import static lasthop.traversal.Stage.Step.REASSEMBLY;
import static lasthop.traversal.Stage.Step.ROUTING_INPUT;

import java.util.List;
import java.util.Optional;
import lasthop.ip.Ip;
import lasthop.netfilter.Backend;
import lasthop.netfilter.Hook;
import lasthop.netfilter.Surroundings.CtState;
import lasthop.nft.NftHook;
import lasthop.packet.Packet;
import lasthop.routing.RouteDecision;
import lasthop.routing.RouteDecision.Routed;
import lasthop.routing.RouteType;
import lasthop.traversal.Cause;
import lasthop.traversal.ChainType;
import lasthop.traversal.Disposition;
import lasthop.traversal.Hop;
import lasthop.traversal.Leg;
import lasthop.traversal.Stage;

/// One packet's walk along the pipeline of one host, from where it enters to where it ends.
final class Walk {
  private final Machine machine;
  private final Probe probe;
  private final Flight flight;
  private final Routes routes;
  private final BridgeChains bridge;
  /// Whether an earlier packet of the same connection has passed: nat is not consulted again.
  private final boolean known;
  private Optional<Routed> route = Optional.empty();

  Walk(Machine machine, Probe probe, Flight flight, boolean known) {
    this.machine = machine;
    this.probe = probe;
    this.flight = flight;
    flight.damaged = probe.badChecksum();
    this.routes = new Routes(machine, flight);
    this.bridge = new BridgeChains(machine, flight);
    this.known = known;
  }

  Disposition run() {
    return probe.arrives() ? arrive() : send();
  }

  /// Goes on behind a chain, for a packet that began there.
  Disposition runAfter(Stage.Chain chain) {
    Leg leg = switch (chain.hook()) {
      case PREROUTING -> Leg.ARRIVAL;
      case INPUT -> Leg.DELIVERY;
      case FORWARD -> Leg.FORWARDING;
      case OUTPUT -> Leg.SENDING;
      case POSTROUTING -> Leg.DEPARTURE;
    };
    List<Stage> stages = machine.pipeline().leg(leg);
    Optional<Disposition> end = through(stages.subList(stages.indexOf(chain) + 1, stages.size()));
    if (end.isPresent()) return end.get();
    return switch (leg) {
      case ARRIVAL -> routed(false);
      case DELIVERY -> deliverTo();
      case FORWARDING -> depart();
      case SENDING -> leave();
      case DEPARTURE, SWITCHING -> transmitted();
    };
  }

  /// Decides the route and the connection state of a packet that begins behind those decisions.
  void prepare(Stage.Chain chain) {
    List<Stage> before = machine.pipeline().leg(probe.arrives() ? Leg.ARRIVAL : Leg.SENDING);
    boolean tracked = chain.hook() != Hook.PREROUTING && chain.hook() != Hook.OUTPUT
        || before.indexOf(chain) > before.indexOf(Stage.Step.CONNTRACK);
    if (tracked && machine.tracks()) track();
    if (chain.hook() == Hook.PREROUTING) return;
    RouteDecision decision = probe.arrives() ? routes.input() : routes.output(flight.packet.meta().out());
    if (decision instanceof Routed way) take(way);
    String out = chain.hook() == Hook.INPUT ? "" : flight.packet.meta().out();
    if (out.isEmpty() && chain.hook() != Hook.INPUT) out = route.map(r -> r.nexthop().dev()).orElse("");
    flight.packet = flight.packet.with(flight.packet.meta().withOut(out));
  }

  /// Runs the stages of a stretch.
  ///
  /// @return empty when the packet comes through to the end of it
  private Optional<Disposition> through(Leg leg) {
    return through(machine.pipeline().leg(leg));
  }

  private Optional<Disposition> through(List<Stage> stages) {
    for (Stage stage : stages) {
      Optional<Disposition> end = recalled(stage).or(() -> pass(stage));
      if (end.isPresent()) return end;
    }
    return Optional.empty();
  }

  /// The translation of a known connection, made where the nat chains of a hook would stand, without a rule.
  ///
  /// @kernel v6.12 net/netfilter/nf_nat_core.c nf_nat_inet_fn, nf_nat_packet
  private Optional<Disposition> recalled(Stage stage) {
    if (!flight.isTracked() || flight.looped) return Optional.empty();
    Optional<Packet> changed = probe.connection().map(c -> Recall.at(stage, flight.packet, c));
    if (changed.isEmpty() || changed.get().equals(flight.packet)) return Optional.empty();
    boolean elsewhere = !changed.get().dst().equals(flight.packet.dst());
    flight.packet = changed.get();
    flight.note(new Hop.Named(Stage.Step.CONNTRACK, "", flight.packet));
    return elsewhere && !probe.arrives() ? reroute() : Optional.empty();
  }

  private Optional<Disposition> pass(Stage stage) {
    return switch (stage) {
      case Stage.Chain chain -> consult(chain);
      case Stage.Step step -> switch (step) {
        case REASSEMBLY -> reassemble();
        case CONNTRACK -> track();
        case FORWARD_PATH -> forwardPath();
        case NEIGHBOUR -> ForwardPath.refusesLate(flight.packet, route.filter(_ -> probe.arrives())).or(() -> NextHop.refuses(machine, flight, route));
        case BEFORE_NETFILTER, ROUTING_INPUT, ROUTING_OUTPUT, BRIDGE, DEVICE, SOCKET, KERNEL -> Optional.empty();
      };
    };
  }

  private Disposition arrive() {
    Optional<Disposition> early = ingress();
    if (early.isPresent()) return early.get();
    boolean other = LinkLayer.isForOther(machine, flight.packet);
    boolean bridged = LinkLayer.isBridge(machine, flight.packet.meta().in());
    if (other && !bridged) {
      return new Disposition.Dropped(Stage.Step.BEFORE_NETFILTER, "before-netfilter", Cause.OTHER_HOST_MAC);
    }
    flight.switched = other;
    boolean shown = machine.bridgeCallsIptables();
    if (bridged) early = bridge.toHost(Hook.PREROUTING).or(() -> other || shown ? Optional.empty() : bridge.toHost(Hook.INPUT));
    if (early.isPresent()) return early.get();
    if (other && !shown) return throughPorts(List.of());
    Ip wanted = flight.packet.dst();
    Optional<Disposition> end = through(Leg.ARRIVAL);
    if (end.isPresent()) return end.get();
    if (flight.looped) return deliver();
    boolean redirected = !wanted.equals(flight.packet.dst());
    if (other && !redirected) return acrossBridge(false);
    if (bridged && shown && !redirected) end = bridge.toHost(Hook.INPUT);
    return end.isPresent() ? end.get() : routed(bridged && shown && redirected);
  }

  /// The chains of the device itself, of a bridge's port before those of the bridge.
  private Optional<Disposition> ingress() {
    String port = flight.packet.meta().physin();
    return NftWalk.ofDevice(machine, flight, NftHook.INGRESS, port)
        .or(() -> NftWalk.ofDevice(machine, flight, NftHook.INGRESS, flight.packet.meta().in()));
  }

  private Optional<Disposition> egress() {
    return NftWalk.ofDevice(machine, flight, NftHook.EGRESS, flight.packet.meta().out());
  }

  /// The routing decision of a packet that came in, and what follows from it.
  ///
  /// @param fromBridge whether bridge netfilter changed the destination: a frame whose new way leads back to the same
  ///     bridge stays on it
  /// @kernel v6.12 net/bridge/br_netfilter_hooks.c br_nf_pre_routing_finish
  private Disposition routed(boolean fromBridge) {
    switch (routes.input()) {
      case RouteDecision.Undetermined u -> {
        return new Disposition.Undetermined(ROUTING_INPUT, u.missing(), u.collect());
      }
      case RouteDecision.Refused refused -> {
        RouteCause.assumed(machine, flight);
        return new Disposition.Dropped(ROUTING_INPUT, "routing:input", RouteCause.of(refused, flight.packet, machine));
      }
      case Routed way when !way.nexthop().encap().isEmpty() -> {
        return NextHop.wrapped(ROUTING_INPUT, way);
      }
      case Routed way -> {
        take(way);
        Optional<Disposition> misled = SourceRoute.refuses(machine, flight.packet);
        if (misled.isPresent()) return misled.get();
        boolean unicast = way.type() == RouteType.UNICAST || way.type() == RouteType.BROADCAST && !way.flags().contains(RouteDecision.CacheFlag.LOCAL);
        if (fromBridge && unicast && way.nexthop().dev().equals(flight.packet.meta().in())) {
          return acrossBridge(flight.packet.src().equals(flight.packet.dst()));
        }
        Optional<Disposition> held = fromBridge ? bridge.toHost(Hook.INPUT) : Optional.empty();
        if (held.isPresent()) return held.get();
        if (!unicast) return deliver();
        flight.switched = false;
        return forward(way);
      }
    }
  }

  private Disposition deliver() {
    return through(Leg.DELIVERY).orElseGet(this::deliverTo);
  }

  private Disposition deliverTo() {
    Disposition end = new LocalDelivery(machine, flight, cause()).deliver(probe.badChecksum(), route);
    // nobody need listen here where the skipped rule sends the packet elsewhere
    boolean skipped = flight.natSkipped && end.cause() == Cause.NO_LISTENER;
    return skipped && end instanceof Disposition.Refused r ? new Disposition.Refused(r.at(), Cause.NAT_SKIPPED_UNTRACKED, r.with()) : end;
  }

  private Disposition forward(Routed way) {
    flight.packet = flight.packet.with(flight.packet.meta().withOut(way.nexthop().dev()));
    return through(Leg.FORWARDING).orElseGet(this::depart);
  }

  private Disposition depart() {
    return through(Leg.DEPARTURE).or(this::egress).orElseGet(this::transmitted);
  }

  private Disposition transmitted() {
    return LinkLayer.stops(machine, flight.packet.meta().out()).or(bridge::fromHost)
        .orElseGet(() -> new Disposition.Transmitted(probe.arrives(), flight.packet.meta().out(), cause(), route));
  }

  private Disposition send() {
    String bound = flight.packet.meta().out();
    switch (routes.output(bound)) {
      case RouteDecision.Undetermined u -> {
        return new Disposition.Undetermined(Stage.Step.ROUTING_OUTPUT, u.missing(), u.collect());
      }
      case RouteDecision.Refused refused -> {
        return noWayOut(refused);
      }
      case Routed way when !way.nexthop().encap().isEmpty() -> {
        return NextHop.wrapped(Stage.Step.ROUTING_OUTPUT, way);
      }
      case Routed way -> take(way);
    }
    flight.packet = flight.packet.with(flight.packet.meta().withOut(route.get().nexthop().dev()));
    return through(Leg.SENDING).orElseGet(this::leave);
  }

  private Disposition noWayOut(RouteDecision.Refused refused) {
    return new Disposition.Dropped(Stage.Step.ROUTING_OUTPUT, "routing:output", RouteCause.of(refused, flight.packet, machine));
  }

  /// The outgoing side of a packet made here; one for this host itself comes back in by the loopback device.
  private Disposition leave() {
    String device = route.map(r -> r.nexthop().dev()).orElse(flight.packet.meta().out());
    flight.packet = flight.packet.with(flight.packet.meta().withOut(device));
    Optional<Disposition> end = through(Leg.DEPARTURE).or(this::egress);
    if (end.isPresent()) return end.get();
    if (route.isEmpty() || !route.get().isLocal()) return transmitted();
    flight.looped = true;
    flight.packet = flight.packet.with(flight.packet.meta().withIn(device).withOut("").withMac(LOOPBACK_MAC).withOwner(-1, -1));
    return arrive();
  }

  /// What a log shows as `MAC=` of a packet from the loopback device.
  private static final String LOOPBACK_MAC = "00:00:00:00:00:00:00:00:00:00:00:00:08:00";

  /// A frame from port to port. It meets the hooks as if forwarded, but is not routed and keeps its time to live.
  private Disposition acrossBridge(boolean toSender) {
    flight.switched = true;
    String over = flight.packet.meta().in();
    Optional<Disposition> refused = LinkLayer.refusesTurned(machine, flight, route, toSender);
    if (refused.isPresent()) return refused.get();
    String port = LinkLayer.otherPort(machine, over, flight.packet.meta().physin());
    flight.packet = flight.packet.with(flight.packet.meta().withOut(over).withPhys(flight.packet.meta().physin(), port));
    var stages = machine.pipeline().leg(Leg.SWITCHING);
    return throughPorts(stages.subList(stages.indexOf(BRIDGE) + 1, stages.size()));
  }

  /// From port to port: the bridge's own chains stand before those of the IP hooks.
  ///
  /// @param ip what the frame meets of the IP layer
  private Disposition throughPorts(List<Stage> ip) {
    return bridge.forward()
        .or(() -> through(ip.stream().filter(s -> !isDeparture(s)).toList()))
        .or(bridge::departure)
        .or(() -> through(ip.stream().filter(Walk::isDeparture).toList()))
        .orElseGet(this::switched);
  }

  private static boolean isDeparture(Stage stage) {
    return stage instanceof Stage.Chain chain && chain.hook() == Hook.POSTROUTING;
  }

  private Disposition switched() {
    String device = flight.packet.meta().physout().isEmpty() ? flight.packet.meta().in() : flight.packet.meta().physout();
    return LinkLayer.stops(machine, device).orElseGet(() -> new Disposition.Transmitted(true, device, cause(), Optional.empty()));
  }

  private void take(Routed way) {
    route = Optional.of(way);
    flight.gateway = way.nexthop().via();
  }

  /// A fragment alone waits for the others, which nobody mentioned.
  private Optional<Disposition> reassemble() {
    boolean fragment = flight.packet.header().mf() || flight.packet.header().frag() > 0;
    return fragment ? Optional.of(new Disposition.Dropped(REASSEMBLY, "reassembly", Cause.FRAGMENT_MISSING)) : Optional.empty();
  }

  /// @kernel v6.12 net/netfilter/nf_conntrack_core.c nf_conntrack_in
  private Optional<Disposition> track() {
    if (flight.isTracked() || flight.state() == CtState.UNTRACKED) return Optional.empty();
    boolean arriving = probe.arrives() && !flight.looped;
    var table = new Connections(machine.sysctl("net.netfilter.nf_conntrack_tcp_loose", 1) != 0,
        machine.sysctl("net.netfilter.nf_conntrack_checksum", 1) != 0);
    CtState found = table.state(flight.packet, probe.badChecksum(), arriving);
    if (known && found == CtState.NEW && !Packets.opensTcp(flight.packet)) found = CtState.ESTABLISHED;
    flight.track(probe.ctState().orElse(found));
    probe.connection().ifPresent(flight::join);
    return Optional.empty();
  }

  private Optional<Disposition> consult(Stage.Chain chain) {
    if (chain.type() == ChainType.NAT && !meetsNat(chain)) {
      flight.natSkipped |= flight.state() == CtState.UNTRACKED && wouldTranslate(chain);
      return Optional.empty();
    }
    boolean recalled = chain.type() == ChainType.NAT && known;
    Packet before = flight.packet;
    flight.silent = recalled;
    Optional<Disposition> end = walk(chain, flight);
    flight.silent = false;
    if (end.isPresent() || chain.hook() != Hook.OUTPUT || !reroutes(chain, before)) return end;
    return reroute();
  }

  private Optional<Disposition> walk(Stage.Chain chain, Flight walker) {
    return chain.backend() == Backend.NFT
        ? new NftWalk(machine, walker, chain).run()
        : machine.table(chain.table()).flatMap(table -> new TableWalk(machine, walker, table, chain).run());
  }

  /// Whether a nat chain would have translated the packet, had it been tracked: another packet like it is sent through.
  private boolean wouldTranslate(Stage.Chain chain) {
    return Choices.explore(choices -> {
      var tracked = new Flight(flight.packet, choices);
      tracked.gateway = flight.gateway;
      tracked.track(CtState.NEW);
      walk(chain, tracked);
      return tracked.translation != Translation.NONE;
    }, 1).getFirst();
  }

  /// @kernel v6.12 net/netfilter/nf_nat_core.c nf_nat_inet_fn
  private boolean meetsNat(Stage.Chain chain) {
    boolean done = flight.natted.filter(hook -> hook == chain.hook()).isPresent();
    if (!flight.isTracked() || flight.looped || done || probe.connection().isPresent()) return false;
    if (known) return true;
    return flight.state() == CtState.NEW || flight.state() == CtState.RELATED && !Packets.isIcmpError(flight.packet);
  }

  /// @kernel v6.12 net/ipv4/netfilter/iptable_mangle.c ipt_mangle_out; net/netfilter/nf_nat_proto.c nf_nat_ipv4_local_fn
  private boolean reroutes(Stage.Chain chain, Packet before) {
    Packet now = flight.packet;
    boolean address = !before.dst().equals(now.dst());
    return switch (chain.type()) {
      case NAT -> address;
      case ROUTE -> address || !before.src().equals(now.src()) || before.meta().mark() != now.meta().mark()
          || before.header().tos() != now.header().tos();
      case FILTER -> false;
    };
  }

  private Optional<Disposition> reroute() {
    return switch (routes.again()) {
      case RouteDecision.Undetermined u ->
          Optional.of(new Disposition.Undetermined(Stage.Step.ROUTING_OUTPUT, u.missing(), u.collect()));
      case RouteDecision.Refused refused -> Optional.of(noWayOut(refused));
      case Routed way -> {
        take(way);
        yield Optional.empty();
      }
    };
  }

  private Optional<Disposition> forwardPath() {
    Optional<Cause> refused = ForwardPath.refuses(machine, flight.packet, route.get());
    if (refused.isPresent()) {
      boolean off = refused.get() == Cause.IP_FORWARD_OFF;
      Stage at = off ? ROUTING_INPUT : FORWARD_PATH;
      return Optional.of(new Disposition.Dropped(at, at.toString(), refused.get()));
    }
    var header = flight.packet.header();
    if (header.ttl() > 0) flight.packet = flight.packet.with(header.withTtl(header.ttl() - 1));
    return Optional.empty();
  }

  /// What to say of a packet that gets through.
  private Cause cause() {
    Translation t = flight.translation;
    if (t.redirect()) return Cause.REDIRECT;
    if (t.dst().isPresent()) return t.masquerade() ? Cause.DNAT_MASQUERADE : Cause.DNAT;
    if (t.src().isPresent()) return Cause.SNAT;
    if (flight.natSkipped) return Cause.NAT_SKIPPED_UNTRACKED;
    return Packets.isPolicyRouted(route) ? Cause.POLICY_ROUTE : Cause.NONE;
  }
}
