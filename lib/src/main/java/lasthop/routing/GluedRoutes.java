package lasthop.routing;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import lasthop.ip.Family;
import lasthop.ip.Ip;
import lasthop.ip.Prefix;
import lasthop.text.Origin;
import lasthop.text.Reading;
import lasthop.text.Repair;
import lasthop.text.Report;
import lasthop.text.Unread;

/// Reads IPv4 routes that a web page ran together: line ends lost, blanks lost or put into words, letters made upper case.
///
/// Blanks and case are dropped first, for they tell nothing any more; then the words of `ip route` themselves say where
/// one ends. Where an address runs into the next destination, it parts so that it is an address of this host known from a
/// `local` route, or failing that so that destinations rise, as `ip` lists them. Mutable, used once.
final class GluedRoutes {
  private static final List<String> TYPES = List.of("broadcast", "local", "unicast", "anycast", "multicast", "blackhole",
      "unreachable", "prohibit", "throw");
  private static final List<String> FLAGS = List.of("onlink", "linkdown", "dead", "pervasive");
  private static final List<String> PROTOCOLS = List.of("kernel", "static", "boot", "dhcp", "bird", "zebra", "bgp", "ospf",
      "babel", "ra", "redirect");
  private static final List<String> SCOPES = List.of("link", "host", "global", "site", "nowhere");
  private static final List<String> KEYWORDS = List.of("via", "dev", "proto", "scope", "src", "metric", "table", "weight",
      "mtu", "advmss");
  private static final List<String> COMMANDS = List.of("iproutelist", "iprouteshow", "iproutels", "iproute");

  /// A device with `dev` in its name.
  private static final Pattern NAMED_DEV = Pattern.compile("\\bdev\\s+(?=[^\\s/]{1,15}(?:\\s|$))[^\\s/]*dev[^\\s/]*");
  private static final int LONGEST_STRAY = 30;
  /// @kernel v6.12 include/uapi/linux/if.h IFNAMSIZ
  private static final int LONGEST_NAME = 15;

  private final String text;
  private final Origin origin;
  private final Set<String> own = new HashSet<>();
  private final Set<String> devices = new HashSet<>();
  private final List<Route> routes = new ArrayList<>();
  private final List<Repair> repairs = new ArrayList<>();
  private final List<Unread> unread = new ArrayList<>();
  private String table = Tables.MAIN;
  private int at;
  private long last = -1;

  GluedRoutes(String line, Origin origin) {
    this.text = line.toLowerCase(Locale.ROOT).replaceAll("\\s+", "");
    this.origin = origin;
  }

  /// Whether a line that could not be read as one route looks as if several had been run together.
  static boolean isGlued(String line) {
    String joined = NAMED_DEV.matcher(line.toLowerCase(Locale.ROOT)).replaceAll("dev x").replaceAll("\\s+", "");
    int first = joined.indexOf("dev");
    return first >= 0 && joined.indexOf("dev", first + 3) >= 0 && joined.indexOf("nexthop") < 0 && joined.indexOf('.') >= 0;
  }

  Reading<Route> read() {
    findOwnAddresses();
    findDevices();
    int skippedFrom = 0;
    while (at < text.length()) {
      int start = at;
      boolean understood = command() || entry();
      if (!understood) {
        at = start + 1;
        continue;
      }
      skipped(skippedFrom, start);
      skippedFrom = at;
    }
    skipped(skippedFrom, text.length());
    return new Reading<>(routes, new Report(repairs, unread));
  }

  private void skipped(int from, int to) {
    if (to > from) unread.add(new Unread(origin, text.substring(from, to), "belongs to no route"));
  }

  private void findOwnAddresses() {
    for (int i = text.indexOf("local"); i >= 0; i = text.indexOf("local", i + 5)) {
      int end = i + 5;
      while (end < text.length() && isAddressLetter(text.charAt(end))) end++;
      Ip.tryParse(text.substring(i + 5, end)).ifPresent(ip -> own.add(ip.toString()));
    }
  }

  /// Names that a word of `ip route` ends, somewhere in the text, and no digit that may be the next route's.
  private void findDevices() {
    for (int i = text.indexOf("dev"); i >= 0; i = text.indexOf("dev", i + 3)) {
      int end = i + 3;
      while (end < text.length() && !begins(end) && end - i <= LONGEST_NAME + 3) end++;
      String name = text.substring(i + 3, end);
      if (isName(name)) devices.add(name);
    }
  }

  private static boolean isName(String name) {
    return !name.isEmpty() && name.length() <= LONGEST_NAME && name.indexOf('/') < 0;
  }

  private static boolean isAddressLetter(char c) {
    return c == '.' || c >= '0' && c <= '9';
  }

  /// `ip route list table local`: what follows stands in that table.
  private boolean command() {
    String command = oneOf(COMMANDS);
    if (command.isEmpty()) return false;
    table = Tables.MAIN;
    last = -1;
    if (!take("table")) return true;
    String named = oneOf(List.of("local", "main", "default"));
    if (!named.isEmpty()) table = named;
    return true;
  }

