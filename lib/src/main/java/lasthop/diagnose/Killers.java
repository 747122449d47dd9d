package lasthop.diagnose;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import lasthop.host.Host;
import lasthop.ip.Family;
import lasthop.ip.Ip;
import lasthop.link.Link;
import lasthop.packet.Packet;
import lasthop.packet.Proto;
import lasthop.routing.LookupStep;
import lasthop.routing.LookupStep.Check;
import lasthop.routing.LookupStep.SourceValidated;
import lasthop.routing.PolicyRule;
import lasthop.routing.Route;
import lasthop.routing.RouteDecision;
import lasthop.routing.RouteDecision.Routed;
import lasthop.routing.RouteType;
import lasthop.routing.RpFilter;
import lasthop.simulate.RouteMtu;
import lasthop.sysctl.Sysctls;
import lasthop.text.Origin;
import lasthop.traversal.Cause;

/// The one fact that rules a cause out, with the line it stands in. What a lookup did not get to is ruled out by what
/// ended it before: an address, a rule or a route.
final class Killers {
  private final Optional<Host> host;
  private final Packet packet;
  private final Evidence line;
  private final Optional<RouteDecision> decision;
  private final List<LookupStep> steps;

  /// @param packet as it was when its last line was printed, translated where that line's rule did so
  /// @param line that last line
  /// @param decision the routing decision that follows it, with its steps; empty where none follows
  Killers(Optional<Host> host, Packet packet, Evidence line, Optional<RouteDecision> decision) {
    this.host = host;
    this.packet = packet;
    this.line = line;
    this.decision = decision.filter(d -> !(d instanceof RouteDecision.Undetermined));
    this.steps = this.decision.map(RouteDecision::steps).orElse(List.of());
  }

  /// Empty when nothing rules it out.
  Optional<Evidence> of(Cause cause) {
    return switch (cause) {
      case RP_FILTER_STRICT -> validated(RpFilter.STRICT);
      case RP_FILTER_LOOSE -> validated(RpFilter.LOOSE);
      case MARTIAN_SOURCE -> v4() ? sender() : forwardable();
      case ROUTE_LOCALNET_OFF -> packet.dst().isLoopback() ? allowed() : Optional.of(header("loopback destination", 0));
      case NO_ROUTE -> ended().filter(e -> !(e.fact() instanceof Fact.NoRouteMatches));
      case BLACKHOLE_ROUTE -> otherRoute(RouteType.BLACKHOLE);
      case UNREACHABLE_ROUTE -> otherRoute(RouteType.UNREACHABLE);
      case PROHIBIT_ROUTE -> otherRoute(RouteType.PROHIBIT);
      case PROHIBIT_RULE -> noRuleRefuses();
      case IP_FORWARD_OFF -> local().or(this::forwards);
      case TTL_EXCEEDED -> local().or(() -> Optional.of(header("ttl", packet.header().ttl())).filter(_ -> packet.header().ttl() > 1));
      case MTU_EXCEEDED -> local().or(this::fits).or(this::notForwarded);
      case NO_LISTENER -> listener();
      default -> Optional.empty();
    };
  }

  /// What answered for the destination: the addresses alone, a rule, a route, or nothing at all.
  private Optional<Evidence> ended() {
    for (LookupStep step : steps) {
      if (step instanceof LookupStep.Checked c && !c.passed() && isAddress(c.check())) return Optional.of(addressRefused(c.check()));
      if (step instanceof LookupStep.RuleRefused r) return Optional.of(Evidence.derived(new Fact.RuleAnswers(r.rule()), r.rule().origin(), r.rule()));
    }
    Optional<Route> route = matching();
    if (route.isPresent()) return route.map(r -> Evidence.derived(new Fact.RouteMatches(r), r.origin(), r));
    return decision.filter(_ -> steps.stream().anyMatch(LookupStep.TableSearched.class::isInstance))
        .map(_ -> Evidence.derived(new Fact.NoRouteMatches(packet.dst()), new Origin(routes(), 0), ""));
  }

  private static boolean isAddress(Check check) {
    return check == Check.SOURCE_MARTIAN || check == Check.DESTINATION_MARTIAN || check == Check.LOOPBACK_ADDRESS;
  }

  private Evidence addressRefused(Check check) {
    boolean source = check == Check.SOURCE_MARTIAN || check == Check.LOOPBACK_ADDRESS && packet.src().isLoopback();
    return Evidence.observed(new Fact.AddressRefused(source ? packet.src() : packet.dst()), line.origin(), line.quoted());
  }

  private Optional<Route> matching() {
    return steps.stream().filter(LookupStep.TableSearched.class::isInstance)
        .flatMap(s -> ((LookupStep.TableSearched) s).answering().stream()).reduce((_, last) -> last);
  }

