package lasthop.explain;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Function;
import lasthop.answer.Answer;
import lasthop.answer.Grid;
import lasthop.answer.Grid.Head;
import lasthop.answer.Grid.Row;
import lasthop.answer.Phrase;
import lasthop.answer.Why;
import lasthop.trace.TracedPacket;
import lasthop.traversal.Disposition;
import lasthop.traversal.Traversal;

/// The packets of a log as an answer: those with the same path on the same host share a row, lost ones first.
public final class PacketsAnswer {
  private PacketsAnswer() {}

  /// Packets that were logged by one host with exactly the same hops.
  ///
  /// @param end what became of the first of them
  private record Group(List<TracedPacket> packets, Disposition end) {
    TracedPacket first() {
      return packets.getFirst();
    }

    /// 0 for those that did not get through, 1 for those that may not have, 2 for those that did.
    int rank() {
      if (end.isEnded() || end instanceof Disposition.Lost) return 0;
      return end.gotThrough() ? 2 : 1;
    }
  }

  /// @param way gives the observed traversal; asked once for each path
  public static Answer of(List<TracedPacket> packets, Function<TracedPacket, Traversal> way) {
    var groups = groups(packets, way);
    long lost = groups.stream().filter(g -> g.rank() == 0).mapToLong(g -> g.packets().size()).sum();
    String headline = Say.count(packets.size(), "packet") + " on " + Say.count(groups.size(), "path") + ", " + lost + " lost.";
    var answer = Answer.of(headline, Why.NONE).withGrids(List.of(grid(groups)));
    return groups.isEmpty() ? answer : answer.withNext("trace(\"" + PacketLine.selector(groups.getFirst().first()) + "\")");
  }

  private static List<Group> groups(List<TracedPacket> packets, Function<TracedPacket, Traversal> way) {
    var paths = new LinkedHashMap<List<Object>, List<TracedPacket>>();
    for (TracedPacket packet : packets) {
      paths.computeIfAbsent(List.of(packet.host(), packet.hops()), path -> new ArrayList<>()).add(packet);
    }
    var groups = new ArrayList<Group>();
    for (var same : paths.values()) groups.add(new Group(same, way.apply(same.getFirst()).disposition()));
    groups.sort((a, b) -> a.rank() - b.rank());
    return groups;
  }

  private static Grid grid(List<Group> groups) {
    boolean named = groups.stream().anyMatch(g -> !g.first().host().isEmpty());
    var heads = new ArrayList<Head>();
    heads.add(Head.right("packets"));
    if (named) heads.add(Head.of("host"));
    heads.addAll(List.of(Head.elastic("the first"), Head.right("hops"), Head.of("last hop"), Head.of("end"), Head.of("ask")));
    var rows = new ArrayList<Row>();
    for (Group group : groups) rows.add(row(group, named));
    return new Grid("", heads, rows);
  }

  private static Row row(Group group, boolean named) {
    TracedPacket first = group.first();
    var cells = new ArrayList<List<Phrase>>();
    cells.add(List.of(Phrase.plain(Integer.toString(group.packets().size()))));
    if (named) cells.add(List.of(Phrase.plain(first.host())));
    cells.add(List.of(Phrase.plain(PacketLine.of(first.packet()))));
    cells.add(List.of(Phrase.plain(Integer.toString(first.events().size()))));
    cells.add(List.of(Phrase.code(first.last().hop())));
    cells.add(List.of(Phrase.mark(DispositionText.word(group.end()), DispositionText.tone(group.end()))));
    cells.add(List.of(Phrase.code(PacketLine.selector(first))));
    return new Row(cells, false);
  }
}
