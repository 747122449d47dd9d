package lasthop.traversal;

/// A stretch of the way through a host, between two decisions.
public enum Leg {
  /// From the device to the routing decision.
  ARRIVAL,
  /// From the routing decision to a local process.
  DELIVERY,
  /// From the routing decision to the outgoing side.
  FORWARDING,
  /// From a local process to the outgoing side.
  SENDING,
  /// The outgoing side, up to the wire.
  DEPARTURE,
  /// A frame from one port of a bridge to another, shown to the IP hooks by bridge netfilter.
  SWITCHING
}
