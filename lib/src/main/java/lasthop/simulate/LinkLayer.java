package lasthop.simulate;

import java.util.Optional;
import java.util.stream.Stream;
import lasthop.link.Link;
import lasthop.packet.Meta;
import lasthop.packet.Packet;
import lasthop.routing.RouteDecision.Routed;
import lasthop.traversal.Cause;
import lasthop.traversal.Disposition;
import lasthop.traversal.Stage;

/// What the receiving device makes of a frame, by its link addresses.
final class LinkLayer {
  /// Octets of a link address as text.
  private static final int ADDRESS = 17;

  private LinkLayer() {}

  /// Whether the frame is addressed to another host. Not known addresses are taken for this host's.
  ///
  /// @kernel v6.12 net/ethernet/eth.c eth_type_trans
  static boolean isForOther(Machine machine, Packet packet) {
    String mac = packet.meta().mac();
    Optional<Link> link = machine.link(packet.meta().in());
    if (mac.length() < ADDRESS || link.isEmpty() || link.get().mac().length() < ADDRESS || link.get().isLoopback()) return false;
    String to = mac.substring(0, ADDRESS);
    return !packet.meta().isToGroup() && !to.equalsIgnoreCase(link.get().mac()) && !isPort(machine, packet, to);
  }

  /// Whether a link address is that of the bridge's port the frame came in by: such a frame is for this host too.
  ///
  /// @kernel v6.12 net/bridge/br_input.c br_handle_frame_finish; net/bridge/br_fdb.c br_fdb_add_local
  private static boolean isPort(Machine machine, Packet packet, String address) {
    String port = packet.meta().physin();
    return machine.host().links().all().stream().anyMatch(l -> l.master().equals(packet.meta().in()) && l.mac().equalsIgnoreCase(address)
        && (port.isEmpty() || port.equals(l.name())));
  }

  static boolean isBridge(Machine machine, String device) {
    return machine.link(device).map(l -> l.kind().equals("bridge")).orElse(false)
        || machine.host().links().all().stream().anyMatch(l -> l.master().equals(device) && !device.isEmpty());
  }

  /// The port that a frame came in by, or leaves by: what its lines say, or the only one; empty where it is not known.
  static Optional<String> port(Machine machine, String bridge, String said) {
    if (!said.isEmpty()) return Optional.of(said);
    var ports = machine.host().links().all().stream().filter(l -> l.master().equals(bridge)).toList();
    return ports.size() == 1 ? Optional.of(ports.getFirst().name()) : Optional.empty();
  }

  /// The port by which a frame leaves that came in by one of a bridge's two ports; empty where there are more.
  static String otherPort(Machine machine, String bridge, String port) {
    var others = machine.host().links().all().stream()
        .filter(l -> l.master().equals(bridge) && !l.name().equals(port)).toList();
    return others.size() == 1 && !port.isEmpty() ? others.getFirst().name() : "";
  }

  /// What keeps a frame from the bridge that a rule turned to another address on it: first the link address is asked for, then
  /// a port is looked for.
  ///
  /// @param route of the new address; empty for a frame whose address was not changed
  /// @kernel v6.12 net/bridge/br_netfilter_hooks.c br_nf_pre_routing_finish, br_nf_pre_routing_finish_bridge
  static Optional<Disposition> refusesTurned(Machine machine, Flight flight, Optional<Routed> route, boolean toSender) {
    Meta meta = flight.packet.meta();
    if (route.isEmpty()) return Optional.empty();
    return NextHop.refuses(machine, flight, route).or(() -> isHairpin(machine, meta.in(), meta.physin(), toSender)
        ? Optional.of(new Disposition.Dropped(Stage.Step.BRIDGE, "bridge", Cause.HAIRPIN_MODE_OFF)) : Optional.empty());
  }

  /// Whether a frame for an address on the bridge would have to leave by the port it came in by, which a port without
  /// hairpin mode refuses: it goes back to its sender, or the bridge has no other port.
  ///
  /// @kernel v6.12 net/bridge/br_forward.c should_deliver
  private static boolean isHairpin(Machine machine, String bridge, String port, boolean toSender) {
    var ports = machine.host().links().all().stream().filter(l -> l.master().equals(bridge)).toList();
    boolean same = toSender || ports.size() == 1;
    String name = port.isEmpty() && ports.size() == 1 ? ports.getFirst().name() : port;
    return same && !hairpinOn(machine, name);
  }

  /// A device without carrier sends nothing: its queue was exchanged for one that drops.
  ///
  /// @kernel v6.12 net/sched/sch_generic.c dev_deactivate_many, noop_enqueue
  static Optional<Disposition> stops(Machine machine, String device) {
    return machine.link(device).filter(l -> !l.hasCarrier())
        .map(_ -> new Disposition.Dropped(Stage.Step.DEVICE, "device " + device, Cause.NO_CARRIER));
  }

  /// Two isolated ports of a bridge send one another nothing.
  ///
  /// @kernel v6.12 net/bridge/br_private.h br_skb_isolated
  static boolean areIsolated(Machine machine, String in, String out) {
    return has(machine, in, "isolated on") && has(machine, out, "isolated on");
  }

  private static boolean hairpinOn(Machine machine, String port) {
    return has(machine, port, "hairpin on");
  }

  private static boolean has(Machine machine, String port, String flag) {
    return Stream.of("ip-link.txt", "bridge-link.txt").anyMatch(file -> lines(machine.host().text(file).orElse(""), port).contains(flag));
  }

  /// The lines of one port, of `ip -d link` or `bridge -d link`.
  private static String lines(String text, String port) {
    int at = text.indexOf(": " + port + "@");
    if (at < 0) at = text.indexOf(": " + port + ":");
    if (at < 0) at = text.indexOf(": " + port + " ");
    if (at < 0 || port.isEmpty()) return "";
    int next = at;
    do {
      next = text.indexOf('\n', next + 1);
    } while (next >= 0 && next + 1 < text.length() && text.charAt(next + 1) == ' ');
    return text.substring(at, next < 0 ? text.length() : next);
  }
}
