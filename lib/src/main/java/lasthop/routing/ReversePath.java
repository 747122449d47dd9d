package lasthop.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import lasthop.ip.Family;
import lasthop.ip.Ip;
import lasthop.ip.Prefix;
import lasthop.link.Address;
import lasthop.link.Link;
import lasthop.packet.DropReason;
import lasthop.packet.FlowKey;

/// Which sources a device refuses by reverse-path filtering, as prefixes. IPv4 only: IPv6 has no such filter.
///
/// A decision depends on the source only through prefixes of routes, rules and own addresses. They part the address
/// space into regions of one answer each, so asking once for every region is exact and no sampling.
public final class ReversePath {
  private final RoutingState state;
  private final String dev;
  private final Ip to;

  private ReversePath(RoutingState state, String dev, Ip to) {
    this.state = state;
    this.dev = dev;
    this.to = to;
  }

  /// The sources that are refused on a device for failing validation, merged into as few prefixes as possible and in
  /// order. Empty too when the device has no IPv4 address to send to, or is not known.
  public static List<Prefix> refused(RoutingState state, String dev) {
    return state.links().flatMap(l -> l.link(dev)).flatMap(link -> own(state, link)).map(ip -> new ReversePath(state, dev, ip).refused())
        .orElse(List.of());
  }

  /// Those that the second list has and the first has not: what a change newly refuses, or with the lists swapped, admits.
  public static List<Prefix> beyond(List<Prefix> first, List<Prefix> second) {
    var edges = new TreeSet<Prefix>(ReversePath::order);
    edges.addAll(first);
    edges.addAll(second);
    return merged(Prefix.all(Family.IPV4), List.copyOf(edges),
        ip -> second.stream().anyMatch(p -> p.contains(ip)) && first.stream().noneMatch(p -> p.contains(ip)));
  }

  /// An address packets that come in by the device can be for: its own, or for one without any, another of the host.
  private static Optional<Ip> own(RoutingState state, Link link) {
    var candidates = new ArrayList<>(link.addresses(Family.IPV4));
    for (Link other : state.links().orElseThrow().all()) if (!other.isLoopback()) candidates.addAll(other.addresses(Family.IPV4));
    return candidates.stream().map(Address::ip).findFirst();
  }

  private List<Prefix> refused() {
    var edges = new TreeSet<Prefix>(ReversePath::order);
    state.fib4().ifPresent(fib -> fib.routes().forEach(r -> edges.add(r.dst().network())));
    state.rules4().ifPresent(rpdb -> rpdb.rules().forEach(rule -> {
      rule.selector().from().ifPresent(p -> edges.add(p.network()));
      rule.selector().to().ifPresent(p -> edges.add(p.network()));
    }));
    for (Link link : state.links().orElseThrow().all()) {
      for (Address a : link.addresses(Family.IPV4)) edges.add(Prefix.of(a.ip()));
    }
    for (String fixed : List.of("0.0.0.0/8", "127.0.0.0/8", "224.0.0.0/4", "255.255.255.255/32")) edges.add(Prefix.parse(fixed));
    return merged(Prefix.all(Family.IPV4), List.copyOf(edges), this::isRefused);
  }

  private boolean isRefused(Ip source) {
    return Routing.decide(state, FlowKey.to(to).from(source).iif(dev)) instanceof RouteDecision.Refused r
        && r.reason() == DropReason.IP_RPFILTER;
  }

  /// Splits a prefix until no edge lies inside a part, asks once for each part, and joins halves that agree.
  ///
  /// @param edges in order, all inside the prefix
  private static List<Prefix> merged(Prefix whole, List<Prefix> edges, Predicate<Ip> holds) {
    var inside = edges.stream().filter(e -> e.length() > whole.length()).toList();
    if (inside.isEmpty()) return holds.test(whole.ip()) ? List.of(whole) : List.of();
    Prefix low = new Prefix(whole.ip(), whole.length() + 1);
    Prefix high = new Prefix(Ip.v4(whole.ip().low() | 1L << (31 - whole.length())), whole.length() + 1);
    List<Prefix> left = merged(low, inside.stream().filter(low::contains).toList(), holds);
    List<Prefix> right = merged(high, inside.stream().filter(high::contains).toList(), holds);
    if (left.equals(List.of(low)) && right.equals(List.of(high))) return List.of(whole);
    var all = new ArrayList<>(left);
    all.addAll(right);
    return all;
  }

  private static int order(Prefix a, Prefix b) {
    int byAddress = a.ip().compareTo(b.ip());
    return byAddress != 0 ? byAddress : Integer.compare(a.length(), b.length());
  }
}
