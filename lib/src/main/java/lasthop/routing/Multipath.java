package lasthop.routing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import lasthop.ip.Ip;
import lasthop.link.Neighbour;

/// The choice among the nexthops of a multipath route.
final class Multipath {
  /// @param hops every index the choice can fall on, the likeliest first; a single one when it is certain
  record Choice(List<Integer> hops) {
    int taken() {
      return hops.getFirst();
    }

    boolean isCertain() {
      return hops.size() == 1;
    }
  }

  private static final long RANGE = 1L << 31;
  private static final long NEVER = -1;

  private final Facts facts;
  private final Route route;
  private final OptionalLong hash;

  /// @param hash of the flow; empty when its key is random
  Multipath(Facts facts, Route route, OptionalLong hash) {
    this.facts = facts;
    this.route = route;
    this.hash = hash;
  }

  /// IPv4. Since 6.16 a nexthop whose own preferred source is the flow's goes first.
  ///
  /// @kernel v6.12 net/ipv4/fib_semantics.c fib_select_multipath, v6.16 the same with a score
  /// @param src the flow's source on output; empty when it has none, and on input
  Choice choose4(Optional<Ip> src, int found) {
    if (route.nhid() != 0) return chooseObject(found);
    long[] bounds = bounds(true);
    boolean useNeighbours = facts.conf().number("net.ipv4.fib_multipath_use_neigh", 0) != 0;
    boolean prefersSource = facts.kernel().isAtLeast(6, 16) && src.isPresent();
    var usable = new ArrayList<Integer>();
    boolean anySource = false;
    for (int i = 0; i < bounds.length; i++) {
      Nexthop hop = route.nexthops().get(i);
      if (bounds[i] == NEVER || useNeighbours && !isReachable(hop)) continue;
      boolean same = prefersSource && Ip4Source.of(facts, withoutPrefsrc(), hop).equals(src);
      if (same && !anySource) usable.clear();
      if (same || !anySource) usable.add(i);
      anySource |= same;
    }
    return choice(usable, bounds, found);
  }

  private Route withoutPrefsrc() {
    return new Route(route.type(), route.dst(), route.src(), route.tos(), route.table(), route.metric(), route.proto(),
        route.scope(), Optional.empty(), 0, route.nexthops(), Route.Form.LISTED, List.of(), "", "", List.of(), route.origin());
  }

  /// IPv6, where every nexthop is a route of its own.
  ///
  /// @kernel v6.12 net/ipv6/route.c fib6_select_path
  Choice choose6(int found) {
    if (route.nhid() != 0) return chooseObject(found);
    long[] bounds = bounds(false);
    var usable = new ArrayList<Integer>();
    for (int i = 0; i < bounds.length; i++) if (bounds[i] != NEVER) usable.add(i);
    return choice(usable, bounds, found);
  }

  /// A group of nexthop objects looks at neighbours always and has no dead members.
  ///
  /// @kernel v6.12 net/ipv4/nexthop.c nexthop_select_path_hthr
  private Choice chooseObject(int found) {
    long[] bounds = groupBounds();
    var usable = new ArrayList<Integer>();
    for (int i = 0; i < bounds.length; i++) if (isReachable(route.nexthops().get(i))) usable.add(i);
    if (!usable.isEmpty() && facts.isResilient(route.nhid())) return new Choice(likeliestFirst(usable));
    return choice(usable, bounds, found);
  }

  private Choice choice(List<Integer> usable, long[] bounds, int found) {
    if (usable.isEmpty()) return new Choice(List.of(found));
    if (hash.isEmpty()) return new Choice(likeliestFirst(usable));
    for (int i : usable) if (hash.getAsLong() <= bounds[i]) return new Choice(List.of(i));
    return new Choice(List.of(usable.getFirst()));
  }

  private List<Integer> likeliestFirst(List<Integer> usable) {
    var sorted = new ArrayList<>(usable);
    sorted.sort(Comparator.comparingInt((Integer i) -> -route.nexthops().get(i).weight()));
    return List.copyOf(sorted);
  }

  /// The upper end of each nexthop's share of the hash range.
  ///
  /// @kernel v6.12 net/ipv4/fib_semantics.c fib_rebalance
  private long[] bounds(boolean v4) {
    List<Nexthop> hops = route.nexthops();
    long[] bounds = new long[hops.size()];
    long total = 0;
    for (Nexthop hop : hops) if (isAlive(hop, v4)) total += hop.weight();
    long sum = 0;
    for (int i = 0; i < bounds.length; i++) {
      Nexthop hop = hops.get(i);
      if (isAlive(hop, v4)) sum += hop.weight();
      bounds[i] = isAlive(hop, v4) ? ((sum << 31) + total / 2) / total - 1 : NEVER;
    }
    return bounds;
  }

  private long[] groupBounds() {
    List<Nexthop> hops = route.nexthops();
    long[] bounds = new long[hops.size()];
    long total = 0;
    for (Nexthop hop : hops) total += hop.weight();
    long sum = 0;
    for (int i = 0; i < bounds.length; i++) {
      sum += hops.get(i).weight();
      bounds[i] = (sum * RANGE + total / 2) / total - 1;
    }
    return bounds;
  }

  private boolean isAlive(Nexthop hop, boolean v4) {
    if (facts.isDead(hop)) return false;
    if (!hop.isLinkdown()) return true;
    return v4 ? !facts.ignoresLinkdown4(hop) : facts.conf().v6(hop.dev(), "ignore_routes_with_linkdown") == 0;
  }

  /// Without a neighbour entry, or without a gateway, a nexthop counts as reachable.
  ///
  /// @kernel v6.12 net/ipv4/fib_semantics.c fib_good_nh
  private boolean isReachable(Nexthop hop) {
    if (hop.via().isEmpty()) return true;
    return facts.neighbour(hop.via().get(), hop.dev()).map(Neighbour::isValid).orElse(true);
  }
}
