package lasthop;

import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import lasthop.answer.Answer;
import lasthop.explain.PacketsAnswer;
import lasthop.trace.TracedPacket;
import lasthop.traversal.Disposition;

/// Some packets of a case, in the order of the log.
public record Packets(List<Trace> list) implements Iterable<Trace> {
  public Packets {
    list = List.copyOf(list);
  }

  public Packets filter(Predicate<Trace> wanted) {
    return new Packets(list.stream().filter(wanted).toList());
  }

  /// Those that, by what the log alone shows, did not get through.
  public Packets lost() {
    return filter(t -> !t.way().disposition().gotThrough());
  }

  public Stream<Trace> stream() {
    return list.stream();
  }

  public int size() {
    return list.size();
  }

  public Trace get(int index) {
    return list.get(index);
  }

  @Override public Iterator<Trace> iterator() {
    return list.iterator();
  }

  public Answer answer() {
    var traces = new IdentityHashMap<TracedPacket, Trace>();
    for (Trace trace : list) traces.put(trace.packet(), trace);
    return PacketsAnswer.of(list.stream().map(Trace::packet).toList(), packet -> traces.get(packet).way());
  }

  @Override public String toString() {
    return list.size() + " packets";
  }
}
