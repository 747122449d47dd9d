package lasthop.routing;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
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
  private final byte[] bytes;
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
  private int tailTo;
  private long low;
  private long high;
  private int length;

  /// @param ambiguous the family of a default route that does not show its own
  RouteScan(Family family, Family ambiguous, String file, String text) {
    this.family = family;
    this.ambiguous = ambiguous;
    this.file = file;
    byte[] latin = text.getBytes(StandardCharsets.ISO_8859_1);
    // ip prints ASCII; where something else stands, a question mark of one byte will do to report it.
    this.text = latin.length == text.length() ? text : new String(latin, StandardCharsets.ISO_8859_1);
    this.bytes = latin;
    this.columns = new RouteColumns(family, file, bytes.length / BYTES_A_LINE + 16);
  }

  Scanned scan() {
    // A listing without a colon has nothing to say of IPv6, and is long when it is a full IPv4 table.
    if (family == Family.IPV6 && text.indexOf(':') < 0 && !text.contains(" pref ")) return scanned();
    int at = 0;
    while (at < bytes.length) {
      line++;
      int next = patterned(at);
      at = next > 0 ? next : whole(at);
    }
    return scanned();
  }

  private Scanned scanned() {
    return new Scanned(Fib.of(columns), new Report(repairs, unread));
  }

  private int lineEnd(int from) {
    int i = from;
    while (i < bytes.length && bytes[i] != '\n') i++;
    return i;
  }

  private boolean isBlank(int from, int to) {
    for (int i = from; i < to; i++) if (bytes[i] > ' ' || bytes[i] < 0) return false;
    return true;
  }

  private boolean isContinuation(int at) {
    int i = at;
    while (i < bytes.length && (bytes[i] == ' ' || bytes[i] == '\t')) i++;
    return i > at && text.startsWith("nexthop", i);
  }

  /// Reads a line by its pattern.
  ///
  /// @return where the next line begins; 0 when this one must be read whole: it has no plain destination, or its words are
  ///     not known to be understood, or it goes on in the next line
  private int patterned(int from) {
    int typeTo = from;
    int dst = from;
    if (!isPrefix(dst)) {
      typeTo = word(from);
      dst = typeTo + 1;
      if (RouteType.parse(text.substring(from, typeTo)).isEmpty() || !isPrefix(dst)) return 0;
    }
    boolean own = family == Family.IPV4 ? readV4() : readV6();
    if (!own) {
      boolean other = RouteFile.familyOf(text.substring(prefixFrom, prefixTo), family) != family;
      int end = lineEnd(prefixTo);
      return other && !isContinuation(end + 1) ? end + 1 : 0;
    }
    int pattern = pattern(from, typeTo, prefixTo);
    if (pattern < 0 || tailTo + 1 < bytes.length && bytes[tailTo + 1] <= ' ' && isContinuation(tailTo + 1)) return 0;
    columns.add(pattern, high, low, length, line);
    return tailTo + 1;
  }

  private int word(int from) {
    int i = from;
    while (i < bytes.length && bytes[i] > ' ') i++;
    return i;
  }

  /// Whether a word with a colon or a dot stands there; [#prefixFrom] and [#prefixTo] then bound it.
  private boolean isPrefix(int from) {
    for (int i = from; i < bytes.length && bytes[i] > ' '; i++) {
      if (bytes[i] != ':' && bytes[i] != '.') continue;
      prefixFrom = from;
      prefixTo = word(i);
      return true;
    }
    return false;
  }

  private boolean readV4() {
    long bits = 0;
    int at = prefixFrom;
    for (int octet = 0; octet < 4; octet++) {
      int value = 0;
      int start = at;
      while (at < prefixTo && bytes[at] >= '0' && bytes[at] <= '9') value = value * 10 + bytes[at++] - '0';
      boolean fine = at > start && at - start <= 3 && value <= 255 && (octet == 3 || at < prefixTo && bytes[at++] == '.');
      if (!fine) return false;
      bits = bits << 8 | value;
    }
    low = bits;
    length = 32;
    if (at == prefixTo) return true;
    int digits = prefixTo - at - 1;
    if (bytes[at] != '/' || digits < 1 || digits > 2) return false;
    length = 0;
    for (int i = at + 1; i < prefixTo; i++) {
      if (bytes[i] < '0' || bytes[i] > '9') return false;
      length = length * 10 + bytes[i] - '0';
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

  /// The pattern of the words around a destination, of which the latter end at [#tailTo]; -1 when some of them are not
  /// understood.
  private int pattern(int typeFrom, int typeTo, int tailFrom) {
    int hash = 0;
    for (int i = typeFrom; i < typeTo; i++) hash = hash * 31 + bytes[i];
    int end = tailFrom;
    for (; end < bytes.length && bytes[end] != '\n'; end++) hash = hash * 31 + bytes[end];
    tailTo = end;
    int mask = known.length - 1;
    int slot = (hash ^ hash >>> 15) & mask;
    while (known[slot] != null) {
      Known k = known[slot];
      boolean same = k.hash == hash && Arrays.equals(bytes, k.tailFrom, k.tailTo, bytes, tailFrom, tailTo)
          && Arrays.equals(bytes, k.typeFrom, k.typeTo, bytes, typeFrom, typeTo);
      if (same) return k.pattern;
      slot = slot + 1 & mask;
    }
    Known met = new Known(hash, typeFrom, typeTo, tailFrom, tailTo, made(typeFrom, typeTo, tailFrom, tailTo));
    known[slot] = met;
    if (++knownCount * 2 > known.length) rehash();
    return met.pattern;
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

  /// Reads an entry word by word.
  ///
  /// @return where the next line begins
  private int whole(int from) {
    int head = line;
    int end = lineEnd(from);
    if (isBlank(from, end)) return end + 1;
    while (isContinuation(end + 1)) {
      end = lineEnd(end + 1);
      line++;
    }
    String entry = text.substring(from, end);
    if (RouteFile.familyOf(entry, ambiguous) != family) return end + 1;
    Reading<Route> reading = RouteFile.entry(family, entry, new Origin(file, head));
    for (Route route : reading.items()) columns.add(columns.pattern(route), route.dst(), head);
    repairs.addAll(reading.report().repairs());
    unread.addAll(reading.report().unread());
    return end + 1;
  }
}
