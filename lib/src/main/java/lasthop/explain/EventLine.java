package lasthop.explain;

import lasthop.answer.Answer;
import lasthop.answer.Why;
import lasthop.trace.Event;

/// One record of a log as an answer of one line: when, where, the hop and the packet as it was there.
public final class EventLine {
  private EventLine() {}

  public static Answer of(Event event) {
    var line = new StringBuilder();
    if (!event.stamp().written().isEmpty()) line.append(event.stamp().written()).append(' ');
    if (!event.host().isEmpty()) line.append(event.host()).append(' ');
    line.append(event.hop()).append("  ").append(PacketLine.id(event.packet())).append(' ').append(PacketLine.of(event.packet()));
    var meta = event.packet().meta();
    if (!meta.in().isEmpty()) line.append(" in ").append(meta.in());
    if (!meta.out().isEmpty()) line.append(" out ").append(meta.out());
    return Answer.of(line.toString(), Why.NONE);
  }
}
