package lasthop.routing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
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
  private final List<Route> locals;

  private Fib(RouteColumns columns) {
    this.columns = columns;
    Map<String, int[]> places = byTable(columns);
    places.forEach((name, list) -> tables.put(name, RouteTable.of(columns, list)));
    merged = RouteTable.of(columns, joined(places.getOrDefault(Tables.LOCAL, new int[0]),
        places.getOrDefault(Tables.MAIN, new int[0])));
    realms = some(r -> r.nexthops().stream().anyMatch(h -> !h.realm().isEmpty()));
    localByHand = some(r -> r.type() == RouteType.LOCAL && !r.proto().equals("kernel"));
    hostScoped = those(Fib::isHostScoped);
    locals = those(r -> r.type() == RouteType.LOCAL).stream().filter(r -> !(r.dst().isHost() && r.proto().equals("kernel"))).toList();
  }

  /// @param routes of any tables, within a table in the order the kernel lists them
  public static Fib of(List<Route> routes) {
    return new Fib(RouteColumns.of(routes));
  }

  static Fib of(RouteColumns columns) {
    return new Fib(columns);
  }

  /// The places of each table's routes. Tables are few and stand in the patterns, so routes are only counted out.
  private static Map<String, int[]> byTable(RouteColumns columns) {
    List<String> names = columns.patterns().stream().map(Route::table).distinct().toList();
    int[] tableOf = columns.patterns().stream().mapToInt(p -> names.indexOf(p.table())).toArray();
    int[] counts = new int[names.size()];
    for (int i = 0; i < columns.size(); i++) counts[tableOf[columns.patternNumber(i)]]++;
    int[][] places = new int[names.size()][];
    for (int t = 0; t < places.length; t++) places[t] = new int[counts[t]];
    int[] filled = new int[names.size()];
    for (int i = 0; i < columns.size(); i++) {
      int t = tableOf[columns.patternNumber(i)];
      places[t][filled[t]++] = i;
    }
    var byName = new LinkedHashMap<String, int[]>();
    for (int t = 0; t < places.length; t++) byName.put(names.get(t), places[t]);
    return byName;
  }

  private static int[] joined(int[] first, int[] second) {
    int[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private boolean some(Predicate<Route> holds) {
    return columns.patterns().stream().anyMatch(holds);
  }

  /// Few routes of a long list, which are found by the patterns.
  private List<Route> those(Predicate<Route> holds) {
    boolean[] wanted = new boolean[columns.patterns().size()];
    for (int p = 0; p < wanted.length; p++) wanted[p] = holds.test(columns.patterns().get(p));
    var found = new ArrayList<Route>();
    for (int i = 0; i < columns.size(); i++) if (wanted[columns.patternNumber(i)]) found.add(columns.get(i));
    return List.copyOf(found);
  }

  private static boolean isHostScoped(Route route) {
    return route.type() == RouteType.UNICAST && route.scope() == Scope.HOST;
  }

  /// A copy in which routes that name a nexthop object alone lead where it does.
  public Fib joined(List<NexthopObject> objects) {
    if (!some(Route::lacksNexthops)) return this;
    var byId = new HashMap<Long, NexthopObject>();
    for (NexthopObject object : objects) byId.put(object.id(), object);
    return new Fib(columns.map(route -> {
      if (!route.lacksNexthops() || !byId.containsKey(route.nhid())) return route;
      List<Nexthop> hops = byId.get(route.nhid()).nexthops(byId);
      return hops.isEmpty() ? route : route.byId(hops);
    }));
  }

  /// How many ways there are to be alike.
  int patterns() {
    return columns.patterns().size();
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

  /// Routes of type local other than those of own addresses.
  List<Route> locals() {
    return locals;
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
