package lasthop.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
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
  private static final long END = 1L << 32;

  private final RoutingState state;
  private final Routing routing;
  private final String dev;
  private final Ip to;

  private ReversePath(RoutingState state, String dev, Ip to) {
    this.state = state;
    this.routing = Routing.of(state);
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
  ///
  /// @param first and second each in order, none of them inside another
  public static List<Prefix> beyond(List<Prefix> first, List<Prefix> second) {
    var beyond = new ArrayList<Prefix>();
    int next = 0;
    for (Prefix p : second) {
      long from = start(p);
      while (next < first.size() && end(first.get(next)) <= from) next++;
      for (int i = next; i < first.size() && start(first.get(i)) < end(p); i++) {
        cover(from, start(first.get(i)), beyond);
        from = Math.max(from, end(first.get(i)));
      }
      cover(from, end(p), beyond);
    }
    return List.copyOf(beyond);
  }

  private static long start(Prefix p) {
    return p.network().ip().low();
  }

  /// The first address behind it.
  private static long end(Prefix p) {
    return start(p) + (END >>> p.length());
  }

  /// An address packets that come in by the device can be for: its own, or for one without any, another of the host.
  private static Optional<Ip> own(RoutingState state, Link link) {
    var candidates = new ArrayList<>(link.addresses(Family.IPV4));
    for (Link other : state.links().orElseThrow().all()) if (!other.isLoopback()) candidates.addAll(other.addresses(Family.IPV4));
    return candidates.stream().map(Address::ip).findFirst();
  }

  private List<Prefix> refused() {
    var edges = new TreeSet<Long>(List.of(0L, END));
    state.fib4().ifPresent(fib -> fib.routes().forEach(r -> add(r.dst(), edges)));
    state.rules4().ifPresent(rpdb -> rpdb.rules().forEach(rule -> {
      rule.selector().from().ifPresent(p -> add(p, edges));
      rule.selector().to().ifPresent(p -> add(p, edges));
    }));
    for (Link link : state.links().orElseThrow().all()) {
      for (Address a : link.addresses(Family.IPV4)) add(Prefix.of(a.ip()), edges);
    }
    for (String fixed : List.of("0.0.0.0/8", "127.0.0.0/8", "224.0.0.0/4", "255.255.255.255/32")) add(Prefix.parse(fixed), edges);
    return refused(List.copyOf(edges));
  }

  private static void add(Prefix p, TreeSet<Long> edges) {
    edges.add(start(p));
    edges.add(end(p));
  }

  /// Asks once between two edges; what is refused on both sides of one is joined.
  private List<Prefix> refused(List<Long> edges) {
    var refused = new ArrayList<Prefix>();
    long from = -1;
    for (long edge : edges) {
      boolean holds = edge < END && isRefused(Ip.v4(edge));
      if (!holds && from >= 0) cover(from, edge, refused);
      from = !holds ? -1 : from < 0 ? edge : from;
    }
    return List.copyOf(refused);
  }

  private boolean isRefused(Ip source) {
    return routing.decide(FlowKey.to(to).from(source).iif(dev)) instanceof RouteDecision.Refused r && r.reason() == DropReason.IP_RPFILTER;
  }

  /// Adds the fewest prefixes that hold the addresses from one to before another, and no others.
  private static void cover(long from, long to, List<Prefix> prefixes) {
    for (long at = from; at < to; ) {
      long size = at == 0 ? END : Long.lowestOneBit(at);
      while (size > to - at) size >>>= 1;
      prefixes.add(new Prefix(Ip.v4(at), 32 - Long.numberOfTrailingZeros(size)));
      at += size;
    }
  }
}
