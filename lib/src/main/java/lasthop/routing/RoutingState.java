package lasthop.routing;

import java.util.List;
import java.util.Optional;
import lasthop.ip.Family;
import lasthop.link.Links;
import lasthop.link.Neighbour;
import lasthop.sysctl.Sysctls;

/// All that a routing decision of a host depends on. Immutable; what was not read is empty and never guessed.
///
/// @param sysctls empty when `sysctl.txt` is missing
/// @param rules4 empty when `ip-rule.txt` is missing
/// @param fib4 empty when `ip-route.txt` is missing
/// @param neighbours empty when `ip-neigh.txt` is missing
public record RoutingState(Kernel kernel, Optional<Links> links, Optional<Sysctls> sysctls, Optional<Rpdb> rules4,
    Optional<Rpdb> rules6, Optional<Fib> fib4, Optional<Fib> fib6, Optional<List<Neighbour>> neighbours,
    List<NexthopObject> nexthops, History history) {
  public RoutingState {
    neighbours = neighbours.map(List::copyOf);
    nexthops = List.copyOf(nexthops);
  }

  public Optional<Rpdb> rules(Family family) {
    return family == Family.IPV4 ? rules4 : rules6;
  }

  public Optional<Fib> fib(Family family) {
    return family == Family.IPV4 ? fib4 : fib6;
  }

  public RoutingState withLinks(Links changed) {
    return new RoutingState(kernel, Optional.of(changed), sysctls, rules4, rules6, fib4, fib6, neighbours, nexthops,
        history);
  }

  public RoutingState withSysctls(Sysctls changed) {
    return new RoutingState(kernel, links, Optional.of(changed), rules4, rules6, fib4, fib6, neighbours, nexthops,
        history);
  }

  public RoutingState withRules(Family family, Rpdb changed) {
    boolean v4 = family == Family.IPV4;
    return new RoutingState(kernel, links, sysctls, v4 ? Optional.of(changed) : rules4,
        v4 ? rules6 : Optional.of(changed), fib4, fib6, neighbours, nexthops, history);
  }

  public RoutingState withFib(Family family, Fib changed) {
    boolean v4 = family == Family.IPV4;
    return new RoutingState(kernel, links, sysctls, rules4, rules6, v4 ? Optional.of(changed) : fib4,
        v4 ? fib6 : Optional.of(changed), neighbours, nexthops, history);
  }

  public RoutingState withHistory(History changed) {
    return new RoutingState(kernel, links, sysctls, rules4, rules6, fib4, fib6, neighbours, nexthops, changed);
  }
}
