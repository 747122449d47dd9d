package lasthop.routing;

import java.util.List;

/// One route table.
public final class RouteTable {
  private final List<Route> routes;

  private RouteTable(List<Route> routes) {
    this.routes = routes;
  }

  static RouteTable of(List<Route> routes) {
    return new RouteTable(List.copyOf(routes));
  }

  public List<Route> routes() {
    return routes;
  }
}
