package lasthop.whatif;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lasthop.host.Host;
import lasthop.ip.Family;
import lasthop.ip.Ip;
import lasthop.link.Scope;
import lasthop.packet.FlowKey;
import lasthop.routing.Fib;
import lasthop.routing.Nexthop;
import lasthop.routing.Route;
import lasthop.routing.RouteDecision;
import lasthop.routing.RouteType;
import lasthop.routing.Routing;
import lasthop.routing.Tables;
import lasthop.text.Origin;

/// `ip route add|append|prepend|change|replace|del …`.
public record RouteChange(String command, Verb verb, Family family, Route route) implements Change {
  public enum Verb { ADD, APPEND, PREPEND, CHANGE, REPLACE, DEL }

  static RouteChange parse(String command, List<String> words, Family asked) {
    if (words.isEmpty()) throw new IllegalArgumentException("ip route: add, append, prepend, change, replace or del is missing");
    Verb verb = switch (words.removeFirst()) {
      case "a", "add" -> Verb.ADD;
      case "append" -> Verb.APPEND;
      case "prepend" -> Verb.PREPEND;
      case "change", "chg" -> Verb.CHANGE;
      case "replace", "r" -> Verb.REPLACE;
      case "d", "del", "delete" -> Verb.DEL;
      case String other -> throw new IllegalArgumentException("Command \"" + other + "\" is unknown, try \"ip route help\".");
    };
    words.remove("to");
    boolean v6 = asked == Family.IPV6 || words.stream().anyMatch(w -> w.indexOf(':') >= 0 && Ip.tryParse(w.split("/")[0]).isPresent());
    Family family = v6 ? Family.IPV6 : Family.IPV4;
    try {
      Route route = Route.parse(family, Tables.MAIN, String.join(" ", words), Origin.NONE);
      if (!route.unknown().isEmpty()) {
        throw new IllegalArgumentException("Error: either \"to\" is duplicate, or \"" + route.unknown().getFirst() + "\" is a garbage.");
      }
      return new RouteChange(command, verb, family, route);
    } catch (IllegalArgumentException e) {
      throw e.getMessage().startsWith("Error: ") ? e : new IllegalArgumentException("Error: " + e.getMessage(), e);
    }
  }

  @Override public Host apply(Host host) {
    Fib fib = host.routing().fib(family).orElseThrow(() -> new IllegalArgumentException(
        "the host's routes are not known: collect ip route show table all into ip-route.txt"));
    var routes = new ArrayList<>(fib.routes());
    int at = indexOf(routes);
    switch (verb) {
      case DEL -> {
        if (at < 0) throw new IllegalArgumentException("RTNETLINK answers: No such process");
        routes.remove(at);
      }
      case ADD -> {
        if (at >= 0) throw new IllegalArgumentException("RTNETLINK answers: File exists");
        routes.add(complete(host));
      }
      case APPEND -> routes.add(complete(host));
      case PREPEND -> routes.add(0, complete(host));
      case CHANGE -> {
        if (at < 0) throw new IllegalArgumentException("RTNETLINK answers: No such file or directory");
        routes.set(at, complete(host));
      }
      case REPLACE -> {
        if (at >= 0) routes.set(at, complete(host));
        else routes.add(complete(host));
      }
    }
    return host.withRouting(host.routing().withFib(family, Fib.of(routes)));
  }

  /// The entry of the same table, destination, type of service and metric. `del` compares what else it was given.
  ///
  /// @kernel v6.12 net/ipv4/fib_trie.c fib_table_insert, fib_table_delete
  private int indexOf(List<Route> routes) {
    for (int i = 0; i < routes.size(); i++) {
      Route r = routes.get(i);
      boolean sameKey = r.table().equals(route.table()) && r.dst().network().equals(route.dst().network()) && r.src().equals(route.src())
          && r.tos() == route.tos();
      boolean metric = r.metric() == route.metric() || verb == Verb.DEL && route.metric() == defaultMetric();
      if (sameKey && metric && (verb != Verb.DEL || sameDetails(r))) return i;
    }
    return -1;
  }

  private long defaultMetric() {
    return family == Family.IPV6 ? 1024 : 0;
  }

  private boolean sameDetails(Route r) {
    if (route.type() != RouteType.UNICAST && r.type() != route.type()) return false;
    Nexthop wanted = route.nexthop();
    Nexthop has = r.nexthop();
    return (wanted.dev().isEmpty() || wanted.dev().equals(has.dev())) && (wanted.via().isEmpty() || wanted.via().equals(has.via()));
  }

  /// The route with what the kernel and `ip` fill in: scope, and the device a gateway is reached by.
  private Route complete(Host host) {
    if (route.type().isReject()) return route;
    var hops = new ArrayList<Nexthop>();
    for (Nexthop hop : route.nexthops()) hops.add(resolved(hop, host));
    boolean linkScope = family == Family.IPV4 && route.type() == RouteType.UNICAST && hops.stream().allMatch(h -> h.via().isEmpty());
    int scope = route.type() == RouteType.LOCAL ? Scope.HOST : linkScope ? Scope.LINK : route.scope();
    Route made = route.withNexthops(hops);
    return made.withScope(scope);
  }

  /// @kernel v6.12 net/ipv4/fib_semantics.c fib_check_nh_v4_gw
  private Nexthop resolved(Nexthop hop, Host host) {
    if (!hop.dev().isEmpty() && !host.links().has(hop.dev())) throw new IllegalArgumentException("Cannot find device \"" + hop.dev() + "\"");
    if (hop.via().isEmpty()) {
      if (hop.dev().isEmpty()) throw new IllegalArgumentException("RTNETLINK answers: No such device");
      return hop;
    }
    if (hop.flags().contains("onlink")) return hop;
    Optional<String> dev = deviceTo(hop.via().get(), hop.dev(), host);
    if (dev.isEmpty()) throw new IllegalArgumentException("Error: Nexthop has invalid gateway.");
    return hop.by(dev.get());
  }

  /// The device a gateway is on link of; empty when no route says so.
  private static Optional<String> deviceTo(Ip gateway, String dev, Host host) {
    FlowKey flow = dev.isEmpty() ? FlowKey.to(gateway) : FlowKey.to(gateway).oif(dev);
    return switch (Routing.decide(host.routing(), flow)) {
      case RouteDecision.Routed r when r.nexthop().via().isEmpty() && !r.isLocal() -> Optional.of(r.nexthop().dev());
      case RouteDecision.Routed _, RouteDecision.Refused _, RouteDecision.Undetermined _ -> Optional.empty();
    };
  }

  @Override public String toString() {
    return command;
  }
}
