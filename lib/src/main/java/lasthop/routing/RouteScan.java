package lasthop.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lasthop.ip.Family;
import lasthop.ip.Ip;
import lasthop.text.Origin;
import lasthop.text.Reading;
import lasthop.text.Repair;
import lasthop.text.Report;
import lasthop.text.Unread;

/// Reads long listings of `ip route` into columns. Of most lines only the destination is read: what stands around it has
/// been read before, on another line. Lines that are not of that kind are read whole. Mutable, used once.
final class RouteScan {
  /// @param report lines and words that were not understood
  record Scanned(Fib fib, Report report) {}

  /// A line's words but for its destination, where they were first met, and the pattern made of them.
  private record Known(int hash, int typeFrom, int typeTo, int tailFrom, int tailTo, int pattern) {}

  private static final int BYTES_A_LINE = 48;
  private static final int NO_PATTERN = -1;

  private final String text;
  private final String file;
  private final Family family;
  private final Family ambiguous;
  private final RouteColumns columns;
  private final List<Repair> repairs = new ArrayList<>();
  private final List<Unread> unread = new ArrayList<>();
  private Known[] known = new Known[256];
  private int knownCount;
  private int line;
  private int prefixFrom;
  private int prefixTo;
  private long low;
  private long high;
  private int length;

  /// @param ambiguous the family of a default route that does not show its own
  RouteScan(Family family, Family ambiguous, String file, String text) {
    this.family = family;
    this.ambiguous = ambiguous;
    this.file = file;
    this.text = text;
    this.columns = new RouteColumns(family, file, text.length() / BYTES_A_LINE + 16);
  }

  Scanned scan() {
    int at = 0;
    while (at < text.length()) {
      int end = lineEnd(at);
      line++;
      int head = line;
      int from = at;
      at = end + 1;
      if (isBlank(from, end)) continue;
      boolean more = isContinuation(at);
      if (!more && !isIndented(from) && patterned(from, end)) continue;
      while (isContinuation(at)) {
        end = lineEnd(at);
        at = end + 1;
        line++;
      }
      whole(text.substring(from, end), new Origin(file, head));
    }
    return new Scanned(Fib.of(columns), new Report(repairs, unread));
  }

  private int lineEnd(int from) {
    int end = text.indexOf('\n', from);
    return end < 0 ? text.length() : end;
  }

  private boolean isBlank(int from, int to) {
    for (int i = from; i < to; i++) if (text.charAt(i) > ' ') return false;
    return true;
  }

  private boolean isIndented(int at) {
    return at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t');
  }

  private boolean isContinuation(int at) {
    if (!isIndented(at)) return false;
    int i = at;
    while (i < text.length() && (text.charAt(i) == ' ' || text.charAt(i) == '\t')) i++;
    return text.startsWith("nexthop", i);
  }

  /// Reads a line by its pattern.
  ///
  /// @return false when it must be read whole: it has no plain destination, or its words are not known to be understood
  private boolean patterned(int from, int to) {
    int typeTo = from;
    if (!isPrefix(from, to)) {
      typeTo = blank(from, to);
      if (RouteType.parse(text.substring(from, typeTo)).isEmpty() || !isPrefix(typeTo + 1, to)) return false;
    }
    boolean own = family == Family.IPV4 ? readV4() : readV6();
    if (!own) return isOther();
    int pattern = pattern(from, typeTo, prefixTo, to);
    if (pattern < 0) return false;
    columns.add(pattern, high, low, length, line);
    return true;
  }

  private int blank(int from, int to) {
    int i = from;
    while (i < to && text.charAt(i) != ' ') i++;
    return i;
  }

