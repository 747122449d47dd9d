package lasthop.routing;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import lasthop.ip.Family;
import lasthop.ip.Ip;
import lasthop.link.Link;
import lasthop.link.Links;
import lasthop.link.Neighbour;
import lasthop.link.Scope;
import lasthop.packet.FlowKey;

/// What a decision may ask of a host. A question the texts cannot answer throws [Missing]; nothing is guessed.
final class Facts {
  static final Ip ANY4 = Ip.any(Family.IPV4);
  static final Ip ANY6 = Ip.any(Family.IPV6);

  private final RoutingState state;
  private final Conf conf;
  private final boolean custom4;
  private final boolean custom6;
  private final boolean portsMatter;
  private final boolean anyVrf;
  private final AtomicReferenceArray<Exit[]> exits;

  Facts(RoutingState state) {
    this.state = state;
    conf = new Conf(state.sysctls());
    portsMatter = state.rules4().map(Rpdb::looksAtPorts).orElse(false);
    custom4 = state.history().customRules4() || state.rules4().filter(r -> !r.isDefault(Family.IPV4)).isPresent();
    custom6 = state.history().customRules6() || state.rules6().filter(r -> !r.isDefault(Family.IPV6)).isPresent();
    anyVrf = state.links().filter(links -> links.all().stream().anyMatch(Link::isVrf)).isPresent();
    exits = new AtomicReferenceArray<>(state.fib4().map(Fib::patterns).orElse(0));
  }

  RoutingState state() {
    return state;
  }

  Kernel kernel() {
    return state.kernel();
  }

  Rpdb rules(Family family) {
    return state.rules(family).orElseThrow(() -> family == Family.IPV4
        ? new Missing("the policy rules (ip-rule.txt)", "ip rule")
        : new Missing("the policy rules (ip6-rule.txt)", "ip -6 rule"));
  }

  Fib fib(Family family) {
    return state.fib(family).orElseThrow(() -> family == Family.IPV4
        ? new Missing("the routes (ip-route.txt)", "ip route show table all")
        : new Missing("the routes (ip6-route.txt)", "ip -6 route show table all"));
  }

  boolean hasCustomRules(Family family) {
    if (family == Family.IPV4 ? custom4 : custom6) return true;
    rules(family);
    return false;
  }

  /// Whether some IPv4 rule looks at protocol or ports.
  boolean portsMatter() {
    rules(Family.IPV4);
    return portsMatter;
  }

  /// @kernel v6.12 net/ipv4/fib_frontend.c inet_rtm_newroute
  boolean hasCustomLocalRoutes() {
    return state.history().customLocalRoutes4() || fib(Family.IPV4).hasLocalByHand();
  }

  /// 0.0.0.0; before 5.3 all of 0.0.0.0/8.
  ///
  /// @kernel v5.3 include/linux/in.h ipv4_is_zeronet
  boolean isZeronet(Ip ip) {
    return kernel().isAtLeast(5, 3) ? ip.isAny() : ip.isZeronet();
  }

  /// A rule or route with words we do not know may mean anything.
  void refuseUnknown(PolicyRule rule) {
    if (rule.unknown().isEmpty()) return;
    throw new Missing("the meaning of \"" + String.join(" ", rule.unknown()) + "\" in a policy rule", "ip rule");
  }

  void refuseUnknown(Route route) {
    if (route.unknown().isEmpty()) return;
    throw new Missing("the meaning of \"" + String.join(" ", route.unknown()) + "\" in the route to " + route.dst(),
        "ip route show table all");
  }

  /// A route of which only the id of its nexthop object is known.
  void refuseUnjoined(Route route) {
    if (route.lacksNexthops()) throw new Missing("nexthop object " + route.nhid() + " (ip-nexthop.txt)", "ip nexthop");
  }

  /// The scope of the object behind a route's nexthop, as `ip nexthop` tells it; without that, what it nearly always is.
  int scopeOfObject(Route route, Nexthop hop) {
    for (NexthopObject object : state.nexthops()) {
      boolean same = object.nexthop().via().equals(hop.via()) && object.nexthop().dev().equals(hop.dev());
      if (object.scope() >= 0 && (object.id() == route.nhid() || isInGroup(object.id(), route) && same)) return object.scope();
    }
    return hop.via().isPresent() ? Scope.LINK : Scope.HOST;
  }

  private boolean isInGroup(long member, Route route) {
    for (NexthopObject object : state.nexthops()) {
      if (object.id() == route.nhid()) return object.group().stream().anyMatch(m -> m.id() == member);
    }
    return route.multipath();
  }

