package lasthop.simulate;

import lasthop.packet.Packet;
import lasthop.routing.LookupStep;
import lasthop.routing.RouteDecision.Refused;
import lasthop.routing.RpFilter;
import lasthop.text.Origin;
import lasthop.traversal.Cause;

/// The word operators use for a refused route lookup.
final class RouteCause {
  private RouteCause() {}

  static Cause of(Refused refused, Packet packet, Machine machine) {
    return switch (refused.reason()) {
      case IP_RPFILTER -> mode(refused, packet, machine) == RpFilter.LOOSE ? Cause.RP_FILTER_LOOSE : Cause.RP_FILTER_STRICT;
      case IP_INNOROUTES, IP_OUTNOROUTES -> Cause.NO_ROUTE;
      case FIB_BLACKHOLE -> Cause.BLACKHOLE_ROUTE;
      case FIB_UNREACHABLE -> Cause.UNREACHABLE_ROUTE;
      case FIB_PROHIBIT -> byRule(refused) ? Cause.PROHIBIT_RULE : Cause.PROHIBIT_ROUTE;
      case FORWARDING_OFF, IP_INADDRERRORS -> Cause.IP_FORWARD_OFF;
      case IP_LOCALNET -> packet.dst().isLoopback() || packet.meta().in().isEmpty() ? Cause.ROUTE_LOCALNET_OFF : Cause.MARTIAN_SOURCE;
      case IP_LOCAL_SOURCE, IP_INVALID_SOURCE -> Cause.MARTIAN_SOURCE;
      default -> Cause.NONE;
    };
  }

  /// Where no text lists the groups a device has joined, one that no address names is taken not to be joined.
  static void assumed(Machine machine, Flight flight) {
    Packet packet = flight.packet;
    if (!packet.dst().isMulticast() || machine.link(packet.meta().in()).filter(l -> l.groups().isEmpty()).isEmpty()) return;
    flight.assume(new Assumption(Assumption.Kind.UNKNOWN, "ip maddr", "no program has joined the group " + packet.dst(), -1, Origin.NONE));
  }

  private static boolean byRule(Refused refused) {
    return refused.steps().stream().anyMatch(s -> s instanceof LookupStep.RuleRefused);
  }

  private static RpFilter mode(Refused refused, Packet packet, Machine machine) {
    for (LookupStep step : refused.steps()) {
      if (step instanceof LookupStep.SourceValidated validated) return validated.mode();
    }
    return RpFilter.of(machine.orAll(packet.meta().in(), "rp_filter", 0));
  }
}
