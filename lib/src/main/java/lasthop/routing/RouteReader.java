package lasthop.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import lasthop.ip.Family;
import lasthop.ip.Ip;
import lasthop.ip.Prefix;
import lasthop.link.Scope;
import lasthop.text.Origin;
import lasthop.text.Words;

/// Reads one entry of `ip route`. Mutable, used once.
final class RouteReader {
  private static final int DEFAULT_METRIC_V6 = 1024;

  private final Words words;
  private final Family family;
  private final Origin origin;
  private RouteType type = RouteType.UNICAST;
  private Prefix dst;
  private Optional<Prefix> src = Optional.empty();
  private int tos;
  private String table;
  private long metric = -1;
  private String proto = "";
  private int scope;
  private Optional<Ip> prefsrc = Optional.empty();
  private long nhid;
  private String pref = "";
  private final StringBuilder metrics = new StringBuilder();
  private final List<String> unknown = new ArrayList<>();
  private final List<Nexthop> hops = new ArrayList<>();
  private boolean multipath;
  private List<String> headFlags = List.of();
  private Optional<Ip> via = Optional.empty();
  private String dev = "";
  private int weight = 1;
  private String realm = "";
  private String encap = "";
  private List<String> flags = new ArrayList<>();

  RouteReader(Family family, String table, String text, Origin origin) {
    this.words = new Words(text.replace('\n', ' ').replace('\\', ' '));
    this.family = family;
    this.table = table;
    this.origin = origin;
    this.dst = Prefix.all(family);
  }

  Route read() {
    readDestination();
    while (words.hasNext()) readWord(words.next());
    closeHop();
    if (metric < 0) metric = family == Family.IPV4 ? 0 : DEFAULT_METRIC_V6;
    return new Route(type, dst, src, tos, table, metric, proto, scope, prefsrc, nhid, hops, multipath ? Route.Form.LISTED : Route.Form.INLINE, headFlags,
        metrics.toString(), pref, unknown, origin);
  }

  private void readDestination() {
    Optional<RouteType> named = RouteType.parse(words.peek());
    if (named.isPresent()) {
      type = named.get();
      words.next();
    }
    if (!words.hasNext()) throw new IllegalArgumentException("no destination");
    dst = prefix(words.next());
  }

  private void readWord(String word) {
    switch (word) {
      case "from" -> src = Optional.of(prefix(value(word)));
      case "nhid" -> nhid = number(word);
      case "tos", "dsfield" -> tos = dsfield(value(word));
      case "encap" -> encap = Encap.read(words);
      case "via" -> via = Optional.of(gateway());
      case "dev" -> dev = value(word);
      case "table" -> table = Tables.named(value(word));
      case "proto", "protocol" -> proto = value(word);
      case "scope" -> scope = scope(value(word));
      case "src" -> prefsrc = Optional.of(address(value(word)));
      case "metric", "priority" -> metric = number(word);
      case "pref" -> pref = value(word);
      case "realm", "realms" -> realm = word + " " + value(word);
      case "weight" -> weight = (int) number(word);
      case "nexthop" -> nextHop();
      case "dead", "onlink", "pervasive", "offload", "trap", "linkdown", "unresolved", "rt_offload", "rt_trap",
           "rt_offload_failed" -> flags.add(word);
      default -> readRest(word);
    }
  }

  /// Metrics are kept as they stand: they print again, and nothing here decides by them.
  private void readRest(String word) {
    switch (word) {
      case "mtu", "advmss", "window", "rtt", "rttvar", "ssthresh", "cwnd", "initcwnd", "initrwnd", "hoplimit",
           "reordering", "features", "rto_min", "quickack", "congctl", "fastopen_no_cookie", "expires", "error",
           "users", "age", "used" -> {
        metrics.append(word).append(' ');
        if (words.take("lock")) metrics.append("lock ");
        metrics.append(value(word)).append(' ');
      }
      default -> unknown.add(word);
    }
  }

  private void nextHop() {
    if (!multipath) {
      multipath = true;
      boolean headHasHop = via.isPresent() || !dev.isEmpty();
      if (headHasHop) closeHop();
      else headFlags = flags;
      flags = new ArrayList<>();
    } else {
      closeHop();
    }
  }

  private void closeHop() {
    hops.add(new Nexthop(via, dev, weight, flags, realm, encap));
    via = Optional.empty();
    dev = "";
    weight = 1;
    flags = new ArrayList<>();
    realm = "";
    encap = "";
  }

  private Ip gateway() {
    String word = value("via");
    return address(word.equals("inet6") || word.equals("inet") ? value(word) : word);
  }

  private String value(String word) {
    if (!words.hasNext()) throw new IllegalArgumentException("nothing follows \"" + word + "\"");
    return words.next();
  }

  private long number(String word) {
    String text = value(word);
    OptionalLong number = RouteWord.unsigned(text, 0xffffffffL);
    return number.orElseThrow(() -> new IllegalArgumentException("bad " + word + " \"" + text + "\""));
  }

  private static int dsfield(String word) {
    OptionalInt value = Dsfield.parse(word);
    return value.orElseThrow(() -> new IllegalArgumentException("bad tos \"" + word + "\""));
  }

  private static int scope(String word) {
    OptionalInt value = Scope.number(word);
    return value.orElseThrow(() -> new IllegalArgumentException("bad scope \"" + word + "\""));
  }

  private static Ip address(String word) {
    return Ip.parse(word);
  }

  private Prefix prefix(String word) {
    if (word.equals("default") || word.equals("any") || word.equals("all")) return Prefix.all(family);
    Prefix prefix = Prefix.parse(word);
    if (prefix.ip().family() != family) throw new IllegalArgumentException("\"" + word + "\" is of the other family");
    return prefix;
  }
}
