package lasthop.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The route tables of one family. Immutable.
public final class Fib {
  public static final Fib EMPTY = of(List.of());

  private final List<Route> routes;
  private final Map<Long, RouteTable> tables = new TreeMap<>();

  private Fib(List<Route> routes) {
    this.routes = List.copyOf(routes);
    var byTable = new TreeMap<Long, List<Route>>();
    for (Route route : routes) byTable.computeIfAbsent(route.table(), t -> new ArrayList<>()).add(route);
    byTable.forEach((number, list) -> tables.put(number, RouteTable.of(list)));
  }

  /// @param routes of any tables, within a table in the order the kernel lists them
  public static Fib of(List<Route> routes) {
    return new Fib(routes);
  }

  /// Every route in the order read.
  public List<Route> routes() {
    return routes;
  }

  public boolean isEmpty() {
    return routes.isEmpty();
  }

  public Optional<RouteTable> table(long number) {
    return Optional.ofNullable(tables.get(number));
  }
}
