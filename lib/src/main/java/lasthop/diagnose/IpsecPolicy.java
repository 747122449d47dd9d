package lasthop.diagnose;

import java.util.List;
import java.util.Optional;
import lasthop.host.Host;
import lasthop.ip.Ip;
import lasthop.ip.Prefix;
import lasthop.netfilter.Hook;
import lasthop.packet.Packet;
import lasthop.text.Origin;
import lasthop.text.Words;
import lasthop.trace.Event;
import lasthop.trace.TracedPacket;
import lasthop.traversal.Disposition;

/// An IPsec policy that selects a packet: what it does then is not modelled.
///
/// @param line its selector, as `ip xfrm policy` prints it
/// @kernel v6.12 net/ipv4/ip_forward.c ip_forward (xfrm4_policy_check, xfrm4_route_forward); net/ipv4/ip_input.c ip_protocol_deliver_rcu
record IpsecPolicy(String line, Origin origin) {
  static final String FILE = "xfrm-policy.txt";

  /// One that may have taken the packet where its lines do not show it further on.
  ///
  /// @param end what became of it without the policy
  static Optional<IpsecPolicy> taking(Host host, TracedPacket seen, Disposition end) {
    return switch (end) {
      case Disposition.Delivered _ -> find(host, seen.last().packet(), List.of("in"));
      case Disposition.Transmitted sent when sent.forwarded() && !isShownForwarded(seen) -> find(host, seen.last().packet(), List.of("fwd", "out"));
      default -> Optional.empty();
    };
  }

  /// Those that stand between the routing decision and FORWARD.
  static Optional<IpsecPolicy> forwarding(Host host, TracedPacket seen) {
    return isShownForwarded(seen) ? Optional.empty() : find(host, seen.last().packet(), List.of("fwd", "out"));
  }

  private static boolean isShownForwarded(TracedPacket seen) {
    return seen.events().stream().map(Event::hook).flatMap(Optional::stream).anyMatch(h -> h == Hook.FORWARD || h == Hook.POSTROUTING);
  }

  private static Optional<IpsecPolicy> find(Host host, Packet packet, List<String> directions) {
    String[] lines = host.text(FILE).orElse("").split("\n");
    for (int i = 0; i + 1 < lines.length; i++) {
      var selector = new Words(lines[i]);
      if (lines[i].isBlank() || Character.isWhitespace(lines[i].charAt(0)) || !selector.take("src")) continue;
      boolean chosen = selects(selector.next(), packet.src()) && selector.take("dst") && selects(selector.next(), packet.dst());
      var action = new Words(lines[i + 1]);
      boolean meant = action.take("dir") && directions.contains(action.next());
      if (meant && chosen) return Optional.of(new IpsecPolicy(lines[i].strip(), new Origin(FILE, i + 1)));
    }
    return Optional.empty();
  }

  private static boolean selects(String prefix, Ip ip) {
    try {
      return Prefix.parse(prefix).contains(ip);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  @Override public String toString() {
    return "the IPsec policy " + line;
  }
}
