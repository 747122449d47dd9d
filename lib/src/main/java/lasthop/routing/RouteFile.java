package lasthop.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lasthop.ip.Family;
import lasthop.ip.Ip;
import lasthop.text.Lines;
import lasthop.text.Origin;
import lasthop.text.Reading;
import lasthop.text.Repair;
import lasthop.text.Report;
import lasthop.text.Unread;
import lasthop.text.Words;

/// Reads `ip route` and `ip rule` listings.
public final class RouteFile {
  private RouteFile() {}

  /// What a listing gave.
  ///
  /// @param report lines and words that were not understood
  public record Listed(Fib fib, Report report) {}

  /// The tables of one family in the text of `ip route show table all`, which lists the other family too.
  public static Listed fib(Family family, String file, String text) {
    return listed(new RouteScan(family, Family.IPV4, file, text));
  }

  /// The tables in the text of `ip -6 route show table all`.
  public static Listed fib6(String file, String text) {
    return listed(new RouteScan(Family.IPV6, Family.IPV6, file, text));
  }

  private static Listed listed(RouteScan scan) {
    RouteScan.Scanned scanned = scan.scan();
    return new Listed(scanned.fib(), scanned.report());
  }

  /// Routes of one family; entries of the other one, which `ip route show table all` prints too, are left out.
  public static Reading<Route> routes(Family family, List<Lines> lines) {
    return read(Optional.of(family), Family.IPV4, lines);
  }

  /// Routes of `ip -6 route`.
  public static Reading<Route> routes6(List<Lines> lines) {
    return read(Optional.of(Family.IPV6), Family.IPV6, lines);
  }

  /// Routes of both families, as in a pasted text. Lines that were run together are parted again where only one
  /// parting makes routes.
  public static Reading<Route> anyFamily(String file, String text) {
    return read(Optional.empty(), Family.IPV4, Lines.of(file, text));
  }

  private static Reading<Route> read(Optional<Family> wanted, Family ambiguous, List<Lines> lines) {
    var routes = new ArrayList<Route>();
    var repairs = new ArrayList<Repair>();
    var unread = new ArrayList<Unread>();
    for (int i = 0; i < lines.size(); i++) {
      Lines head = lines.get(i);
      var entry = new StringBuilder(head.line());
      while (i + 1 < lines.size() && isContinued(lines.get(i + 1))) entry.append('\n').append(lines.get(++i).line());
      Family family = familyOf(entry, ambiguous);
      if (wanted.isPresent() && wanted.get() != family) continue;
      Reading<Route> one = entry(family, entry.toString(), head.origin());
      routes.addAll(one.items());
      repairs.addAll(one.report().repairs());
      unread.addAll(one.report().unread());
    }
    return new Reading<>(routes, new Report(repairs, unread));
  }

  /// One entry; or several, if its words make no route by themselves because lines were run together.
  static Reading<Route> entry(Family family, String entry, Origin origin) {
    var unread = new ArrayList<Unread>();
    try {
      Route route = Route.parse(family, Tables.MAIN, entry.replace('\r', ' '), origin);
      boolean whole = route.unknown().isEmpty() && (!GluedRoutes.isGlued(entry) || !hasTwoDevices(entry));
      if (!whole && (GluedRoutes.isGlued(entry) || JoinedRoutes.isJoined(route.unknown()))) return parted(family, entry, origin);
      for (String word : route.unknown()) {
        unread.add(new Unread(origin, word, "not a word of ip route that is known; the rest of the line was read"));
      }
      return new Reading<>(List.of(route), new Report(List.of(), unread));
    } catch (IllegalArgumentException e) {
      if (GluedRoutes.isGlued(entry)) return parted(family, entry, origin);
      unread.add(new Unread(origin, entry, e.getMessage()));
      return new Reading<>(List.of(), new Report(List.of(), unread));
    }
  }

  private static boolean hasTwoDevices(String entry) {
    var words = new Words(entry.replace('\n', ' '));
    int devices = 0;
    while (words.hasNext()) if (words.next().equals("dev")) devices++;
    return devices > 1;
  }

  /// By its words, if nothing but line ends was lost; else by its letters.
  private static Reading<Route> parted(Family family, String entry, Origin origin) {
    return new JoinedRoutes(family, origin).read(entry).orElseGet(() -> family == Family.IPV4 ? new GluedRoutes(entry, origin).read() : none(entry, origin));
  }

  private static Reading<Route> none(String entry, Origin origin) {
    return new Reading<>(List.of(), new Report(List.of(), List.of(new Unread(origin, entry, "several routes on one line"))));
  }

  private static boolean isContinued(Lines line) {
    return line.isIndented() && line.line().stripLeading().startsWith("nexthop");
  }

  /// A listing of all tables holds both families. An entry shows its own by its destination, or for `default` by its
  /// gateway or by the router preference that IPv6 routes alone have; failing these it is of the `ambiguous` one.
  static Family familyOf(CharSequence entry, Family ambiguous) {
    String text = entry.toString();
    var words = new Words(text.replace('\n', ' '));
    String first = words.next();
    String dst = RouteType.parse(first).isPresent() ? words.next() : first;
    int slash = dst.indexOf('/');
    Optional<Ip> ip = Ip.tryParse(slash < 0 ? dst : dst.substring(0, slash));
    if (ip.isPresent()) return ip.get().family();
    if (text.contains(" pref ")) return Family.IPV6;
    if (text.contains("via inet6 ")) return Family.IPV4;
    int via = text.indexOf("via ");
    if (via < 0) return ambiguous;
    return new Words(text.substring(via + 4)).next().indexOf(':') >= 0 ? Family.IPV6 : Family.IPV4;
  }

  /// The lines of `ip nexthop`.
  public static Reading<NexthopObject> nexthops(List<Lines> lines) {
    var objects = new ArrayList<NexthopObject>();
    var unread = new ArrayList<Unread>();
    for (Lines line : lines) {
      try {
        NexthopObject object = NexthopObject.parse(line.line(), line.origin());
        objects.add(object);
        for (String word : object.unknown()) {
          unread.add(new Unread(line.origin(), word, "not a word of ip nexthop that is known; the rest was read"));
        }
      } catch (IllegalArgumentException e) {
        unread.add(new Unread(line.origin(), line.line(), e.getMessage()));
      }
    }
    return new Reading<>(objects, new Report(List.of(), unread));
  }

  public static Reading<PolicyRule> rules(List<Lines> lines) {
    var rules = new ArrayList<PolicyRule>();
    var unread = new ArrayList<Unread>();
    for (Lines line : lines) {
      try {
        PolicyRule rule = PolicyRule.parse(line.line(), line.origin());
        rules.add(rule);
        for (String word : rule.unknown()) {
          unread.add(new Unread(line.origin(), word, "not a word of ip rule that is known; the rest was read"));
        }
      } catch (IllegalArgumentException e) {
        unread.add(new Unread(line.origin(), line.line(), e.getMessage()));
      }
    }
    return new Reading<>(rules, new Report(List.of(), unread));
  }
}
