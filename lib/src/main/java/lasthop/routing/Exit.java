package lasthop.routing;

import java.util.Optional;
import lasthop.ip.Ip;

/// What this host makes of an IPv4 nexthop, judged once for all routes that share it.
///
/// @param dead whether it cannot be used
/// @param ignored whether a lookup passes over it for want of a carrier
/// @param source the address given to packets without one; empty when the host has none
/// @param via the gateway packets are sent to; empty when they go straight to their destination
/// @param unclear why no text tells the gateway
record Exit(boolean dead, boolean ignored, Optional<Ip> source, Optional<Ip> via, Optional<Missing> unclear) {
  /// @throws Missing when no text tells of the nexthop's device
  static Exit of(Facts facts, Route pattern, Nexthop hop) {
    facts.refuseUnjoined(pattern);
    boolean dead = facts.isDead(hop);
    boolean ignored = facts.ignoresLinkdown4(hop);
    Optional<Ip> source = Ip4Source.of(facts, pattern, hop);
    try {
      return new Exit(dead, ignored, source, Ip4Gateway.of(facts, pattern, hop), Optional.empty());
    } catch (Missing missing) {
      return new Exit(dead, ignored, source, Optional.empty(), Optional.of(missing));
    }
  }

  /// @throws Missing when no text tells it
  Optional<Ip> gateway() {
    if (unclear.isPresent()) throw unclear.get();
    return via;
  }
}
