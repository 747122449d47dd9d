package lasthop.routing;

import lasthop.ip.Family;
import lasthop.ip.Ip;
import lasthop.ip.Prefix;
import lasthop.link.Scope;

/// Routes as iproute2 prints them; every word is followed by a blank, at line ends too.
final class RouteText {
  private RouteText() {}

  /// @param type the word printed, which for `ip route get fibmatch` is the result's and not the route's
  /// @param iif device of an input lookup, printed for IPv6; empty for none
  static String print(Route route, RouteType type, String iif) {
    var out = new StringBuilder(96);
    boolean v4 = route.family() == Family.IPV4;
    if (type != RouteType.UNICAST) out.append(type).append(' ');
    out.append(prefix(route.dst())).append(' ');
    route.src().ifPresent(s -> out.append("from ").append(prefix(s)).append(' '));
    if (route.nhid() != 0) out.append("nhid ").append(route.nhid()).append(' ');
    if (route.tos() != 0) out.append("tos ").append(Dsfield.print(route.tos())).append(' ');
    if (route.form() == Route.Form.INLINE) hop(out, route.nexthop(), v4);
    if (!route.table().equals(Tables.MAIN)) out.append("table ").append(route.table()).append(' ');
    if (!route.proto().isEmpty()) out.append("proto ").append(route.proto()).append(' ');
    if (route.scope() != Scope.UNIVERSE) out.append("scope ").append(Scope.name(route.scope())).append(' ');
    route.prefsrc().ifPresent(s -> out.append("src ").append(s).append(' '));
    if (!v4 || route.metric() != 0) out.append("metric ").append(route.metric()).append(' ');
    if (route.form() == Route.Form.INLINE) {
      for (String flag : route.nexthop().flags()) out.append(flag).append(' ');
      realm(out, route.nexthop());
    }
    for (String flag : route.flags()) out.append(flag).append(' ');
    out.append(route.metrics());
    if (!iif.isEmpty()) out.append("iif ").append(iif).append(' ');
    if (!route.pref().isEmpty()) out.append("pref ").append(route.pref());
    if (route.multipath()) hops(out, route, v4);
    return out.toString();
  }

  private static void hops(StringBuilder out, Route route, boolean v4) {
    for (Nexthop hop : route.nexthops()) {
      out.append("\n\tnexthop ");
      via(out, hop, v4);
      realm(out, hop);
      out.append("dev ").append(hop.dev()).append(" weight ").append(hop.weight()).append(' ');
      for (String flag : hop.flags()) out.append(flag).append(' ');
    }
  }

  private static void realm(StringBuilder out, Nexthop hop) {
    if (!hop.realm().isEmpty()) out.append(hop.realm()).append(' ');
  }

  static void hop(StringBuilder out, Nexthop hop, boolean v4) {
    via(out, hop, v4);
    if (!hop.dev().isEmpty()) out.append("dev ").append(hop.dev()).append(' ');
  }

  private static void via(StringBuilder out, Nexthop hop, boolean v4) {
    if (!hop.encap().isEmpty()) out.append(' ').append(hop.encap()).append(' ');
    if (hop.via().isEmpty()) return;
    Ip via = hop.via().get();
    out.append(v4 && !via.isV4() ? "via inet6 " : "via ").append(via).append(' ');
  }

  /// `default`, an address alone, or address and length.
  static String prefix(Prefix prefix) {
    if (prefix.length() == 0) return "default";
    return prefix.isHost() ? prefix.ip().toString() : prefix.toString();
  }
}
