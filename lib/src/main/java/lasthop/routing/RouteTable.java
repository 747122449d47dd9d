package lasthop.routing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import lasthop.ip.Ip;
import lasthop.ip.Prefix;

/// One route table: routes by prefix, the longest first, and within a prefix in the order the kernel tries them.
public final class RouteTable {
  /// The routes to one prefix. IPv4: higher tos first, then lower metric, then as listed; IPv6: lower metric first.
  record Group(Prefix dst, List<Route> routes) {}

  private static final Comparator<Route> ORDER =
      Comparator.comparingInt(Route::tos).reversed().thenComparingLong(Route::metric);

  private final List<Route> routes;
  private final List<Group> groups;

  private RouteTable(List<Route> routes, List<Group> groups) {
    this.routes = routes;
    this.groups = groups;
  }

  /// @param routes in the order listed; of tables that are one, table by table
  static RouteTable of(List<Route> routes) {
    var byPrefix = new LinkedHashMap<Prefix, List<Route>>();
    for (Route route : routes) byPrefix.computeIfAbsent(route.dst().network(), p -> new ArrayList<>()).add(route);
    var groups = new ArrayList<Group>();
    byPrefix.forEach((dst, list) -> groups.add(new Group(dst, ordered(list))));
    groups.sort(Comparator.comparingInt((Group g) -> g.dst().length()).reversed());
    return new RouteTable(List.copyOf(routes), groups);
  }

  private static List<Route> ordered(List<Route> list) {
    if (list.size() == 1) return list;
    var byTable = new LinkedHashMap<String, List<Route>>();
    for (Route route : list) byTable.computeIfAbsent(route.table(), t -> new ArrayList<>()).add(route);
    var out = new ArrayList<Route>();
    for (List<Route> ofOne : byTable.values()) {
      ofOne.sort(ORDER);
      out.addAll(ofOne);
    }
    return out;
  }

  /// As read.
  public List<Route> routes() {
    return routes;
  }

  /// The groups whose prefix holds an address, the longest prefix first.
  List<Group> covering(Ip ip) {
    var found = new ArrayList<Group>(4);
    for (Group group : groups) if (group.dst().contains(ip)) found.add(group);
    return found;
  }
}
