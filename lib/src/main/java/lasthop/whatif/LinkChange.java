package lasthop.whatif;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lasthop.host.Host;
import lasthop.ip.Family;
import lasthop.link.Link;
import lasthop.routing.Fib;
import lasthop.routing.Route;
import lasthop.routing.RouteType;
import lasthop.routing.RoutingState;

/// `ip link set DEV down`: the device no longer carries, and the routes through it go with it.
///
/// `up` is refused: which routes come back is decided by programs that no snapshot shows.
public record LinkChange(String command, String dev) implements Change {
  static LinkChange parse(String command, List<String> words) {
    words.removeIf(w -> w.equals("set") || w.equals("dev"));
    if (words.size() != 2 || !List.of("up", "down").contains(words.get(1))) {
      throw new IllegalArgumentException("ip link: understood is ip link set DEVICE down");
    }
    if (words.get(1).equals("up")) {
      throw new IllegalArgumentException("ip link set up cannot be replayed: which routes come back is not in a snapshot; add them with ip route add");
    }
    return new LinkChange(command, words.getFirst());
  }

  @Override public Host apply(Host host) {
    Link link = host.links().link(dev).orElseThrow(() -> new IllegalArgumentException("Cannot find device \"" + dev + "\""));
    var flags = new ArrayList<>(link.flags());
    flags.removeAll(List.of("UP", "LOWER_UP", "NO-CARRIER"));
    RoutingState state = host.routing().withLinks(host.links().with(link.withFlags(flags)));
    for (Family family : Family.values()) {
      Optional<Fib> fib = state.fib(family);
      if (fib.isPresent()) state = state.withFib(family, Fib.of(left(fib.get(), family)));
    }
    return host.withRouting(state);
  }

  /// IPv4 keeps the `local` routes of a device's own addresses; all else whose next hops all go through it is gone. IPv6
  /// takes the addresses away as well.
  ///
  /// @kernel v6.12 net/ipv4/fib_semantics.c fib_sync_down_dev, net/ipv6/addrconf.c addrconf_ifdown
  private List<Route> left(Fib fib, Family family) {
    var kept = new ArrayList<Route>();
    for (Route route : fib.routes()) {
      boolean own = family == Family.IPV4 && route.type() == RouteType.LOCAL;
      boolean lost = !route.nexthops().isEmpty() && route.nexthops().stream().allMatch(h -> h.dev().equals(dev));
      if (own || !lost) kept.add(route);
    }
    return kept;
  }

  @Override public String toString() {
    return command;
  }
}
