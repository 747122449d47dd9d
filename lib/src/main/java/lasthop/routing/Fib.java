package lasthop.routing;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import lasthop.link.Scope;

/// The route tables of one family. Immutable.
public final class Fib {
  public static final Fib EMPTY = of(List.of());

  private final RouteColumns columns;
  private final Map<String, RouteTable> tables = new LinkedHashMap<>();
  private final RouteTable merged;
  private final boolean realms;
  private final boolean localByHand;
  private final List<Route> hostScoped;

  private Fib(RouteColumns columns) {
    this.columns = columns;
    Map<String, int[]> places = byTable(columns);
    places.forEach((name, list) -> tables.put(name, RouteTable.of(columns, list)));
    merged = RouteTable.of(columns, IntStream.concat(Arrays.stream(places.getOrDefault(Tables.LOCAL, new int[0])),
        Arrays.stream(places.getOrDefault(Tables.MAIN, new int[0]))).toArray());
    realms = some(r -> r.nexthops().stream().anyMatch(h -> !h.realm().isEmpty()));
    localByHand = some(r -> r.type() == RouteType.LOCAL && !r.proto().equals("kernel"));
    hostScoped = some(Fib::isHostScoped) ? columns.stream().filter(Fib::isHostScoped).toList() : List.of();
  }

  /// @param routes of any tables, within a table in the order the kernel lists them
  public static Fib of(List<Route> routes) {
    return new Fib(RouteColumns.of(routes));
  }

  static Fib of(RouteColumns columns) {
    return new Fib(columns);
  }

  private static Map<String, int[]> byTable(RouteColumns columns) {
    var counts = new LinkedHashMap<String, int[]>();
    for (int i = 0; i < columns.size(); i++) counts.computeIfAbsent(columns.patternOf(i).table(), t -> new int[1])[0]++;
    var places = new LinkedHashMap<String, int[]>();
    counts.forEach((name, count) -> places.put(name, new int[count[0]]));
    counts.values().forEach(count -> count[0] = 0);
    for (int i = 0; i < columns.size(); i++) {
      String table = columns.patternOf(i).table();
      places.get(table)[counts.get(table)[0]++] = i;
    }
    return places;
  }

  private boolean some(Predicate<Route> holds) {
    return columns.patterns().stream().anyMatch(holds);
  }

  private static boolean isHostScoped(Route route) {
    return route.type() == RouteType.UNICAST && route.scope() == Scope.HOST;
  }

  /// Every route in the order read.
  public List<Route> routes() {
    return columns;
  }

  public boolean isEmpty() {
    return columns.isEmpty();
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
