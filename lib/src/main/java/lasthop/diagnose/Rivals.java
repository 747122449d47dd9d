package lasthop.diagnose;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lasthop.host.Host;
import lasthop.ip.Family;
import lasthop.packet.Packet;
import lasthop.routing.LookupStep;
import lasthop.routing.LookupStep.Check;
import lasthop.routing.RouteDecision;
import lasthop.routing.RouteDecision.Refused;
import lasthop.routing.RouteDecision.Routed;
import lasthop.routing.RouteType;
import lasthop.routing.RpFilter;
import lasthop.text.Origin;
import lasthop.traversal.Cause;
import lasthop.traversal.Stage;

/// The causes that end a packet between two chains without a line, and what rules each of them out.
///
/// @param packet as it was when its last line was printed, translated where that line's rule did so
/// @param decision the routing decision that follows that line, with its steps; empty where none follows
final class Rivals {
  private final Optional<Host> host;
  private final Tally tally;
  private final Packet packet;
  private final Optional<RouteDecision> decision;
  private final List<LookupStep> steps;

  Rivals(Optional<Host> host, Packet packet, Optional<RouteDecision> decision) {
    this.host = host;
    this.tally = new Tally(host);
    this.packet = packet;
    this.decision = decision;
    this.steps = decision.map(RouteDecision::steps).orElse(List.of());
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
      case FORWARD_PATH -> List.of(Cause.TTL_EXCEEDED, Cause.MTU_EXCEEDED);
      case BRIDGE -> List.of(Cause.HAIRPIN_MODE_OFF);
      case NEIGHBOUR -> List.of(Cause.ARP_FAILED);
      case SOCKET -> List.of(Cause.NO_LISTENER);
      case KERNEL -> List.of(Cause.NO_PROTOCOL, Cause.BAD_CHECKSUM);
      case CONNTRACK, DEVICE -> List.of();
    };
  }

  private Rival judged(Cause cause) {
    Optional<Evidence> killer = killer(cause).or(() -> tally.refutes(cause, packet.family(), true));
    return killer.map(fact -> Rival.ruledOut(cause, fact)).orElseGet(() -> Rival.open(cause, collect(cause)));
  }

  private Optional<Evidence> killer(Cause cause) {
    return switch (cause) {
      case RP_FILTER_STRICT -> validated(RpFilter.STRICT);
      case RP_FILTER_LOOSE -> validated(RpFilter.LOOSE);
      case MARTIAN_SOURCE -> passed(Check.SOURCE_MARTIAN);
      case ROUTE_LOCALNET_OFF -> packet.src().isLoopback() || packet.dst().isLoopback() ? passed(Check.LOOPBACK_ADDRESS)
          : Optional.of(Evidence.derived(new Fact.HeaderIs("loopback addresses", 0)));
      case NO_ROUTE -> found();
      case BLACKHOLE_ROUTE -> notOfType(RouteType.BLACKHOLE);
      case UNREACHABLE_ROUTE -> notOfType(RouteType.UNREACHABLE);
      case PROHIBIT_ROUTE, PROHIBIT_RULE -> notOfType(RouteType.PROHIBIT);
      case IP_FORWARD_OFF -> local().or(this::forwards);
      case TTL_EXCEEDED -> local().or(() -> header("ttl", packet.header().ttl(), packet.header().ttl() > 1));
      case MTU_EXCEEDED -> local().or(this::fits);
      default -> Optional.empty();
    };
  }

  private Optional<Evidence> validated(RpFilter mode) {
    for (LookupStep step : steps) {
      if (step instanceof LookupStep.SourceValidated s && (s.passed() || s.mode() != mode)) return decided();
    }
    return decision.filter(Routed.class::isInstance).flatMap(_ -> decided());
  }

  private Optional<Evidence> passed(Check check) {
    boolean did = steps.stream().anyMatch(s -> s instanceof LookupStep.Checked c && c.check() == check && c.passed());
    return did || decision.filter(Routed.class::isInstance).isPresent() ? decided() : Optional.empty();
  }

  /// A route was found, whatever became of the packet after that.
  private Optional<Evidence> found() {
    for (LookupStep step : steps) {
      if (step instanceof LookupStep.TableSearched t && t.best().isPresent()) {
        return Optional.of(Evidence.derived(new Fact.Decided(decision.get()), t.best().get().origin(), t.best().get()));
      }
    }
    return Optional.empty();
  }

  private Optional<Evidence> notOfType(RouteType type) {
    if (decision.isEmpty() || decision.get() instanceof RouteDecision.Undetermined) return Optional.empty();
    for (LookupStep step : steps) {
      if (step instanceof LookupStep.TableSearched t && t.best().filter(r -> r.type() == type).isPresent()) return Optional.empty();
      if (step instanceof LookupStep.RuleRefused) return Optional.empty();
    }
    return decided();
  }

  /// The packet is for this host, so nothing of the forward path touches it.
  private Optional<Evidence> local() {
    boolean local = steps.stream().anyMatch(s -> s instanceof LookupStep.TableSearched t
        && t.best().filter(r -> r.type() == RouteType.LOCAL).isPresent());
    return local || decision.filter(d -> d instanceof Routed r && r.isLocal()).isPresent() ? found().or(this::decided) : Optional.empty();
  }

  private Optional<Evidence> forwards() {
    if (steps.stream().anyMatch(s -> s instanceof LookupStep.Checked c && c.check() == Check.FORWARDING && !c.passed())) {
      return Optional.empty();
    }
    String family = packet.family() == Family.IPV4 ? "ipv4" : "ipv6";
    String device = packet.family() == Family.IPV4 ? packet.meta().in() : "all";
    return host.flatMap(h -> h.sysctls().entry(lasthop.sysctl.Sysctls.conf(family, device, "forwarding")))
        .filter(e -> !e.value().strip().equals("0"))
        .map(e -> Evidence.derived(new Fact.Setting("conf." + device + ".forwarding", e.value()), e.origin(), e.value()));
  }

  private Optional<Evidence> fits() {
    if (!packet.header().df() && packet.family() == Family.IPV4) return header("df", 0, packet.header().len() >= 0);
    if (!(decision.orElse(null) instanceof Routed routed) || host.isEmpty() || packet.header().len() < 0) return Optional.empty();
    return host.get().links().link(routed.nexthop().dev()).filter(l -> l.mtu() >= packet.header().len())
        .map(l -> Evidence.derived(new Fact.MtuIs(l.name(), l.mtu()), l.origin(), l.name() + " mtu " + l.mtu()));
  }

  private static Optional<Evidence> header(String field, long value, boolean kills) {
    return kills ? Optional.of(Evidence.observed(new Fact.HeaderIs(field, value), Origin.NONE, "")) : Optional.empty();
  }

  private Optional<Evidence> decided() {
    return decision.filter(d -> d instanceof Routed || d instanceof Refused).map(d -> Evidence.derived(new Fact.Decided(d)));
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

  private static String collect(Cause cause) {
    return switch (cause) {
      case NO_LISTENER -> "ss -tlnu";
      case ARP_FAILED -> "ip neigh";
      case OTHER_HOST_MAC, BAD_CHECKSUM -> "tcpdump -nn -e -v";
      case HAIRPIN_MODE_OFF -> "bridge -d link";
      case TTL_EXCEEDED, MTU_EXCEEDED, NO_PROTOCOL, FRAGMENT_MISSING -> "nstat -az";
      default -> "ip rule; ip route show table all; ip addr; sysctl -a";
    };
  }
}
