package lasthop;

import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import lasthop.answer.Answer;
import lasthop.diagnose.Confidence;
import lasthop.diagnose.Diagnose;
import lasthop.diagnose.Witness;
import lasthop.explain.PacketsAnswer;
import lasthop.trace.TracedPacket;
import lasthop.traversal.Disposition;
import lasthop.traversal.Traversal;

/// Some packets of a case, in the order of the log.
public record Packets(List<Trace> list) implements Iterable<Trace> {
  /// Up to how many packets the snapshot is asked what became of each path: each question looks through all of them.
  private static final int EXPLAINED = 10_000;

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
    boolean explained = list.size() <= EXPLAINED && list.stream().anyMatch(t -> t.host().isPresent());
    List<Witness> witnesses = explained ? Witnesses.of(list.getFirst().files()) : List.of();
    return PacketsAnswer.of(list.stream().map(Trace::packet).toList(), packet -> explained(traces.get(packet), witnesses));
  }

  /// What the snapshot says of a packet whose lines end: no line need follow the last one that a packet of a known
  /// connection has. Without a snapshot, or where that does not settle it, what the lines say.
  private static Traversal explained(Trace trace, List<Witness> witnesses) {
    Traversal way = trace.way();
    if (witnesses.isEmpty() || trace.host().isEmpty() || !(way.disposition() instanceof Disposition.Lost)) return way;
    return Diagnosed.of(witnesses, Diagnose.of(trace.packet())).hosts().stream()
        .filter(d -> d.isSettled() && d.confidence() != Confidence.LOW && d.seen().filter(p -> p == trace.packet()).isPresent()).findFirst()
        .map(d -> new Traversal(way.hops(), d.disposition())).orElse(way);
  }

  @Override public String toString() {
    return list.size() + " packets";
  }
}
