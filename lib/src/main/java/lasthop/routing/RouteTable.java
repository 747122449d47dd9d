package lasthop.routing;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import lasthop.ip.Family;
import lasthop.ip.Ip;
import lasthop.ip.Prefix;
import lasthop.ip.PrefixTable;

/// One route table. A few questions are answered by looking through its columns; who asks more gets an index.
public final class RouteTable {
  /// The routes to one prefix, in the order the kernel tries them, and the group of the next shorter prefix around it.
  ///
  /// IPv4: table by table where tables are one, higher tos first, then lower metric, then as listed. IPv6: lower metric
  /// first.
  static final class Group {
    private final Prefix dst;
    private final List<Route> routes;
    private final Optional<Group> shorter;

    Group(List<Route> routes, Optional<Group> shorter) {
      this.dst = routes.getFirst().dst().network();
      this.routes = routes;
      this.shorter = shorter;
    }

    Prefix dst() {
      return dst;
    }

    List<Route> routes() {
      return routes;
    }

    Optional<Group> shorter() {
      return shorter;
    }
  }

  private static final Comparator<Route> ORDER =
      Comparator.comparingInt(Route::tos).reversed().thenComparingLong(Route::metric);
  /// Building the index costs about as much as looking through the columns this often.
  private static final int QUESTIONS_BEFORE_INDEX = 16;

  private final RouteColumns columns;
  private final int[] places;
  private int questions;
  private Optional<Index> index = Optional.empty();

  private RouteTable(RouteColumns columns, int[] places) {
    this.columns = columns;
    this.places = places;
  }

  /// @param places of the table's routes in the columns, as listed; of tables that are one, table by table
  static RouteTable of(RouteColumns columns, int[] places) {
    return new RouteTable(columns, places);
  }

  /// As listed.
  public List<Route> routes() {
    return new AbstractList<>() {
      @Override public Route get(int i) {
        return columns.get(places[i]);
      }

      @Override public int size() {
        return places.length;
      }
    };
  }

  /// The group of the longest prefix that holds an address; the others follow by [Group#shorter].
  Optional<Group> longest(Ip ip) {
    if (index.isPresent()) return index.get().longest(ip);
    if (++questions > QUESTIONS_BEFORE_INDEX) {
      index = Optional.of(new Index());
      return index.get().longest(ip);
    }
    return scanned(ip);
  }

  private Optional<Group> scanned(Ip ip) {
    var found = new ArrayList<Integer>();
    for (int place : places) if (columns.covers(place, ip)) found.add(place);
    found.sort(Comparator.comparingInt(columns::length));
    Optional<Group> group = Optional.empty();
    for (int from = 0; from < found.size(); ) {
      int to = from + 1;
      while (to < found.size() && columns.length(found.get(to)) == columns.length(found.get(from))) to++;
      group = Optional.of(new Group(ordered(found.subList(from, to)), group));
      from = to;
    }
    return group;
  }

  private List<Route> ordered(List<Integer> at) {
    var routes = new ArrayList<Route>();
    for (int place : at) routes.add(columns.get(place));
    return routes.size() == 1 ? List.of(routes.getFirst()) : ordered(routes, routes.getFirst().table());
  }

  /// Stable, and the routes of one table stay together.
  private static List<Route> ordered(ArrayList<Route> routes, String first) {
    routes.sort(Comparator.comparing((Route r) -> !r.table().equals(first)).thenComparing(ORDER));
    return List.copyOf(routes);
  }

  /// Prefixes found by [PrefixTable]; each keeps the places of its routes, which stand together in `members`.
  private final class Index {
    private final PrefixTable prefixes;
    private final int[] starts;
    private final int[] members;
    private final Group[] made;

    Index() {
      members = sorted();
      int count = 0;
      int[] first = new int[members.length + 1];
      for (int i = 0; i < members.length; i++) {
        if (i == 0 || !columns.samePrefix(members[i - 1], members[i])) first[count++] = i;
      }
      first[count] = members.length;
      starts = Arrays.copyOf(first, count + 1);
      long[] highs = new long[count];
      long[] lows = new long[count];
      byte[] lengths = new byte[count];
      for (int i = 0; i < count; i++) {
        int place = members[starts[i]];
        highs[i] = columns.high(place);
        lows[i] = columns.low(place);
        lengths[i] = (byte) columns.length(place);
      }
      prefixes = PrefixTable.of(columns.family(), highs, lows, lengths);
      made = new Group[count];
    }

    Optional<Group> longest(Ip ip) {
      int prefix = prefixes.longest(ip);
      return prefix < 0 ? Optional.empty() : Optional.of(at(prefix));
    }

    private Group at(int prefix) {
      Group group = made[prefix];
      if (group != null) return group;
      var list = new ArrayList<Integer>();
      for (int i = starts[prefix]; i < starts[prefix + 1]; i++) list.add(members[i]);
      int around = prefixes.shorter(prefix);
      group = new Group(ordered(list), around < 0 ? Optional.empty() : Optional.of(at(around)));
      made[prefix] = group;
      return group;
    }

    /// The places by prefix, those of one prefix as listed.
    private int[] sorted() {
      if (columns.family() == Family.IPV6) {
        return Arrays.stream(places).boxed().sorted(this::compare).mapToInt(Integer::intValue).toArray();
      }
      // Address, length and order in one word: a listing is nearly sorted so, which the sort makes use of.
      long[] keys = new long[places.length];
      for (int i = 0; i < keys.length; i++) {
        keys[i] = columns.low(places[i]) << 32 ^ Long.MIN_VALUE | (long) columns.length(places[i]) << 26 | i;
      }
      Arrays.sort(keys);
      int[] sorted = new int[keys.length];
      for (int i = 0; i < sorted.length; i++) sorted[i] = places[(int) keys[i] & (1 << 26) - 1];
      return sorted;
    }

    private int compare(int a, int b) {
      int byHigh = Long.compareUnsigned(columns.high(a), columns.high(b));
      if (byHigh != 0) return byHigh;
      int byLow = Long.compareUnsigned(columns.low(a), columns.low(b));
      return byLow != 0 ? byLow : columns.length(a) - columns.length(b);
    }
  }
}
