package lasthop.routing;

import java.util.Optional;
import lasthop.packet.DropReason;
import lasthop.routing.RouteTable.Group;

/// What a lookup found: the kernel's `struct fib_result`. Filled in by the search, short-lived.
final class Found {
  private Optional<Route> route = Optional.empty();
  private Optional<Route> pattern = Optional.empty();
  private Optional<Group> group = Optional.empty();
  private int at;
  private int hop;
  private int tos = -1;
  private Errno errno = Errno.EAGAIN;
  private boolean ok;
  private Realms ruled = Realms.NONE;
  private RouteType rejectedBy = RouteType.UNICAST;

  /// The search ended with a route and one of its nexthops.
  void set(Route found, int nexthop, Group of) {
    route = Optional.of(found);
    pattern = route;
    group = Optional.of(of);
    hop = nexthop;
    ok = true;
  }

  /// The same with a route that need not be known itself, only what it says but for its destination.
  void set(Group of, int place, int nexthop) {
    route = Optional.empty();
    pattern = Optional.of(of.pattern(place));
    group = Optional.of(of);
    at = place;
    hop = nexthop;
    ok = true;
  }

  /// The search ended with an error; EAGAIN: nothing matched, go on with the next rule.
  void fail(Errno error) {
    errno = error;
    ok = false;
    route = Optional.empty();
    pattern = Optional.empty();
  }

  /// Ended by a reject route.
  void fail(RouteType reject) {
    fail(reject.error().orElse(Errno.EINVAL));
    rejectedBy = reject;
  }

  /// Ended by a rule that rejects; its error need not be that of a route of the type.
  void fail(RouteType reject, Errno error) {
    fail(error);
    rejectedBy = reject;
  }

  /// Ended by a reject route, which stays known.
  void reject(RouteType reject) {
    errno = reject.error().orElse(Errno.EINVAL);
    rejectedBy = reject;
    ok = false;
  }

  boolean isOk() {
    return ok;
  }

  boolean goesOn() {
    return !ok && errno == Errno.EAGAIN;
  }

  Errno errno() {
    return errno;
  }

  /// Why the search failed, in the kernel's words.
  ///
  /// @param unmatched the reason when nothing matched at all
  DropReason reason(DropReason unmatched) {
    return switch (rejectedBy) {
      case BLACKHOLE -> DropReason.FIB_BLACKHOLE;
      case UNREACHABLE -> DropReason.FIB_UNREACHABLE;
      case PROHIBIT -> DropReason.FIB_PROHIBIT;
      default -> unmatched;
    };
  }

  /// The rule that ended the search, with a route or an error, gives packets these realms.
  void ruled(Realms realms) {
    ruled = realms;
  }

  Realms ruled() {
    return ruled;
  }

  /// The realms of what the route sends.
  Realms realms() {
    return Realms.parse(nexthop().realm()).or(ruled);
  }

  Route route() {
    Route found = route.isPresent() ? route.get() : group().route(at);
    return tos < 0 || tos == found.tos() ? found : found.withTos(tos);
  }

  /// Which of the group's routes it is.
  int place() {
    return at;
  }

  /// Takes another route of the group, which goes on to be reported with the type of service of the one found.
  ///
  /// @kernel v6.12 net/ipv4/fib_semantics.c fib_result_assign
  void replace(int place) {
    tos = pattern().tos();
    set(group(), place, 0);
  }

  /// What the route says, whatever its destination.
  Route pattern() {
    return pattern.orElseThrow();
  }

  Group group() {
    return group.orElseThrow();
  }

  Exit exit(Facts facts, int nexthop) {
    return facts.exit(group().patternNumber(at), pattern(), nexthop);
  }

  int hop() {
    return hop;
  }

  Nexthop nexthop() {
    return pattern().nexthops().get(hop);
  }

  void choose(int nexthop) {
    hop = nexthop;
  }
}
