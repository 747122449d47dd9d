package lasthop.routing;

import java.util.Optional;
import lasthop.ip.Ip;

/// What this host makes of an IPv4 nexthop, judged once for all routes that share it.
///
/// @param dead whether it cannot be used
/// @param ignored whether a lookup passes over it for want of a carrier
/// @param chosen the address given to packets without one; empty when the host has none
/// @param unsure why no text tells that address
/// @param via the gateway packets are sent to; empty when they go straight to their destination
/// @param unclear why no text tells the gateway
record Exit(boolean dead, boolean ignored, Optional<Ip> chosen, Optional<Missing> unsure, Optional<Ip> via, Optional<Missing> unclear) {
  /// @throws Missing when no text tells of the nexthop's device
  static Exit of(Facts facts, Route pattern, Nexthop hop) {
    facts.refuseUnjoined(pattern);
    boolean dead = facts.isDead(hop);
    boolean ignored = facts.ignoresLinkdown4(hop);
    Optional<Ip> source = Optional.empty();
    Optional<Ip> gateway = Optional.empty();
    Optional<Missing> unsure = Optional.empty();
    Optional<Missing> unclear = Optional.empty();
    try {
      source = Ip4Source.of(facts, pattern, hop);
    } catch (Missing missing) {
      unsure = Optional.of(missing);
    }
    try {
      gateway = Ip4Gateway.of(facts, pattern, hop);
    } catch (Missing missing) {
      unclear = Optional.of(missing);
    }
    return new Exit(dead, ignored, source, unsure, gateway, unclear);
  }

  /// @throws Missing when no text tells it
  Optional<Ip> source() {
    if (unsure.isPresent()) throw unsure.get();
    return chosen;
  }

  /// @throws Missing when no text tells it
  Optional<Ip> gateway() {
    if (unclear.isPresent()) throw unclear.get();
    return via;
  }
}
