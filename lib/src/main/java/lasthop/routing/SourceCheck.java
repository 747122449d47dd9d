package lasthop.routing;

import java.util.List;
import java.util.Optional;
import lasthop.ip.Family;
import lasthop.ip.Ip;
import lasthop.link.Scope;
import lasthop.packet.DropReason;
import lasthop.packet.FlowKey;
import lasthop.routing.LookupStep.SourceValidated;

/// Reverse-path validation of the source of a packet that came in: would the host answer by that device?
///
/// @kernel v6.12 net/ipv4/fib_frontend.c fib_validate_source
final class SourceCheck {
  /// What it says: accepted, or refused and why.
  ///
  /// @param direct whether the source is directly connected there, judged only for a packet that leaves by the same device
  /// @param realms those of a packet from there
  record Verdict(boolean passed, boolean direct, Errno errno, DropReason reason, Realms realms) {
    static final Verdict PASSED = new Verdict(true, false, Errno.EINVAL, DropReason.NOT_SPECIFIED, Realms.NONE);
    static final Verdict DIRECT = new Verdict(true, true, Errno.EINVAL, DropReason.NOT_SPECIFIED, Realms.NONE);
    static final Verdict LOCAL_SOURCE = new Verdict(false, false, Errno.EINVAL, DropReason.IP_LOCAL_SOURCE, Realms.NONE);
    static final Verdict INVALID_SOURCE = new Verdict(false, false, Errno.EINVAL, DropReason.IP_INVALID_SOURCE, Realms.NONE);
    static final Verdict RPFILTER = new Verdict(false, false, Errno.EXDEV, DropReason.IP_RPFILTER, Realms.NONE);

    Verdict of(Found back) {
      if (back.nexthop().realm().isEmpty() && back.ruled().isNone()) return this;
      return new Verdict(passed, direct, errno, reason, Realms.ofSource(Realms.parse(back.nexthop().realm()), back.ruled()));
    }
  }

  private final Facts facts;
  private final FlowKey flow;
  private final Ladder ladder;
  private final Ip src;

  /// @param flow the packet as it came in
  SourceCheck(Facts facts, FlowKey flow, Ladder ladder) {
    this.facts = facts;
    this.flow = flow;
    this.ladder = ladder;
    this.src = flow.src().orElse(Facts.ANY4);
  }

  /// @param dst the original destination; 0.0.0.0 for broadcast and multicast
  /// @param oif device the packet is forwarded by; empty for local delivery
  Verdict verdict(Ip dst, String oif) {
    String dev = flow.iif();
    RpFilter mode = RpFilter.of(facts.conf().larger(Conf.Key.RP_FILTER, dev));
    boolean redirects = dev.equals(oif) && facts.conf().either(Conf.Key.SEND_REDIRECTS, dev);
    if (mode == RpFilter.OFF && !usesRealms() && !redirects) {
      Optional<Verdict> fast = fast(dev);
      if (fast.isPresent()) {
        if (ladder.isOn()) ladder.add(new SourceValidated(dev, mode, false, flow, List.of(), Optional.empty(), "", fast.get().passed()));
        return fast.get();
      }
    }
    return full(dev, dst, oif, mode);
  }

  private Optional<Verdict> fast(String dev) {
    if (facts.conf().either(Conf.Key.ACCEPT_LOCAL, dev)) return Optional.of(Verdict.PASSED);
    if (facts.hasCustomLocalRoutes() || facts.hasCustomRules(Family.IPV4)) return Optional.empty();
    return Optional.of(facts.links().hasAddress(src) ? Verdict.LOCAL_SOURCE : Verdict.PASSED);
  }

  /// Routes with realms, or rules with them, make the kernel look up the source always, to classify the packet.
  private boolean usesRealms() {
    for (PolicyRule rule : facts.rules(Family.IPV4).rules()) if (!rule.realms().isEmpty()) return true;
    return facts.fib(Family.IPV4).usesRealms();
  }

  /// @kernel v6.12 net/ipv4/fib_frontend.c __fib_validate_source
  private Verdict full(String dev, Ip dst, String oif, RpFilter mode) {
    long mark = facts.conf().either(Conf.Key.SRC_VALID_MARK, dev) ? flow.mark() : 0;
    FlowKey back = new FlowKey(src, Optional.of(dst), oif.isEmpty() ? "lo" : oif, "", mark, flow.tos(), 0, -1, -1, -1);
    if (facts.portsMatter()) back = back.l4(flow.ipproto(), flow.dport(), flow.sport());
    Ladder below = ladder.below();
    Found found = new Ip4Table(facts, back, facts.vrf(dev), below, false).lookup();
    Verdict verdict = judge(found, dev, mode, back, oif);
    if (!ladder.isOn()) return verdict;
    ladder.add(new SourceValidated(dev, mode, true, back, below.steps(),
        found.isOk() ? Optional.of(found.route()) : Optional.empty(), found.isOk() ? found.nexthop().dev() : "",
        verdict.passed()));
    return verdict;
  }

  private Verdict judge(Found found, String dev, RpFilter mode, FlowKey back, String oif) {
    Verdict lastResort = mode == RpFilter.OFF ? Verdict.PASSED : Verdict.RPFILTER;
    if (!found.isOk()) return lastResort;
    RouteType type = found.pattern().type();
    boolean acceptable = type == RouteType.UNICAST || type == RouteType.LOCAL && facts.conf().either(Conf.Key.ACCEPT_LOCAL, dev);
    if (!acceptable) return type == RouteType.LOCAL ? Verdict.LOCAL_SOURCE : Verdict.INVALID_SOURCE;
    if (uses(found.pattern(), dev) || type == RouteType.LOCAL && facts.isLoopback(dev)) {
      return (oif.equals(dev) && isDirect(found) ? Verdict.DIRECT : Verdict.PASSED).of(found);
    }
    if (!Ip4Source.hasAddress(facts, dev)) return lastResort;
    if (mode == RpFilter.STRICT) return Verdict.RPFILTER;
    if (!oif.equals(dev)) return Verdict.PASSED.of(found);
    Found there = new Ip4Table(facts, back.oif(dev), facts.vrf(dev), Ladder.recording(false), true).lookup();
    boolean direct = there.isOk() && there.route().type() == RouteType.UNICAST && isDirect(there);
    return (direct ? Verdict.DIRECT : Verdict.PASSED).of(found);
  }

  /// Some nexthop leaves by the device, whatever its state.
  ///
  /// @kernel v6.12 net/ipv4/fib_frontend.c fib_info_nh_uses_dev
  private boolean uses(Route route, String dev) {
    for (Nexthop hop : route.nexthops()) {
      if (hop.dev().equals(dev) || facts.isMasterOf(dev, hop.dev())) return true;
    }
    return false;
  }

  /// The nexthop's own scope is host or nearer: no gateway between.
  private boolean isDirect(Found found) {
    return found.pattern().scope() == Scope.HOST || found.exit(facts, found.hop()).gateway().isEmpty();
  }
}
