package lasthop.simulate;

import java.util.List;
import java.util.Optional;
import lasthop.ip.Ip;
import lasthop.netfilter.Hook;
import lasthop.netfilter.Surroundings;
import lasthop.packet.FlowKey;
import lasthop.packet.Packet;
import lasthop.routing.RouteDecision;
import lasthop.routing.RouteType;
import lasthop.routing.Routing;
import lasthop.traversal.AddrTypes;

/// What rules can ask of the host while a packet is under way.
record FlightSurroundings(Machine machine, Flight flight, Hook hook) implements Surroundings {

  @Override public Optional<CtState> ctState() {
    return Optional.of(flight.state());
  }

  @Override public Optional<Connection> connection() {
    return flight.connection();
  }

  @Override public Optional<AddrType> addrType(Ip ip, String device) {
    return AddrTypes.of(machine.host().routing(), ip, device);
  }

  @Override public Optional<Boolean> inSet(String set, List<String> places, Packet packet) {
    return machine.host().rules().sets().filter(_ -> !machine.changes(set)).flatMap(sets -> sets.holds(set, places, packet));
  }

  /// On its way in, whether a socket would take it; on its way out, whether one sent it.
  @Override public Optional<Boolean> hasSocket(Packet packet) {
    if (hook == Hook.OUTPUT || hook == Hook.POSTROUTING) {
      return packet.meta().in().isEmpty() ? Optional.empty() : Optional.of(false);
    }
    return Sockets.listens(machine.host(), packet);
  }

  /// @kernel v6.12 net/ipv4/netfilter/ipt_rpfilter.c rpfilter_lookup_reverse
  @Override public Optional<Boolean> reversePathOk(Packet packet, boolean loose, boolean validMark, boolean acceptLocal) {
    String in = packet.meta().in();
    if (machine.link(in).map(l -> l.isLoopback()).orElse(in.equals("lo"))) return Optional.of(true);
    FlowKey back = FlowKey.to(packet.src()).mark(validMark ? packet.meta().mark() : 0).tos(Math.max(0, packet.header().tos()));
    return switch (Routing.decide(machine.host().routing(), back)) {
      case RouteDecision.Undetermined _ -> Optional.empty();
      case RouteDecision.Refused _ -> Optional.of(false);
      case RouteDecision.Routed way -> Optional.of(fits(way, in, loose, acceptLocal));
    };
  }

  private static boolean fits(RouteDecision.Routed way, String in, boolean loose, boolean acceptLocal) {
    if (way.type() != RouteType.UNICAST && !(acceptLocal && way.isLocal())) return false;
    return loose || way.nexthop().dev().equals(in) || way.alternatives().stream().anyMatch(w -> w.nexthop().dev().equals(in));
  }

  /// By the link address; without one, the frame is taken to be for this host.
  @Override public Optional<String> pkttype() {
    Packet packet = flight.packet;
    String mac = packet.meta().mac();
    if (packet.meta().in().isEmpty() || flight.looped) {
      return Optional.of(packet.dst().isMulticast() ? "multicast" : packet.dst().isLimitedBroadcast() ? "broadcast" : "unicast");
    }
    if (mac.isEmpty() && packet.dst().isMulticast()) return Optional.of("multicast");
    if (mac.startsWith("ff:ff:ff:ff:ff:ff") || mac.isEmpty() && packet.dst().isLimitedBroadcast()) return Optional.of("broadcast");
    return Optional.of(packet.meta().isToGroup() ? "multicast" : "unicast");
  }

  /// Before the bridge has chosen a port, nothing is known of one.
  @Override public Optional<Boolean> isBridged() {
    return Optional.of(flight.switched && !flight.packet.meta().out().isEmpty());
  }
}
