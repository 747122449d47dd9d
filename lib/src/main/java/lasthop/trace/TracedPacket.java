package lasthop.trace;

import java.util.ArrayList;
import java.util.List;
import lasthop.packet.Packet;

/// All events of one packet on one host, in the order of the log.
///
/// Immutable. A retransmission is a packet of its own, and so is a fragment that was logged alone. A packet that
/// crosses the loopback device is one packet with two traversals.
///
/// @param events at least one
/// @param repeats exact repeats of records among the events, as pasted text quotes them twice; not hops
/// @param martians the kernel's remarks about this packet
/// @param gaps places within or right after this packet's events where the log lost records: what is absent here may
///     have been logged and lost
public record TracedPacket(List<Event> events, List<Event> repeats, List<Martian> martians, List<Gap> gaps) {
  public TracedPacket {
    if (events.isEmpty()) throw new IllegalArgumentException("a traced packet needs at least one event");
    events = events instanceof PackedPackets.Events ? events : List.copyOf(events);
    repeats = List.copyOf(repeats);
    martians = List.copyOf(martians);
    gaps = List.copyOf(gaps);
  }

  public Event first() {
    return events.getFirst();
  }

  public Event last() {
    return events.getLast();
  }

  /// The packet as it was first seen.
  public Packet packet() {
    return first().packet();
  }

  /// The host's name as the log gives it; empty where the log names none.
  public String host() {
    return events instanceof PackedPackets.Events packed ? packed.host() : first().host();
  }

  /// The hops in order, each as [Event#hop] writes it.
  public List<String> hops() {
    if (events instanceof PackedPackets.Events packed) return packed.hops();
    var hops = new ArrayList<String>(events.size());
    for (Event e : events) hops.add(e.hop());
    return hops;
  }

  /// The lines of the first and of the last event.
  int[] lines() {
    return events instanceof PackedPackets.Events packed ? packed.lines() : new int[] {first().origin().line(), last().origin().line()};
  }

  /// When the last event was made; its text may be missing.
  Stamp lastStamp() {
    return events instanceof PackedPackets.Events packed ? packed.lastStamp() : last().stamp();
  }

  /// Whether the first or the last event stands in the file.
  boolean isIn(String file) {
    if (events instanceof PackedPackets.Events packed) return packed.isIn(file);
    return first().origin().file().equals(file) || last().origin().file().equals(file);
  }

  /// Whether nothing in the log speaks against these being all the records the kernel made for the packet.
  public boolean isComplete() {
    return gaps.isEmpty();
  }
}
