package lasthop.simulate;

import java.util.Optional;
import lasthop.link.Link;
import lasthop.packet.Packet;

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
    boolean group = (Integer.parseInt(to.substring(0, 2), 16) & 1) != 0;
    return !group && !to.equalsIgnoreCase(link.get().mac());
  }

  static boolean isBridge(Machine machine, String device) {
    return machine.link(device).map(l -> l.kind().equals("bridge")).orElse(false)
        || machine.host().links().all().stream().anyMatch(l -> l.master().equals(device) && !device.isEmpty());
  }

  /// The port by which a frame leaves that came in by one of a bridge's two ports; empty where there are more.
  static String otherPort(Machine machine, String bridge, String port) {
    var others = machine.host().links().all().stream()
        .filter(l -> l.master().equals(bridge) && !l.name().equals(port)).toList();
    return others.size() == 1 && !port.isEmpty() ? others.getFirst().name() : "";
  }

  /// Whether a frame for an address on the bridge would have to leave by the port it came in by, which a port without
  /// hairpin mode refuses: it goes back to its sender, or the bridge has no other port.
  ///
  /// @kernel v6.12 net/bridge/br_forward.c should_deliver
  static boolean isHairpin(Machine machine, String bridge, String port, boolean toSender) {
    var ports = machine.host().links().all().stream().filter(l -> l.master().equals(bridge)).toList();
    boolean same = toSender || ports.size() == 1;
    String name = port.isEmpty() && ports.size() == 1 ? ports.getFirst().name() : port;
    return same && !hairpinOn(machine, name);
  }

  /// Reads `hairpin on` out of the port's lines of `ip -d link`.
  private static boolean hairpinOn(Machine machine, String port) {
    String text = machine.host().text("ip-link.txt").orElse("");
    int at = text.indexOf(": " + port + "@");
    if (at < 0) at = text.indexOf(": " + port + ":");
    if (at < 0 || port.isEmpty()) return false;
    int next = at;
    do {
      next = text.indexOf('\n', next + 1);
    } while (next >= 0 && next + 1 < text.length() && text.charAt(next + 1) == ' ');
    return text.substring(at, next < 0 ? text.length() : next).contains("hairpin on");
  }
}