  /// The words know a rule of its own only for prohibit: any other that answers is called as a route of that type.
  private Optional<Evidence> otherRoute(RouteType type) {
    return ended().filter(e -> switch (e.fact()) {
      case Fact.RouteMatches m -> m.route().type() != type;
      case Fact.RuleAnswers r -> type == RouteType.PROHIBIT || !r.rule().action().equals(new PolicyRule.Action.Reject(type));
      default -> true;
    });
  }

  /// Loose asks for any way back, strict for one by the device the packet came in by.
  private Optional<Evidence> validated(RpFilter mode) {
    Optional<SourceValidated> check = validation();
    if (check.isEmpty()) return unvalidated(mode);
    SourceValidated v = check.get();
    boolean martian = v.route().filter(this::makesMartian).isPresent();
    if (!v.passed() && v.mode() == mode && !martian) return Optional.empty();
    boolean back = v.route().isPresent() && (martian || v.passed() && v.mode() == RpFilter.STRICT || mode == RpFilter.LOOSE);
    if (!back) return inForce(v.iif());
    return v.route().map(r -> Evidence.derived(new Fact.WayBack(packet.src(), r, v.needs(), v.iif()), r.origin(), r));
  }

  /// Whether no host may send from an address to which this is the way back.
  ///
  /// @kernel v6.12 net/ipv4/fib_frontend.c __fib_validate_source
  private boolean makesMartian(Route back) {
    boolean accepted = Stream.of("all", packet.meta().in()).anyMatch(dev -> entry("accept_local", dev).filter(e -> number(e) != 0).isPresent());
    return back.type() != RouteType.UNICAST && !(back.type() == RouteType.LOCAL && accepted);
  }

  private Optional<SourceValidated> validation() {
    return steps.stream().filter(SourceValidated.class::isInstance).map(SourceValidated.class::cast).findFirst();
  }

  /// The source is asked about once a unicast or local route is found. Where the mode asked for is in force, what ended the
  /// lookup before stands against it.
  private Optional<Evidence> unvalidated(RpFilter mode) {
    if (decision.isEmpty() || !v4()) return Optional.empty();
    Optional<Evidence> other = inForce(packet.meta().in()).filter(e -> ((Fact.ModeIs) e.fact()).mode() != mode);
    boolean deaf = steps.stream().anyMatch(s -> s instanceof LookupStep.Checked c && c.check() == Check.FORWARDING && !c.passed());
    return other.or(() -> deaf ? setting("forwarding", packet.meta().in()) : ended());
  }

  private Optional<Evidence> inForce(String dev) {
    List<Sysctls.Entry> entries = Stream.of("all", dev).flatMap(d -> entry("rp_filter", d).stream()).toList();
    if (entries.size() < 2) return Optional.empty();
    Sysctls.Entry larger = number(entries.get(0)) > number(entries.get(1)) ? entries.get(0) : entries.get(1);
    return Optional.of(Evidence.derived(new Fact.ModeIs(dev, RpFilter.of(number(larger))), larger.origin(), larger.value()));
  }

  /// Neither the address nor the way back makes the source a martian.
  private Optional<Evidence> sender() {
    boolean asked = steps.stream().anyMatch(s -> s instanceof LookupStep.Checked c && c.check() == Check.SOURCE_MARTIAN && c.passed());
    boolean martian = packet.src().isLoopback() && steps.stream().anyMatch(s -> s instanceof LookupStep.Checked c
        && c.check() == Check.LOOPBACK_ADDRESS && !c.passed());
    boolean back = validation().filter(v -> !v.passed()).flatMap(SourceValidated::route).filter(this::makesMartian).isPresent();
    boolean own = host.filter(h -> h.links().hasAddress(packet.src())).isPresent() && decision.filter(RouteDecision.Routed.class::isInstance).isEmpty();
    boolean known = host.filter(h -> h.has("ip-addr.txt")).isPresent();
    if (!asked || !known || martian || back || own) return Optional.empty();
    return Optional.of(Evidence.derived(new Fact.SourceMaySend(packet.src()), new Origin("ip-addr.txt", 0), packet.src()));
  }

  /// IPv6 refuses to forward sources that stay where they are; a packet may go back out of the device it came by.
  private Optional<Evidence> forwardable() {
    Ip src = packet.src();
    boolean stays = src.isAny() || src.isMulticast() || src.isLoopback() || src.isLinkLocal();
    return stays ? Optional.empty() : Optional.of(Evidence.observed(new Fact.MayBeForwarded(src), line.origin(), line.quoted()));
  }

  /// A socket on the port, whatever becomes of the packet there.
  private Optional<Evidence> listener() {
    String proto = Proto.name(packet.proto());
    return host.flatMap(Host::sockets).stream().flatMap(List::stream)
        .filter(s -> s.port() == packet.dport() && s.proto().equals(proto)).findFirst()
        .map(s -> Evidence.derived(new Fact.Listening(true, proto + " port " + s.port()), s.origin(), s.port()));
  }