  private boolean entry() {
    int start = at;
    String type = oneOf(TYPES);
    String dst = destination();
    if (dst.isEmpty()) {
      at = start;
      return false;
    }
    var words = new StringBuilder(type).append(type.isEmpty() ? "" : " ").append(dst);
    long here = dst.equals("default") ? -1 : Prefix.parse(dst).ip().low();
    int attributes = 0;
    while (attribute(words, here)) attributes++;
    if (attributes == 0) {
      at = start;
      return false;
    }
    try {
      routes.add(Route.parse(Family.IPV4, table, words.toString(), origin));
      repairs.add(new Repair(origin, "a route parted from what it was run together with: " + words));
      last = here;
      return true;
    } catch (IllegalArgumentException e) {
      at = start;
      return false;
    }
  }

  private String destination() {
    if (take("default")) return "default";
    int end = at;
    while (end < text.length() && (isAddressLetter(text.charAt(end)) || text.charAt(end) == '/')) end++;
    String word = text.substring(at, end);
    try {
      if (word.indexOf('.') < 0) return "";
      Prefix.parse(word);
    } catch (IllegalArgumentException e) {
      return "";
    }
    at = end;
    return word;
  }

  private boolean attribute(StringBuilder words, long here) {
    String flag = oneOf(FLAGS);
    if (!flag.isEmpty()) {
      words.append(' ').append(flag);
      return true;
    }
    skipStrayWords();
    int start = at;
    String key = oneOf(KEYWORDS);
    // No route has a word twice: what follows is the next one's.
    if (!key.isEmpty() && (" " + words).contains(" " + key + " ")) {
      at = start;
      return false;
    }
    String value = switch (key) {
      case "" -> "";
      case "via", "src" -> address(here);
      case "dev" -> device();
      case "proto" -> oneOf(PROTOCOLS);
      case "scope" -> oneOf(SCOPES);
      case "table" -> oneOf(List.of("local", "main", "default"));
      default -> digits();
    };
    if (value.isEmpty()) {
      at = start;
      return false;
    }
    words.append(' ').append(key).append(' ').append(value);
    return true;
  }

  /// Passes over words of the page that stand in the middle of a route, before its source address.
  private void skipStrayWords() {
    int end = at;
    while (end < text.length() && end - at < LONGEST_STRAY && Character.isLetter(text.charAt(end))) end++;
    int src = end - 3;
    boolean stray = src > at && text.startsWith("src", src) && !begins(at) && end < text.length()
        && Character.isDigit(text.charAt(end));
    if (!stray) return;
    skipped(at, src);
    at = src;
  }

  private String digits() {
    int end = at;
    while (end < text.length() && Character.isDigit(text.charAt(end))) end++;
    String word = text.substring(at, end);
    at = end;
    return word;
  }

  /// A device's name ends where a word of `ip route` begins; or another route, if the name stands elsewhere as well.
  private String device() {
    int end = at + 1;
    while (end < text.length() && !begins(end)) end++;
    if (isName(text.substring(at, Math.min(end, text.length()))) && destinationsWithin(end) == 0) return upTo(end);
    String only = "";
    for (String name : devices) {
      boolean parts = text.startsWith(name, at) && destinationAt(at + name.length()) >= 0;
      if (parts && !only.isEmpty()) return "";
      if (parts) only = name;
    }
    return upTo(at + only.length());
  }

  /// In how many places the next destination may begin before the position.
  private int destinationsWithin(int end) {
    int places = 0;
    for (int i = at + 1; i < end; i++) {
      if (destinationAt(i) >= 0) places++;
    }
    return places;
  }

  private String upTo(int end) {
    String word = text.substring(at, Math.min(end, text.length()));
    at += word.length();
    return word;
  }

  private boolean begins(int i) {
    for (List<String> words : List.of(KEYWORDS, FLAGS, TYPES, List.of("default", "["))) {
      for (String word : words) if (text.startsWith(word, i)) return true;
    }
    return false;
  }

  /// An address, parted from a destination it runs into.
  private String address(long here) {
    int end = at;
    for (int dots = 0; end < text.length() && isAddressLetter(text.charAt(end)) && dots <= 3; end++) {
      if (text.charAt(end) == '.') dots++;
      if (dots == 4) break;
    }
    String best = "";
    long bestNext = Long.MAX_VALUE;
    for (int to = Math.min(end, text.length()); to > at; to--) {
      String word = text.substring(at, to);
      if (Ip.tryParse(word).filter(Ip::isV4).isEmpty()) continue;
      if (to == text.length() || !isAddressLetter(text.charAt(to))) {
        at = to;
        return word;
      }
      long next = destinationAt(to);
      if (next < 0) continue;
      if (own.contains(word)) {
        at = to;
        return word;
      }
      boolean rises = next >= Math.max(here, last);
      if (rises && next < bestNext) {
        best = word;
        bestNext = next;
      }
    }
    at += best.length();
    return best;
  }

  /// The destination that begins there; -1 when none does.
  private long destinationAt(int from) {
    int kept = at;
    at = from;
    String dst = destination();
    at = kept;
    return dst.isEmpty() ? -1 : Prefix.parse(dst).ip().low();
  }

  private boolean take(String word) {
    if (!text.startsWith(word, at)) return false;
    at += word.length();
    return true;
  }

  private String oneOf(List<String> words) {
    for (String word : words) if (take(word)) return word;
    return "";
  }
}