  /// Whether a nexthop object is a group that keeps flows where they are.
  ///
  /// @kernel v6.12 net/ipv4/nexthop.c nexthop_select_path_res
  boolean isResilient(long id) {
    for (NexthopObject object : state.nexthops()) if (object.id() == id) return object.resilient();
    return false;
  }

  Links links() {
    return state.links().orElseThrow(() -> new Missing("the devices and addresses (ip-addr.txt)", "ip addr"));
  }

  Optional<Link> link(String name) {
    return links().link(name);
  }

  /// The name of a device that may be named by another of its names; any other word as it is.
  String name(String dev) {
    return dev.isEmpty() || state.links().isEmpty() ? dev : link(dev).map(Link::name).orElse(dev);
  }

  boolean isLoopback(String dev) {
    return link(dev).map(Link::isLoopback).orElse(dev.equals("lo"));
  }

  boolean isUp(String dev) {
    return link(dev).map(Link::isUp).orElse(false);
  }

  int group(String dev) {
    return link(dev).map(Link::group).orElse(0);
  }

  /// Whether a rule that names a device is bound to it: a rule of a missing device matches nothing.
  boolean isAttached(String dev, boolean detached) {
    return !detached && (state.links().isEmpty() || links().has(dev));
  }

  /// The VRF a device is, or is enslaved to; empty for none.
  Optional<Link> vrf(String dev) {
    if (!anyVrf || dev.isEmpty()) return Optional.empty();
    Optional<Link> link = link(dev);
    if (link.isEmpty()) return Optional.empty();
    if (link.get().isVrf()) return link;
    return link(link.get().master()).filter(Link::isVrf);
  }

  /// Whether a rule that names a VRF matches a flow by one of its members: the kernel resolves the flow to the VRF.
  boolean isMasterOf(String ruleDev, String flowDev) {
    return !ruleDev.equals(flowDev) && vrf(flowDev).filter(v -> v.name().equals(ruleDev)).isPresent()
        && link(ruleDev).map(Link::isVrf).orElse(false);
  }

  /// The flow with the devices' own names.
  FlowKey named(FlowKey flow) {
    String iif = name(flow.iif());
    String oif = name(flow.oif());
    return iif.equals(flow.iif()) && oif.equals(flow.oif()) ? flow : flow.iif(iif).oif(oif);
  }

  /// The VRF a flow belongs to by its devices.
  ///
  /// @kernel v6.12 net/l3mdev/l3mdev.c l3mdev_update_flow
  Optional<Link> domain(FlowKey flow) {
    return vrf(flow.oif()).or(() -> vrf(flow.iif()));
  }

  /// The flow as tables and rules see it: a VRF asked for as `oif` chooses the table and binds no nexthop.
  FlowKey unbound(FlowKey flow) {
    if (!anyVrf || flow.oif().isEmpty()) return flow;
    return link(flow.oif()).filter(Link::isVrf).isPresent() ? flow.oif("") : flow;
  }

  /// The per-device switches.
  Conf conf() {
    return conf;
  }

  /// What is made of a nexthop of an IPv4 pattern.
  Exit exit(int pattern, Route route, int hop) {
    Exit[] known = exits.get(pattern);
    if (known == null) {
      known = new Exit[route.nexthops().size()];
      for (int i = 0; i < known.length; i++) known[i] = Exit.of(this, route, route.nexthops().get(i));
      exits.set(pattern, known);
    }
    return known[hop];
  }

  /// The state of a gateway's neighbour entry; empty when there is none. Without `ip-neigh.txt` none is assumed.
  Optional<Neighbour> neighbour(Ip ip, String dev) {
    List<Neighbour> all = state.neighbours().orElse(List.of());
    for (Neighbour n : all) if (n.ip().equals(ip) && n.dev().equals(dev)) return Optional.of(n);
    return Optional.empty();
  }

  /// Down, or (in the text) only unusable because of `linkdown`, which is judged apart.
  ///
  /// @throws Missing when no text tells of its device: routes and devices were then collected at different moments
  boolean isDead(Nexthop hop) {
    if (!links().has(hop.dev())) {
      throw new Missing("device " + hop.dev() + ", which a route names and ip-addr.txt lacks", "ip addr");
    }
    return hop.isDead() && !(hop.isLinkdown() && isUp(hop.dev()));
  }

  boolean ignoresLinkdown4(Nexthop hop) {
    return hop.isLinkdown() && conf.either(Conf.Key.IGNORE_LINKDOWN, hop.dev());
  }
}
