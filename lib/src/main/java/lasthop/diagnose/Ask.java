package lasthop.diagnose;

import java.util.ArrayList;
import java.util.List;
import lasthop.packet.Packet;
import lasthop.packet.Proto;
import lasthop.text.Quoted;

/// The commands that would tell what the files do not, whole, to be typed as they stand.
final class Ask {
  /// Protocols whose ports a capture filter knows by name.
  private static final List<Integer> NAMED = List.of(Proto.TCP, Proto.UDP, Proto.SCTP);

  private Ask() {}

  /// Shows the frames of a packet's flow, both directions, with their link addresses.
  ///
  /// @param dev device to look at; empty for all of them
  static String frames(String dev, Packet packet) {
    var filter = new ArrayList<String>();
    if (!packet.src().isAny()) filter.add("host " + packet.src());
    filter.add("host " + packet.dst());
    if (packet.dport() >= 0 && NAMED.contains(packet.proto())) filter.add(Proto.name(packet.proto()) + " port " + packet.dport());
    else filter.add(protocol(packet));
    return "tcpdump -nn -e -v -i " + (dev.isEmpty() ? "any" : Quoted.word(dev)) + " '" + String.join(" and ", filter) + "'";
  }

  private static String protocol(Packet packet) {
    return switch (packet.proto()) {
      case Proto.ICMP -> "icmp";
      case Proto.ICMPV6 -> "icmp6";
      default -> (packet.src().isV4() ? "ip proto " : "ip6 proto ") + packet.proto();
    };
  }

  /// Prints the commands that trace a packet's flow on a host, and those that take the trace away.
  static String trace(Packet packet) {
    var words = new ArrayList<>(List.of(Proto.name(packet.proto())));
    words.add(packet.src().isAny() ? "any" : packet.src().toString());
    words.add(">");
    words.add(packet.dport() < 0 ? packet.dst().toString()
        : (packet.dst().isV4() ? packet.dst() : "[" + packet.dst() + "]") + ":" + packet.dport());
    if (!packet.meta().in().isEmpty()) words.addAll(List.of("iif", packet.meta().in()));
    return "./lasthop capture " + Quoted.word(String.join(" ", words));
  }

  /// Makes a host's snapshot.
  static String snapshot(String host) {
    return host.isEmpty() ? "./lasthop collect snapshot/" : "ssh " + Quoted.word(host) + " sh -s < scripts/collect.sh > " + Quoted.word(host + ".tar");
  }
}
