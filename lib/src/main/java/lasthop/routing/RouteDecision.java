package lasthop.routing;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import lasthop.ip.Ip;
import lasthop.packet.DropReason;
import lasthop.packet.FlowKey;

/// What the kernel decides for a flow. `toString()` is what `ip route get` prints on that host, to the byte.
public sealed interface RouteDecision {
  /// The question, as it entered the lookup.
  FlowKey flow();

  /// How the decision came about, in order; empty unless [Routing#explain] was asked.
  List<LookupStep> steps();

  /// What `ip route get fibmatch` prints: the route itself instead of the result.
  String fibmatch();

  /// The flow has a way.
  ///
  /// @param type of the result; that of the route but for broadcast and multicast destinations
  /// @param route the entry that matched; empty when the kernel decided without the tables
  /// @param nexthop device and gateway the packet leaves by; the device is `lo` (or a VRF) for local delivery
  /// @param prefsrc source address: the flow's own, or the one chosen for it
  /// @param table table that answered; empty when the kernel decided without one
  /// @param alternatives every decision a random hash key could lead to, this one first; empty when there is one only
  record Routed(FlowKey flow, RouteType type, Optional<Route> route, Nexthop nexthop, Optional<Ip> prefsrc, String table,
      Set<CacheFlag> flags, List<Routed> alternatives, List<LookupStep> steps) implements RouteDecision {
    public Routed {
      flags = flags.isEmpty() ? Set.of() : Set.copyOf(flags);
      alternatives = List.copyOf(alternatives);
      steps = List.copyOf(steps);
    }

    Routed notified() {
      var more = EnumSet.of(CacheFlag.NOTIFY);
      more.addAll(flags);
      return new Routed(flow, type, route, nexthop, prefsrc, table, more, alternatives.stream().map(Routed::notified).toList(), steps);
    }

    /// Delivered on this host.
    public boolean isLocal() {
      return type == RouteType.LOCAL;
    }

    /// For a broadcast or multicast address.
    public boolean isForMany() {
      return type == RouteType.BROADCAST || type == RouteType.MULTICAST;
    }

    @Override public String fibmatch() {
      return RouteGetText.fibmatch(this);
    }

    @Override public String toString() {
      return RouteGetText.print(this);
    }
  }

  /// The flow has no way.
  ///
  /// @param errno what `ip route get` gets on this kernel
  /// @param reason why, in the kernel's words
  record Refused(FlowKey flow, Errno errno, DropReason reason, List<LookupStep> steps) implements RouteDecision {
    public Refused {
      steps = List.copyOf(steps);
    }

    @Override public String fibmatch() {
      return toString();
    }

    @Override public String toString() {
      return "RTNETLINK answers: " + errno.words() + "\n";
    }
  }

  /// The texts do not settle it.
  ///
  /// @param missing what would have to be known, in a few words
  /// @param collect the command that tells it
  record Undetermined(FlowKey flow, String missing, String collect, List<LookupStep> steps) implements RouteDecision {
    public Undetermined {
      steps = List.copyOf(steps);
    }

    @Override public String fibmatch() {
      return toString();
    }

    @Override public String toString() {
      return "undetermined: " + missing + " (" + collect + ")\n";
    }
  }

  /// The flags `ip route get` shows between `<` and `>`.
  enum CacheFlag { LOCAL, BROADCAST, MULTICAST, REDIRECT, NOTIFY }
}
