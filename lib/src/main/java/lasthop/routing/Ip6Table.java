package lasthop.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lasthop.ip.Ip;
import lasthop.ip.Prefix;
import lasthop.link.Neighbour;
import lasthop.packet.FlowKey;
import lasthop.routing.LookupStep.Fate;
import lasthop.routing.RouteTable.Group;

/// The search of one IPv6 table for a flow.
///
/// @kernel v6.12 net/ipv6/route.c fib6_table_lookup
final class Ip6Table {
  private static final int UNREACHABLE = -1;

  private final Facts facts;
  private final FlowKey flow;
  private final Ladder ladder;
  private final String wanted;
  private final boolean strict;

  /// @param wanted device the route should leave by: `oif` on output, `iif` on input; empty for any
  /// @param strict whether no other device will do
  Ip6Table(Facts facts, FlowKey flow, Ladder ladder, String wanted, boolean strict) {
    this.facts = facts;
    this.flow = flow;
    this.ladder = ladder;
    this.wanted = wanted;
    this.strict = strict;
  }

  /// A host, which is not a router, first looks for a gateway that is not known to be dead, in all prefixes.
  void search(Optional<RouteTable> table, Found into) {
    into.fail(Errno.EAGAIN);
    if (table.isEmpty()) return;
    List<Node> nodes = nodes(table.get());
    if (isHost() && first(nodes, true, into)) return;
    if (!first(nodes, false, into)) into.fail(Errno.EAGAIN);
  }

  private boolean first(List<Node> nodes, boolean reachable, Found into) {
    for (int i = 0; i < nodes.size(); i++) {
      if (!inNode(nodes.get(i), reachable, into)) continue;
      if (ladder.isOn()) {
        for (Node shorter : nodes.subList(i + 1, nodes.size())) {
          for (Route route : shorter.routes) ladder.candidate(route, Fate.SHORTER);
        }
      }
      return true;
    }
    return false;
  }

  /// Routes that stand together in the tree: one destination prefix and one source prefix.
  private record Node(Group group, Prefix source, List<Route> routes) {}

  /// The nodes in the order the search falls back through them. Where a destination prefix has routes for certain
  /// sources and none fits, the first descent passes over its other routes too, unless it is the root.
  ///
  /// @kernel v6.12 net/ipv6/ip6_fib.c fib6_node_lookup_1, net/ipv6/route.c fib6_backtrack
  private List<Node> nodes(RouteTable table) {
    Ip src = flow.src().orElse(Facts.ANY6);
    var nodes = new ArrayList<Node>();
    int start = -1;
    int root = -1;
    for (var next = table.longest(flow.dst()); next.isPresent(); next = next.get().shorter()) {
      Group group = next.get();
      int before = nodes.size();
      boolean subtree = addSourceNodes(group, src, nodes);
      boolean fits = nodes.size() > before;
      List<Route> plain = group.routes().stream().filter(r -> r.src().isEmpty()).toList();
      if (!plain.isEmpty()) nodes.add(new Node(group, Prefix.all(lasthop.ip.Family.IPV6), plain));
      if (start < 0 && (fits || !subtree && !plain.isEmpty())) start = before;
      if (group.dst().length() == 0 && !plain.isEmpty()) root = nodes.size() - 1;
    }
    if (start < 0) start = root;
    return start < 0 ? List.of() : nodes.subList(start, nodes.size());
  }

  private static boolean addSourceNodes(Group group, Ip src, List<Node> nodes) {
    var prefixes = group.routes().stream().flatMap(r -> r.src().stream()).map(Prefix::network).distinct()
        .sorted((a, b) -> b.length() - a.length()).toList();
    for (Prefix source : prefixes) {
      if (!source.contains(src)) continue;
      nodes.add(new Node(group, source,
          group.routes().stream().filter(r -> r.src().map(Prefix::network).equals(Optional.of(source))).toList()));
    }
    return !prefixes.isEmpty();
  }

