package lasthop.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import lasthop.packet.FlowKey;
import lasthop.routing.RouteDecision.CacheFlag;
import lasthop.routing.RouteDecision.Routed;

/// What `ip route get` prints of a decision.
///
/// @kernel v6.12 net/ipv4/route.c rt_fill_info, net/ipv6/route.c rt6_fill_node; iproute2 ip/iproute.c print_route
final class RouteGetText {
  private static final int DECIMAL_MARKS = 16;
  /// The result is a copy of the route that lives for this packet alone.
  ///
  /// @kernel v6.12 net/ipv6/route.c ip6_rt_copy_init
  private static final Pattern EXPIRES = Pattern.compile("expires \\S+ ");

  private RouteGetText() {}

  static String print(Routed routed) {
    return routed.flow().dst().isV4() ? print4(routed) : print6(routed);
  }

  private static String print4(Routed r) {
    FlowKey flow = r.flow();
    boolean input = !flow.iif().isEmpty();
    var out = new StringBuilder(96);
    if (r.type() != RouteType.UNICAST) out.append(r.type()).append(' ');
    out.append(flow.dst()).append(' ');
    boolean hasSource = flow.src().isPresent() && !flow.src().get().isAny();
    if (hasSource) out.append("from ").append(flow.src().get()).append(' ');
    r.route().filter(route -> route.tos() != 0)
        .ifPresent(route -> out.append("tos ").append(Dsfield.print(route.tos())).append(' '));
    RouteText.hop(out, r.nexthop(), true);
    if (!r.table().isEmpty() && !r.table().equals(Tables.MAIN)) out.append("table ").append(r.table()).append(' ');
    if (!input && !hasSource && r.prefsrc().isPresent()) out.append("src ").append(r.prefsrc().get()).append(' ');
    if (r.flags().contains(CacheFlag.NOTIFY)) out.append("notify ");
    // iproute2 takes the kernel's multicast flag, bit 29, for RTM_F_OFFLOAD_FAILED.
    if (r.flags().contains(CacheFlag.MULTICAST)) out.append("rt_offload_failed ");
    if (flow.mark() != 0) out.append("mark ").append(mark(flow.mark())).append(' ');
    if (!r.nexthop().realm().isEmpty()) out.append(r.nexthop().realm()).append(' ');
    if (flow.uid() >= 0) out.append("uid ").append(flow.uid()).append(' ');
    out.append("\n    cache ").append(flags(r));
    if (r.route().isPresent() && keepsMetrics(r)) out.append(r.route().get().metrics());
    if (input) out.append("iif ").append(flow.iif()).append(' ');
    return out.append('\n').toString();
  }

  /// Results delivered to this host from outside are made without the route's metrics.
  private static boolean keepsMetrics(Routed r) {
    boolean input = !r.flow().iif().isEmpty();
    if (input && (r.type() == RouteType.LOCAL || r.type() == RouteType.BROADCAST)) return false;
    return Ip4Output.isKept(r.type(), r.route().orElseThrow().dst().length(), r.flow().dst());
  }

  private static String mark(long mark) {
    return mark < DECIMAL_MARKS ? Long.toString(mark) : "0x" + Long.toHexString(mark);
  }

  private static final List<CacheFlag> FLAG_ORDER = List.of(CacheFlag.LOCAL, CacheFlag.MULTICAST, CacheFlag.BROADCAST,
      CacheFlag.REDIRECT, CacheFlag.NOTIFY);

  private static String flags(Routed r) {
    if (r.flags().isEmpty()) return "";
    var out = new StringBuilder("<");
    for (CacheFlag flag : FLAG_ORDER) {
      if (!r.flags().contains(flag)) continue;
      if (out.length() > 1) out.append(',');
      out.append(switch (flag) {
        case LOCAL -> "local";
        case MULTICAST -> "mc";
        case BROADCAST -> "brd";
        case REDIRECT -> "redirect";
        case NOTIFY -> "notify";
      });
    }
    return out.append("> ").toString();
  }

  private static String print6(Routed r) {
    FlowKey flow = r.flow();
    Route route = r.route().orElseThrow();
    boolean input = !flow.iif().isEmpty();
    var out = new StringBuilder(96);
    if (r.type() != RouteType.UNICAST) out.append(r.type()).append(' ');
    out.append(flow.dst()).append(" from ").append(flow.src().orElse(Facts.ANY6)).append(' ');
    RouteText.hop(out, r.nexthop(), false);
    if (!route.table().equals(Tables.MAIN)) out.append("table ").append(route.table()).append(' ');
    if (!route.proto().isEmpty()) out.append("proto ").append(route.proto()).append(' ');
    if (!input) r.prefsrc().ifPresent(s -> out.append("src ").append(s).append(' '));
    else route.prefsrc().ifPresent(s -> out.append("src ").append(s).append(' '));
    out.append("metric ").append(route.metric()).append(' ').append(EXPIRES.matcher(route.metrics()).replaceAll(""));
    if (input) out.append("iif ").append(flow.iif()).append(' ');
    if (!route.pref().isEmpty()) out.append("pref ").append(route.pref());
    return out.append('\n').toString();
  }

  static String fibmatch(Routed r) {
    if (r.route().isEmpty()) return "RTNETLINK answers: " + fibmatchError(r).words() + "\n";
    Route route = r.route().get();
    if (!r.flow().dst().isV4()) return RouteText.print(chosenFirst(route, r), route.type(), r.flow().iif()) + "\n";
    Route shown = route.withTable(r.table());
    return RouteText.print(shown, r.type(), "") + "\n";
  }

  /// IPv6 lists the nexthop it chose first, and the others as they follow it in their ring.
  private static Route chosenFirst(Route route, Routed r) {
    if (!route.multipath() || route.nhid() != 0) return route;
    List<Nexthop> hops = route.nexthops();
    int at = 0;
    while (at < hops.size() - 1 && !hops.get(at).equals(r.nexthop())) at++;
    var turned = new ArrayList<>(hops.subList(at, hops.size()));
    turned.addAll(hops.subList(0, at));
    return route.withNexthops(turned);
  }

  /// Results made without a route cannot be matched.
  private static Errno fibmatchError(Routed r) {
    return r.type().error().orElse(Errno.EHOSTUNREACH);
  }
}