  /// A loopback destination that was let pass.
  private Optional<Evidence> allowed() {
    boolean refused = steps.stream().anyMatch(s -> s instanceof LookupStep.Checked c && c.check() == Check.LOOPBACK_ADDRESS && !c.passed());
    return decision.isEmpty() || refused ? Optional.empty() : Stream.of("all", packet.meta().in())
        .flatMap(dev -> setting("route_localnet", dev).stream()).filter(e -> !((Fact.Setting) e.fact()).value().equals("0")).findFirst();
  }

  private Optional<Evidence> noRuleRefuses() {
    if (steps.stream().anyMatch(LookupStep.RuleRefused.class::isInstance)) {
      return ended().filter(e -> !(e.fact() instanceof Fact.RuleAnswers r && r.rule().action().equals(new PolicyRule.Action.Reject(RouteType.PROHIBIT))));
    }
    Optional<Evidence> passed = steps.stream().filter(LookupStep.RuleSkipped.class::isInstance).map(LookupStep.RuleSkipped.class::cast)
        .filter(s -> s.rule().action() instanceof PolicyRule.Action.Reject).findFirst()
        .map(s -> Evidence.derived(new Fact.RuleIsForOthers(s.rule(), s.failed()), s.rule().origin(), s.rule()));
    Optional<List<PolicyRule>> rules = host.flatMap(h -> h.routing().rules(packet.family())).map(r -> r.rules());
    if (passed.isPresent() || rules.isEmpty()) return passed;
    if (rules.get().stream().anyMatch(r -> r.action() instanceof PolicyRule.Action.Reject)) return ended();
    List<Integer> lines = rules.get().stream().map(r -> r.origin().line()).sorted().toList();
    if (lines.isEmpty() || lines.getFirst() == 0) return Optional.empty();
    PolicyRule first = rules.get().stream().filter(r -> r.origin().line() == lines.getFirst()).findFirst().orElseThrow();
    return Optional.of(Evidence.derived(new Fact.NoRuleRejects(lines.size(), lines.getFirst(), lines.getLast()), first.origin(), first));
  }

  /// The packet is for this host, so nothing of the forward path touches it.
  private Optional<Evidence> local() {
    return matching().filter(r -> r.type() == RouteType.LOCAL).map(r -> Evidence.derived(new Fact.RouteMatches(r), r.origin(), r));
  }

  private Optional<Evidence> forwards() {
    boolean deaf = steps.stream().anyMatch(s -> s instanceof LookupStep.Checked c && c.check() == Check.FORWARDING && !c.passed());
    if (deaf) return Optional.empty();
    return setting("forwarding", v4() ? packet.meta().in() : "all").filter(e -> !((Fact.Setting) e.fact()).value().equals("0"));
  }

  private Optional<Evidence> fits() {
    if (packet.header().len() < 0) return Optional.empty();
    if (v4() && !packet.header().df()) return Optional.of(header("df", 0));
    Optional<Integer> own = decision.filter(Routed.class::isInstance).map(d -> RouteMtu.of((Routed) d)).filter(mtu -> mtu > 0);
    if (own.filter(mtu -> mtu < packet.header().len()).isPresent()) return Optional.empty();
    Optional<Link> link = matching().filter(r -> r.type() == RouteType.UNICAST)
        .flatMap(r -> host.flatMap(h -> h.links().link(r.nexthop().dev())));
    return link.filter(l -> l.mtu() >= packet.header().len())
        .map(l -> Evidence.derived(new Fact.MtuIs(l.name(), l.mtu(), packet.header().len()), l.origin(), l.name() + " mtu " + l.mtu()));
  }

  /// Without a route there is no link that could be too small.
  private Optional<Evidence> notForwarded() {
    return ended().filter(e -> !(e.fact() instanceof Fact.RouteMatches m && m.route().type() == RouteType.UNICAST));
  }

  private Evidence header(String field, long value) {
    return Evidence.observed(new Fact.HeaderIs(field, value), line.origin(), line.quoted());
  }

  private Optional<Evidence> setting(String key, String dev) {
    return entry(key, dev).map(e -> Evidence.derived(new Fact.Setting(Sysctls.conf(v4() ? "ipv4" : "ipv6", dev, key), e.value().strip()), e.origin(), e.value()));
  }

  private Optional<Sysctls.Entry> entry(String key, String dev) {
    return host.flatMap(h -> h.sysctls().entry(Sysctls.conf(v4() ? "ipv4" : "ipv6", dev, key)));
  }

  private static long number(Sysctls.Entry entry) {
    String value = entry.value().strip();
    return value.matches("[0-9]{1,9}") ? Long.parseLong(value) : 0;
  }

  private boolean v4() {
    return packet.family() == Family.IPV4;
  }

  private String routes() {
    return v4() ? "ip-route.txt" : "ip6-route.txt";
  }
}