  /// The best of the routes with the first metric; if none can be used, the best of all the others.
  ///
  /// @kernel v6.12 net/ipv6/route.c find_rr_leaf
  private boolean inNode(Node node, boolean reachable, Found into) {
    var choice = new Choice(node.group);
    int i = 0;
    long metric = node.routes.getFirst().metric();
    while (i < node.routes.size() && node.routes.get(i).metric() == metric) {
      if (consider(node.routes.get(i++), reachable, choice)) break;
    }
    if (choice.isEmpty()) {
      while (i < node.routes.size()) if (consider(node.routes.get(i++), reachable, choice)) break;
    } else if (ladder.isOn()) {
      while (i < node.routes.size()) ladder.candidate(node.routes.get(i++), Fate.METRIC);
    }
    if (choice.isEmpty()) return false;
    choice.into(into);
    return true;
  }

  private static final class Choice {
    private final Group group;
    private Optional<Route> route = Optional.empty();
    private int hop;
    private int score = -1;

    Choice(Group group) {
      this.group = group;
    }

    boolean isEmpty() {
      return route.isEmpty();
    }

    void take(Route best, int nexthop, int points) {
      route = Optional.of(best);
      hop = nexthop;
      score = points;
    }

    void into(Found found) {
      Route best = route.orElseThrow();
      found.set(best, hop, group);
      if (best.type().isReject()) found.reject(best.type());
    }
  }

  /// @return whether the search of this node ends here, as it does at a blackhole nexthop object
  private boolean consider(Route route, boolean reachable, Choice choice) {
    facts.refuseUnknown(route);
    facts.refuseUnjoined(route);
    boolean blackhole = route.nhid() != 0 && route.type() == RouteType.BLACKHOLE;
    if (blackhole) {
      choice.take(route, 0, Integer.MAX_VALUE);
      ladder.candidate(route, Fate.BLACKHOLE_NEXTHOP);
      return true;
    }
    Fate fate = Fate.DEAD;
    for (int hop = 0; hop < route.nexthops().size(); hop++) {
      Nexthop nexthop = route.nexthops().get(hop);
      fate = unusable(nexthop);
      if (fate != Fate.WON) continue;
      int score = score(route, nexthop, reachable);
      if (score <= choice.score) {
        fate = score == UNREACHABLE ? Fate.OIF : Fate.PREFERENCE;
        continue;
      }
      choice.take(route, hop, score);
      fate = Fate.WON;
      break;
    }
    ladder.candidate(route, fate);
    return false;
  }

  /// @kernel v6.12 net/ipv6/route.c find_match
  private Fate unusable(Nexthop hop) {
    if (facts.isDead(hop)) return Fate.DEAD;
    boolean ignored = hop.isLinkdown() && facts.conf().v6(hop.dev(), "ignore_routes_with_linkdown") != 0;
    return ignored ? Fate.LINKDOWN : Fate.WON;
  }

  /// Router preference counts four, the wanted device two; -1 for a nexthop that cannot be taken.
  ///
  /// @kernel v6.12 net/ipv6/route.c rt6_score_route
  private int score(Route route, Nexthop hop, boolean reachable) {
    boolean fits = wanted.isEmpty() || wanted.equals(hop.dev());
    if (!fits && strict) return UNREACHABLE;
    if (reachable && hop.via().isPresent()) {
      Optional<Neighbour> gateway = facts.neighbour(hop.via().get(), hop.dev());
      if (gateway.isPresent() && gateway.get().state().equals("FAILED")) return UNREACHABLE;
    }
    int preference = switch (route.pref()) {
      case "low" -> 1;
      case "high" -> 3;
      default -> 2;
    };
    return 4 * preference + (fits ? 2 : 0);
  }

  /// Whether a nexthop of the route could be taken at all, which the hash's choice must.
  ///
  /// @kernel v6.12 net/ipv6/route.c fib6_select_path
  boolean isCandidate(Route route, Nexthop hop) {
    return score(route, hop, isHost()) >= 0;
  }

  private boolean isHost() {
    return facts.conf().v6("all", "forwarding") == 0;
  }
}
