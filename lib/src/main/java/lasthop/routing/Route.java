package lasthop.routing;

import java.util.List;
import java.util.Optional;
import lasthop.ip.Family;
import lasthop.ip.Ip;
import lasthop.ip.Prefix;
import lasthop.text.Origin;

/// A route, as one entry of `ip route` tells it.
///
/// @param dst the destinations it serves; `0.0.0.0/0` or `::/0` is printed `default`
/// @param src sources it serves (`from`), IPv6 only; empty for all
/// @param tos must equal the flow's when not 0
/// @param table its table, as [Tables] names it
/// @param metric lower wins among routes to one destination; 0 to 4294967295
/// @param proto who added it, as printed; empty for `boot`, which is not printed
/// @param scope [lasthop.link.Scope]; 0 is `global` and is not printed
/// @param prefsrc source address for packets without one
/// @param nhid id of its nexthop object; 0 for none
/// @param nexthops one or more; a reject route has one that may name no device
/// @param form how its nexthops are printed
/// @param flags of a multipath route as a whole, as printed: `linkdown` when all its nexthops are; empty for any other
/// @param metrics `mtu 1400 advmss 1360` and other words of the metrics, as printed; empty for none
/// @param pref IPv6 router preference `low`, `medium` or `high`; empty for IPv4
/// @param unknown words that are not understood, as printed
public record Route(RouteType type, Prefix dst, Optional<Prefix> src, int tos, String table, long metric, String proto,
    int scope, Optional<Ip> prefsrc, long nhid, List<Nexthop> nexthops, Form form, List<String> flags, String metrics, String pref,
    List<String> unknown, Origin origin) {
  public Route {
    nexthops = List.copyOf(nexthops);
    flags = List.copyOf(flags);
    unknown = List.copyOf(unknown);
  }

  /// How the nexthops are printed: in the line itself; in `nexthop` lines, which a group of one is too; or not at all,
  /// but for the id of their object, as where `net.ipv4.nexthop_compat_mode` is 0.
  public enum Form { INLINE, LISTED, BY_ID }

  /// Reads one entry of `ip route`, its `nexthop` lines joined by blanks or line ends.
  ///
  /// Words that are not understood are kept in [#unknown].
  ///
  /// @param table the table it stands in when the text does not say: `main` for `ip route`
  /// @throws IllegalArgumentException naming what is wrong, when it has no destination or a value cannot be read
  public static Route parse(Family family, String table, String text, Origin origin) {
    return new RouteReader(family, table, text, origin).read();
  }

  /// Whether the nexthops stand in lines of their own.
  public boolean multipath() {
    return form == Form.LISTED;
  }

  /// Whether only the id of its nexthop object was printed.
  boolean lacksNexthops() {
    return nhid != 0 && form != Form.LISTED && !type.isReject() && nexthop().dev().isEmpty();
  }

  /// A copy with the nexthops of its object, which are not printed.
  Route byId(List<Nexthop> hops) {
    return new Route(type, dst, src, tos, table, metric, proto, scope, prefsrc, nhid, hops, Form.BY_ID, flags, metrics, pref,
        unknown, origin);
  }

  public Family family() {
    return dst.ip().family();
  }

  public boolean isDefault() {
    return dst.length() == 0;
  }

  /// The first nexthop, which for most routes is the only one.
  public Nexthop nexthop() {
    return nexthops.isEmpty() ? Nexthop.NONE : nexthops.getFirst();
  }

  public Route withNexthops(List<Nexthop> changed) {
    return new Route(type, dst, src, tos, table, metric, proto, scope, prefsrc, nhid, changed, form, flags, metrics, pref,
        unknown, origin);
  }

  /// A copy for another destination, read from another line.
  Route with(Prefix destination, Origin from) {
    return new Route(type, destination, src, tos, table, metric, proto, scope, prefsrc, nhid, nexthops, form, flags,
        metrics, pref, unknown, from);
  }

  /// A copy of another scope, which `ip route add` fills in where the words do not say.
  public Route withScope(int number) {
    return new Route(type, dst, src, tos, table, metric, proto, number, prefsrc, nhid, nexthops, form, flags,
        metrics, pref, unknown, origin);
  }

  Route withTos(int shown) {
    return new Route(type, dst, src, shown, table, metric, proto, scope, prefsrc, nhid, nexthops, form, flags, metrics, pref,
        unknown, origin);
  }

  public Route withTable(String name) {
    return new Route(type, dst, src, tos, name, metric, proto, scope, prefsrc, nhid, nexthops, form, flags, metrics,
        pref, unknown, origin);
  }

  /// The route as `ip route show table all` prints it, nexthops of a multipath route on lines of their own.
  @Override public String toString() {
    return RouteText.print(this, type, "");
  }
}
