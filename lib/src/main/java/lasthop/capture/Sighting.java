package lasthop.capture;

import java.util.Optional;
import lasthop.packet.Packet;
import lasthop.text.Origin;

/// One frame that a capture saw on one device.
///
/// @param micros time in microseconds, from whatever start the capture used; -1 when not given
/// @param dev the device it was captured on
/// @param out true when the host sent it, false when it came in
/// @param packet the IP packet; empty for ARP
/// @param arp the ARP words; empty for IP
public record Sighting(Origin origin, long micros, String dev, boolean out, Optional<Packet> packet, Optional<Arp> arp) {

  /// @param request true for who-has, false for a reply
  /// @param target the address asked for, or the one that answers
  public record Arp(boolean request, String target) {}
}
