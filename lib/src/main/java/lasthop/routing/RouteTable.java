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
  /// The routes to one prefix, in the order the kernel tries them.
  ///
  /// IPv4: table by table where tables are one, higher tos first, then lower metric, then as listed. IPv6: lower metric
  /// first. What they say is read from their patterns, which stay in the processor's caches; a route itself is made or
  /// fetched only where it is the answer.
  final class Group {
    private final int[] places;
    private final int from;
    private final int to;
    private final int prefix;

    /// @param prefix its number in the index; -1 where the places are all that hold an address, longest prefix first
    private Group(int[] places, int from, int to, int prefix) {
      this.places = places;
      this.from = from;
      this.to = to;
      this.prefix = prefix;
    }

    Prefix dst() {
      return columns.dst(places[from]).network();
    }

    /// The length of the prefix.
    int length() {
      return columns.length(places[from]);
    }

    int size() {
      return to - from;
    }

    /// What a route says but for its destination.
    Route pattern(int i) {
      return columns.pattern(patternNumber(i));
    }

    int patternNumber(int i) {
      return columns.patternNumber(places[from + i]);
    }

    Route route(int i) {
      return columns.get(places[from + i]);
    }

    List<Route> routes() {
      var routes = new ArrayList<Route>();
      for (int i = 0; i < size(); i++) routes.add(route(i));
      return routes;
    }

    /// The group of the next shorter prefix around this one.
    Optional<Group> shorter() {
      if (prefix < 0) return run(places, to);
      return index.orElseThrow().group(index.get().prefixes.shorter(prefix));
    }
  }

  private static final Comparator<Route> ORDER =
      (a, b) -> a.tos() != b.tos() ? Integer.compare(b.tos(), a.tos()) : Long.compare(a.metric(), b.metric());
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
    found.sort(Comparator.comparingInt(columns::length).reversed());
    int[] longestFirst = found.stream().mapToInt(Integer::intValue).toArray();
    for (int from = 0; from < longestFirst.length; from = end(longestFirst, from)) order(longestFirst, from, end(longestFirst, from));
    return run(longestFirst, 0);
  }

  private Optional<Group> run(int[] longestFirst, int from) {
    return from == longestFirst.length ? Optional.empty() : Optional.of(new Group(longestFirst, from, end(longestFirst, from), -1));
  }

  private int end(int[] at, int from) {
    int to = from + 1;
    while (to < at.length && columns.length(at[to]) == columns.length(at[from])) to++;
    return to;
  }

  /// Puts routes to one prefix in the order they are tried: stable, and those of one table stay together.
  private void order(int[] at, int from, int to) {
    if (to - from == 1) return;
    String first = columns.get(at[from]).table();
    var sorted = Arrays.stream(at, from, to).boxed()
        .sorted(Comparator.comparing(columns::get, Comparator.comparing((Route r) -> !r.table().equals(first)).thenComparing(ORDER)))
        .mapToInt(Integer::intValue).toArray();
    System.arraycopy(sorted, 0, at, from, sorted.length);
  }

  /// Prefixes found by [PrefixTable]; each keeps the places of its routes, which stand together in `members`.
  private final class Index {
    private final PrefixTable prefixes;
    private final int[] starts;
    private final int[] members;

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
      for (int i = 0; i < count; i++) order(members, starts[i], starts[i + 1]);
    }

    Optional<Group> longest(Ip ip) {
      return group(prefixes.longest(ip));
    }

    private Optional<Group> group(int prefix) {
      return prefix < 0 ? Optional.empty() : Optional.of(new Group(members, starts[prefix], starts[prefix + 1], prefix));
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
