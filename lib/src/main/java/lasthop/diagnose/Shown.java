package lasthop.diagnose;

import java.util.List;
import java.util.Optional;
import lasthop.packet.Packet;
import lasthop.trace.Event;
import lasthop.traversal.Hop;

/// A line that shows the packet otherwise than the model has it at that hop: by another device, address or mark. Then the
/// packet went another way than the model's, whatever rules it met.
///
/// @param at the number of hops before it
/// @param predicted the hop with what the model has there
/// @param seen the hop with what the line shows
record Shown(int at, String predicted, String seen) {

  /// The first line that differs; empty when all show what the model has. Repaired lines prove nothing.
  ///
  /// @param hops of the model whose lines are those of the events, one for each
  static Optional<Shown> differing(List<Hop> hops, List<Event> events) {
    Packet before = events.getFirst().packet();
    for (int i = 0; i < hops.size(); i++) {
      Event event = events.get(i);
      Packet after = hops.get(i).entering().orElseThrow();
      boolean certain = !event.reading().mended() && !event.reading().inferred() && event.reading().missing().isEmpty();
      String line = told(event, event.packet());
      // a line of an nft tool may stand before or behind what the rule did
      boolean same = line.equals(told(event, after)) || event.isNft() && line.equals(told(event, before));
      if (certain && !same) return Optional.of(new Shown(i, event.hop() + told(event, after), event.hop() + line));
      before = after;
    }
    return Optional.empty();
  }

  /// What a line tells of a packet. Those of nft tools show the mark at some places only.
  private static String told(Event event, Packet packet) {
    boolean marked = packet.meta().mark() != 0 && !event.isNft();
    return " OUT=" + packet.meta().out() + " DST=" + packet.dst() + (marked ? " MARK=0x" + Long.toHexString(packet.meta().mark()) : "");
  }
}