  /// Whether a word with a colon or a dot stands there; [#prefixFrom] and [#prefixTo] then bound it.
  private boolean isPrefix(int from, int to) {
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c == ':' || c == '.') {
        prefixFrom = from;
        prefixTo = blank(i, to);
        return true;
      }
      if (c == ' ') return false;
    }
    return false;
  }

  /// A destination of the other family belongs to the other listing.
  private boolean isOther() {
    return RouteFile.familyOf(text.substring(prefixFrom, prefixTo), family) != family;
  }

  private boolean readV4() {
    long bits = 0;
    int at = prefixFrom;
    for (int octet = 0; octet < 4; octet++) {
      int value = 0;
      int start = at;
      while (at < prefixTo && text.charAt(at) >= '0' && text.charAt(at) <= '9') value = value * 10 + text.charAt(at++) - '0';
      boolean fine = at > start && at - start <= 3 && value <= 255
          && (octet == 3 || at < prefixTo && text.charAt(at++) == '.');
      if (!fine) return false;
      bits = bits << 8 | value;
    }
    low = bits;
    length = 32;
    if (at == prefixTo) return true;
    int digits = prefixTo - at - 1;
    if (text.charAt(at) != '/' || digits < 1 || digits > 2) return false;
    length = 0;
    for (int i = at + 1; i < prefixTo; i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') return false;
      length = length * 10 + c - '0';
    }
    return length <= 32;
  }

  private boolean readV6() {
    int slash = text.indexOf('/', prefixFrom);
    int end = slash < 0 || slash > prefixTo ? prefixTo : slash;
    Optional<Ip> ip = Ip.tryParse(text.substring(prefixFrom, end));
    if (ip.isEmpty() || ip.get().isV4()) return false;
    high = ip.get().high();
    low = ip.get().low();
    length = 128;
    if (end == prefixTo) return true;
    try {
      length = Integer.parseInt(text, end + 1, prefixTo, 10);
    } catch (NumberFormatException e) {
      return false;
    }
    return length >= 0 && length <= 128;
  }

  /// The pattern of the words around a destination; -1 when some of them are not understood.
  private int pattern(int typeFrom, int typeTo, int tailFrom, int tailTo) {
    int hash = 0;
    for (int i = typeFrom; i < typeTo; i++) hash = hash * 31 + text.charAt(i);
    for (int i = tailFrom; i < tailTo; i++) hash = hash * 31 + text.charAt(i);
    int mask = known.length - 1;
    int slot = (hash ^ hash >>> 15) & mask;
    while (known[slot] != null) {
      Known k = known[slot];
      if (k.hash == hash && same(k.typeFrom, k.typeTo, typeFrom, typeTo) && same(k.tailFrom, k.tailTo, tailFrom, tailTo)) {
        return k.pattern;
      }
      slot = slot + 1 & mask;
    }
    Known met = new Known(hash, typeFrom, typeTo, tailFrom, tailTo, made(typeFrom, typeTo, tailFrom, tailTo));
    known[slot] = met;
    if (++knownCount * 2 > known.length) rehash();
    return met.pattern;
  }

  private boolean same(int from, int to, int otherFrom, int otherTo) {
    return to - from == otherTo - otherFrom && text.regionMatches(from, text, otherFrom, to - from);
  }

  private int made(int typeFrom, int typeTo, int tailFrom, int tailTo) {
    String around = text.substring(typeFrom, typeTo) + " default" + text.substring(tailFrom, tailTo);
    try {
      Route route = Route.parse(family, Tables.MAIN, around.strip(), Origin.NONE);
      return route.unknown().isEmpty() ? columns.pattern(route) : NO_PATTERN;
    } catch (IllegalArgumentException e) {
      return NO_PATTERN;
    }
  }

  private void rehash() {
    Known[] old = known;
    known = new Known[old.length * 2];
    int mask = known.length - 1;
    for (Known k : old) {
      if (k == null) continue;
      int slot = (k.hash ^ k.hash >>> 15) & mask;
      while (known[slot] != null) slot = slot + 1 & mask;
      known[slot] = k;
    }
  }

  private void whole(String entry, Origin origin) {
    if (RouteFile.familyOf(entry, ambiguous) != family) return;
    Reading<Route> reading = RouteFile.entry(family, entry, origin);
    for (Route route : reading.items()) columns.add(columns.pattern(route), route.dst(), origin.line());
    repairs.addAll(reading.report().repairs());
    unread.addAll(reading.report().unread());
  }
}
