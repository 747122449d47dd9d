package lasthop.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import lasthop.ip.Family;
import lasthop.ip.Prefix;
import lasthop.text.Origin;
import lasthop.text.Reading;
import lasthop.text.Repair;
import lasthop.text.Report;
import lasthop.text.Words;

/// Reads routes that stand on one line because line ends were lost and nothing else: an entry ends where a destination
/// stands that is no value of the word before it.
final class JoinedRoutes {
  private static final Set<String> KEYS = Set.of("via", "dev", "proto", "scope", "src", "metric", "table", "weight", "mtu", "advmss",
      "tos", "from", "nhid", "pref", "realm", "realms", "rtt", "cwnd", "initcwnd", "initrwnd", "expires", "error");
  private static final Set<String> FLAGS = Set.of("onlink", "linkdown", "dead", "pervasive", "offload", "trap");

  private final Family family;
  private final Origin origin;

  JoinedRoutes(Family family, Origin origin) {
    this.family = family;
    this.origin = origin;
  }

  /// Whether one of the words that a route does not know begins another.
  static boolean isJoined(List<String> unknown) {
    return unknown.stream().anyMatch(JoinedRoutes::isDestination);
  }

  /// The routes; empty where the words do not say where each ends.
  Optional<Reading<Route>> read(String line) {
    var routes = new ArrayList<Route>();
    var repairs = new ArrayList<Repair>();
    for (String entry : entries(line)) {
      try {
        Route route = Route.parse(family, Tables.MAIN, entry, origin);
        if (!route.unknown().isEmpty()) return Optional.empty();
        routes.add(route);
        repairs.add(new Repair(origin, "a route parted from what it was run together with: " + entry));
      } catch (IllegalArgumentException e) {
        return Optional.empty();
      }
    }
    return routes.size() < 2 ? Optional.empty() : Optional.of(new Reading<>(routes, new Report(repairs, List.of())));
  }

  /// None where a word is met that is neither known nor a destination.
  private static List<String> entries(String line) {
    var entries = new ArrayList<StringBuilder>();
    var words = new Words(line.replace('\r', ' ').replace('\n', ' '));
    boolean typed = false;
    while (words.hasNext()) {
      String word = words.next();
      boolean type = RouteType.parse(word).isPresent();
      boolean begins = type || isDestination(word);
      if (begins && !typed) entries.add(new StringBuilder(word));
      else if (!entries.isEmpty() && (typed == begins) && (begins || KEYS.contains(word) || FLAGS.contains(word))) entries.getLast().append(' ').append(word);
      else return List.of();
      typed = type;
      if (KEYS.contains(word)) entries.getLast().append(' ').append(words.next());
    }
    return entries.stream().map(StringBuilder::toString).toList();
  }

  private static boolean isDestination(String word) {
    if (word.equals("default")) return true;
    boolean hasMark = word.indexOf('.') >= 0 || word.indexOf(':') >= 0;
    try {
      return hasMark && Prefix.parse(word).length() >= 0;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
