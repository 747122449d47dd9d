package lasthop.routing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lasthop.link.Scope;

/// The route tables of one family. Immutable.
public final class Fib {
  public static final Fib EMPTY = of(List.of());

  private final List<Route> routes;
  private final Map<String, RouteTable> tables = new LinkedHashMap<>();
  private final RouteTable merged;
  private final boolean realms;
  private final boolean localByHand;
  private final List<Route> hostScoped;

  private Fib(List<Route> routes) {
    this.routes = List.copyOf(routes);
    var byTable = new LinkedHashMap<String, List<Route>>();
    for (Route route : routes) byTable.computeIfAbsent(route.table(), t -> new ArrayList<>()).add(route);
    byTable.forEach((name, list) -> tables.put(name, RouteTable.of(list)));
    var both = new ArrayList<>(byTable.getOrDefault(Tables.LOCAL, List.of()));
    both.addAll(byTable.getOrDefault(Tables.MAIN, List.of()));
    merged = RouteTable.of(both);
    realms = routes.stream().anyMatch(r -> r.nexthops().stream().anyMatch(h -> !h.realm().isEmpty()));
    hostScoped = routes.stream().filter(r -> r.type() == RouteType.UNICAST && r.scope() == Scope.HOST).toList();
    localByHand = routes.stream().anyMatch(r -> r.type() == RouteType.LOCAL && !r.proto().equals("kernel"));
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

  public Optional<RouteTable> table(String name) {
    return Optional.ofNullable(tables.get(name));
  }

  /// Unicast routes of scope host, which hardly any host has.
  List<Route> hostScoped() {
    return hostScoped;
  }

  /// Whether some route of type local was not made by the kernel for an address.
  boolean hasLocalByHand() {
    return localByHand;
  }

  /// Whether any route carries a realm.
  boolean usesRealms() {
    return realms;
  }

  /// `local` and `main` as the one table they are until the first policy rule is added; where both have a prefix,
  /// the routes of `local` come first.
  ///
  /// @kernel v6.12 net/ipv4/fib_trie.c fib_trie_unmerge
  RouteTable merged() {
    return merged;
  }
}
