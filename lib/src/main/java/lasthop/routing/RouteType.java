package lasthop.routing;

import java.util.Locale;
import java.util.Optional;

/// What a route does with a packet that matches it.
///
/// @kernel v6.12 net/ipv4/fib_semantics.c fib_props
public enum RouteType {
  UNICAST, LOCAL, BROADCAST, ANYCAST, MULTICAST, BLACKHOLE(Errno.EINVAL), UNREACHABLE(Errno.EHOSTUNREACH),
  PROHIBIT(Errno.EACCES), THROW(Errno.EAGAIN), NAT(Errno.EINVAL), XRESOLVE(Errno.EINVAL);

  private final Optional<Errno> error;

  RouteType() {
    error = Optional.empty();
  }

  RouteType(Errno errno) {
    error = Optional.of(errno);
  }

  /// The error that ends the lookup; empty for types that route. `throw` gives EAGAIN, which only ends its table.
  public Optional<Errno> error() {
    return error;
  }

  public boolean isReject() {
    return error.isPresent();
  }

  /// The type of an iproute2 word; empty for any other word.
  public static Optional<RouteType> parse(String word) {
    return switch (word) {
      case "unicast" -> Optional.of(UNICAST);
      case "local" -> Optional.of(LOCAL);
      case "broadcast" -> Optional.of(BROADCAST);
      case "anycast" -> Optional.of(ANYCAST);
      case "multicast" -> Optional.of(MULTICAST);
      case "blackhole" -> Optional.of(BLACKHOLE);
      case "unreachable" -> Optional.of(UNREACHABLE);
      case "prohibit" -> Optional.of(PROHIBIT);
      case "throw" -> Optional.of(THROW);
      case "nat" -> Optional.of(NAT);
      case "xresolve" -> Optional.of(XRESOLVE);
      default -> Optional.empty();
    };
  }

  /// The word iproute2 prints.
  @Override public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
