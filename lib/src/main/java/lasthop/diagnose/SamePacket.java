package lasthop.diagnose;

import java.util.Optional;
import lasthop.packet.Packet;
import lasthop.packet.Transport;
import lasthop.trace.Event;
import lasthop.trace.TracedPacket;

/// Whether two hosts saw the same packet: by what routers and address translation leave alone.
///
/// Addresses, ports, TTL, mark and devices may differ. A field that one side does not state decides nothing, but at
/// least one field that tells packets of a flow apart must be stated by both.
final class SamePacket {
  private SamePacket() {}

  static boolean same(TracedPacket a, TracedPacket b) {
    return same(a.packet(), b.packet());
  }

  static boolean same(Packet a, Packet b) {
    if (a.family() != b.family() || a.proto() != b.proto() || a.header().frag() != b.header().frag()) return false;
    if (differ(a.header().id(), b.header().id())) return false;
    boolean told = a.header().id() > 0 && b.header().id() > 0;
    return switch (a.transport()) {
      case Transport.Tcp x -> b.transport() instanceof Transport.Tcp y && !differ(x.seq(), y.seq()) && !differ(x.ack(), y.ack())
          && (x.flags().equals(y.flags()) || x.flags().isEmpty() || y.flags().isEmpty()) && (told || x.seq() >= 0 && y.seq() >= 0);
      case Transport.Icmp x -> b.transport() instanceof Transport.Icmp y && x.type() == y.type() && x.code() == y.code()
          && !differ(x.seq(), y.seq()) && !differ(x.id(), y.id()) && (told || x.id() >= 0 && y.id() >= 0);
      case Transport.Ports x -> b.transport() instanceof Transport.Ports y
          && !differ(x.len(), y.len()) && (told || x.sport() == y.sport() && x.len() == y.len() || x.dport() == y.dport() && x.len() == y.len());
      case Transport.Spi x -> b.transport() instanceof Transport.Spi y && x.spi() == y.spi() && told;
      case Transport.Other _ -> told;
    };
  }

  /// The first event of a packet that was seen as wanted, whatever translation did before or after.
  static Optional<Event> as(Wanted wanted, TracedPacket packet) {
    return packet.events().stream().filter(e -> wanted.matches(e.packet())).findFirst();
  }

  private static boolean differ(long x, long y) {
    return x >= 0 && y >= 0 && x != y;
  }
}
