package lasthop.diagnose;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lasthop.host.Host;
import lasthop.ip.Family;
import lasthop.packet.Packet;
import lasthop.routing.RouteDecision;
import lasthop.text.Origin;
import lasthop.traversal.Cause;
import lasthop.traversal.Stage;

/// The causes that end a packet between two chains without a line, and what rules each of them out.
final class Rivals {
  private final Optional<Host> host;
  private final Tally tally;
  private final Packet packet;
  private final Killers killers;

  /// @param packet as it was when its last line was printed, translated where that line's rule did so
  /// @param line that last line
  /// @param decision the routing decision that follows it, with its steps; empty where none follows
  Rivals(Optional<Host> host, Packet packet, Evidence line, Optional<RouteDecision> decision) {
    this.host = host;
    this.tally = new Tally(host);
    this.packet = packet;
    this.killers = new Killers(host, packet, line, decision);
  }

  /// Every cause that strikes in one of the stages, but for the one already named.
  List<Rival> in(List<Stage.Step> stages, Cause named) {
    var rivals = new ArrayList<Rival>();
    for (Stage.Step stage : stages) {
      for (Cause cause : causes(stage, packet.family())) {
        if (cause != named) rivals.add(judged(cause));
      }
      rivals.addAll(outside(stage));
    }
    return rivals;
  }

  /// What can end a packet at a stage in silence.
  static List<Cause> causes(Stage.Step stage, Family family) {
    return switch (stage) {
      case BEFORE_NETFILTER -> List.of(Cause.OTHER_HOST_MAC);
      case REASSEMBLY -> List.of(Cause.FRAGMENT_MISSING);
      case ROUTING_INPUT -> family == Family.IPV4
          ? List.of(Cause.RP_FILTER_STRICT, Cause.RP_FILTER_LOOSE, Cause.MARTIAN_SOURCE, Cause.ROUTE_LOCALNET_OFF, Cause.NO_ROUTE,
              Cause.BLACKHOLE_ROUTE, Cause.UNREACHABLE_ROUTE, Cause.PROHIBIT_ROUTE, Cause.PROHIBIT_RULE, Cause.IP_FORWARD_OFF)
          : List.of(Cause.NO_ROUTE, Cause.BLACKHOLE_ROUTE, Cause.UNREACHABLE_ROUTE, Cause.PROHIBIT_ROUTE, Cause.PROHIBIT_RULE,
              Cause.IP_FORWARD_OFF);
      case ROUTING_OUTPUT -> List.of(Cause.NO_ROUTE, Cause.BLACKHOLE_ROUTE, Cause.UNREACHABLE_ROUTE, Cause.PROHIBIT_ROUTE,
          Cause.PROHIBIT_RULE);
      case FORWARD_PATH -> family == Family.IPV4 ? List.of(Cause.TTL_EXCEEDED, Cause.MTU_EXCEEDED)
          : List.of(Cause.TTL_EXCEEDED, Cause.MTU_EXCEEDED, Cause.MARTIAN_SOURCE);
      case BRIDGE -> List.of(Cause.HAIRPIN_MODE_OFF);
      case NEIGHBOUR -> List.of(Cause.ARP_FAILED);
      case SOCKET -> List.of(Cause.NO_LISTENER);
      case KERNEL -> List.of(Cause.NO_PROTOCOL, Cause.BAD_CHECKSUM);
      case CONNTRACK, DEVICE -> List.of();
    };
  }

  private Rival judged(Cause cause) {
    Optional<Evidence> killer = killers.of(cause).or(() -> tally.refutes(cause, packet.family(), !packet.meta().in().isEmpty()));
    return killer.map(fact -> Rival.ruledOut(cause, fact)).orElseGet(() -> Rival.open(cause, collect(cause)));
  }

  /// What stands at a stage outside the model. A text that says there is none of it rules it out.
  private List<Rival> outside(Stage.Step stage) {
    return switch (stage) {
      case FORWARD_PATH, SOCKET -> List.of(absent("xfrm-policy", "xfrm-policy.txt", "ip xfrm policy"));
      case DEVICE -> List.of(absent("tc-filter", "tc-filter.txt", "tc -s qdisc show; tc filter show"));
      default -> List.of();
    };
  }

  private Rival absent(String code, String file, String collect) {
    boolean none = host.flatMap(h -> h.text(file)).filter(String::isBlank).isPresent();
    return none ? Rival.ruledOut(code, Evidence.observed(new Fact.Setting(code, "none"), new Origin(file, 0), "")) : Rival.open(code, collect);
  }

  private String collect(Cause cause) {
    return switch (cause) {
      case NO_LISTENER -> "ss -tlnu";
      case ARP_FAILED -> "ip neigh";
      case OTHER_HOST_MAC, BAD_CHECKSUM -> Ask.frames(packet.meta().in(), packet);
      case HAIRPIN_MODE_OFF -> "bridge -d link";
      case TTL_EXCEEDED, MTU_EXCEEDED, NO_PROTOCOL, FRAGMENT_MISSING -> "nstat -az";
      default -> "ip rule; ip route show table all; ip addr; sysctl -a";
    };
  }
}
