package lasthop.routing;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;
import java.util.function.UnaryOperator;
import lasthop.ip.Family;
import lasthop.ip.Ip;
import lasthop.ip.Prefix;
import lasthop.text.Origin;

/// Routes in columns, for there can be a million of them: the destination apart, and the rest of the line, which few
/// routes have to themselves, as one pattern for all that share it. A [Route] is made when it is asked for, and kept.
///
/// Seen as a list it is immutable; filling it is for its builder.
final class RouteColumns extends AbstractList<Route> implements RandomAccess {
  private final Family family;
  private final String file;
  private long[] highs;
  private long[] lows;
  private byte[] lengths;
  private int[] patternOf;
  private int[] lines;
  private Route[] made;
  private final List<Route> patterns = new ArrayList<>();
  private int size;

  RouteColumns(Family family, String file, int expected) {
    this.family = family;
    this.file = file;
    this.highs = new long[family == Family.IPV4 ? 0 : expected];
    this.lows = new long[expected];
    this.lengths = new byte[expected];
    this.patternOf = new int[expected];
    this.lines = new int[expected];
    this.made = new Route[0];
  }

  static RouteColumns of(List<Route> routes) {
    if (routes instanceof RouteColumns columns) return columns;
    Family family = routes.isEmpty() ? Family.IPV4 : routes.getFirst().family();
    var columns = new RouteColumns(family, "", routes.size());
    for (Route route : routes) columns.add(columns.pattern(route), route.dst(), 0);
    columns.made = routes.toArray(Route[]::new);
    return columns;
  }

  /// The same routes with changed patterns.
  RouteColumns map(UnaryOperator<Route> change) {
    var changed = new RouteColumns(family, file, 0);
    changed.highs = highs;
    changed.lows = lows;
    changed.lengths = lengths;
    changed.patternOf = patternOf;
    changed.lines = lines;
    changed.size = size;
    for (Route pattern : patterns) changed.patterns.add(change.apply(pattern));
    return changed;
  }

  /// A pattern for routes alike but for destination and line; its place.
  int pattern(Route route) {
    patterns.add(route);
    return patterns.size() - 1;
  }

  void add(int pattern, Prefix dst, int line) {
    Ip ip = dst.ip();
    add(pattern, ip.high(), ip.low(), dst.length(), line);
  }

  void add(int pattern, long high, long low, int length, int line) {
    if (size == lows.length) grow();
    if (family == Family.IPV6) highs[size] = high;
    lows[size] = low;
    lengths[size] = (byte) length;
    patternOf[size] = pattern;
    lines[size] = line;
    size++;
  }

  private void grow() {
    int more = Math.max(16, size + (size >> 1));
    if (family == Family.IPV6) highs = Arrays.copyOf(highs, more);
    lows = Arrays.copyOf(lows, more);
    lengths = Arrays.copyOf(lengths, more);
    patternOf = Arrays.copyOf(patternOf, more);
    lines = Arrays.copyOf(lines, more);
  }

  @Override public int size() {
    return size;
  }

  @Override public Route get(int i) {
    if (made.length < size) made = new Route[size];
    Route route = made[i];
    if (route == null) {
      route = patterns.get(patternOf[i]).with(dst(i), new Origin(file, lines[i]));
      made[i] = route;
    }
    return route;
  }

  int patternNumber(int i) {
    return patternOf[i];
  }

  Route pattern(int number) {
    return patterns.get(number);
  }

  /// One route for each way to be alike: what holds for some route holds for some of these.
  List<Route> patterns() {
    return patterns;
  }

  Prefix dst(int i) {
    Ip ip = family == Family.IPV4 ? Ip.v4(lows[i]) : Ip.v6(highs[i], lows[i]);
    return new Prefix(ip, lengths[i] & 0xff);
  }

  Family family() {
    return family;
  }

  int length(int i) {
    return lengths[i] & 0xff;
  }

  /// The first 64 bits with the host bits cleared; 0 for IPv4.
  long high(int i) {
    if (family == Family.IPV4) return 0;
    int length = length(i);
    return length >= 64 ? highs[i] : length == 0 ? 0 : highs[i] & -1L << (64 - length);
  }

  /// The last 64 bits, or the 32 of IPv4, with the host bits cleared.
  long low(int i) {
    int length = length(i);
    if (family == Family.IPV4) return length == 0 ? 0 : lows[i] & 0xffffffffL << (32 - length);
    return length <= 64 ? 0 : lows[i] & -1L << (128 - length);
  }

  boolean covers(int i, Ip ip) {
    int length = length(i);
    if (family == Family.IPV4) return length == 0 || (lows[i] ^ ip.low()) >>> (32 - length) == 0;
    if (length == 0) return true;
    if (length <= 64) return (highs[i] ^ ip.high()) >>> (64 - length) == 0;
    return highs[i] == ip.high() && (lows[i] ^ ip.low()) >>> (128 - length) == 0;
  }

  /// Whether two routes have the same destination, host bits aside.
  boolean samePrefix(int i, int j) {
    return lengths[i] == lengths[j] && low(i) == low(j) && high(i) == high(j);
  }
}
