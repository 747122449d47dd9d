package lasthop.link;

import lasthop.ip.Ip;
import lasthop.text.Origin;

/// What the host knows of a neighbour's hardware address, a line of `ip neigh`.
///
/// @param mac empty when unresolved
/// @param state `REACHABLE`, `STALE`, `DELAY`, `PROBE`, `FAILED`, `INCOMPLETE`, `PERMANENT`, `NOARP`; empty when not printed
public record Neighbour(Ip ip, String dev, String mac, String state, Origin origin) {

  /// The kernel's `NUD_VALID`: a packet can be sent with what is known.
  ///
  /// @kernel v6.12 include/net/neighbour.h NUD_VALID
  public boolean isValid() {
    return switch (state) {
      case "PERMANENT", "NOARP", "REACHABLE", "PROBE", "STALE", "DELAY" -> true;
      default -> false;
    };
  }
}
