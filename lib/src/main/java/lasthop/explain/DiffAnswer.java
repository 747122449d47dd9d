package lasthop.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lasthop.answer.Answer;
import lasthop.answer.Grid;
import lasthop.answer.Grid.Head;
import lasthop.answer.Grid.Row;
import lasthop.answer.Phrase;
import lasthop.answer.Tone;
import lasthop.answer.Why;
import lasthop.packet.Packet;
import lasthop.trace.TracedPacket;
import lasthop.traversal.Hop;
import lasthop.traversal.Traversal;

/// Two packets side by side, as a good one and a bad one are compared: where their ways part, and by what.
public final class DiffAnswer {
  private DiffAnswer() {}

  public static Answer of(TracedPacket a, Traversal wayA, TracedPacket b, Traversal wayB) {
    List<String> hopsA = a.hops();
    List<String> hopsB = b.hops();
    int at = 0;
    while (at < hopsA.size() && at < hopsB.size() && hopsA.get(at).equals(hopsB.get(at))) at++;
    boolean same = at == hopsA.size() && at == hopsB.size();
    String headline = same ? "Both take the same way, " + Say.count(at, "hop") + "."
        : "Their ways part after " + Say.count(at, "equal hop") + ": " + hop(hopsA, at) + " against " + hop(hopsB, at) + ".";
    var reasons = new ArrayList<Why>();
    List<Phrase> fields = Changes.between(a.packet(), b.packet());
    if (!fields.isEmpty()) reasons.add(new Why(join("the second differs from the start: ", fields), List.of(), List.of()));
    rule(wayA, at).ifPresent(r -> reasons.add(Say.words("the first matched ").token(r).why()));
    rule(wayB, at).ifPresent(r -> reasons.add(Say.words("the second matched ").token(r).why()));
    return Answer.of(headline, Why.NONE.because(reasons)).withGrids(List.of(grid(a, b, at)));
  }

  private static List<Phrase> join(String words, List<Phrase> rest) {
    var all = new ArrayList<Phrase>();
    all.add(Phrase.plain(words));
    all.addAll(rest);
    return all;
  }

  private static String hop(List<String> hops, int at) {
    return at < hops.size() ? hops.get(at) : "nothing more";
  }

  private static Optional<String> rule(Traversal way, int at) {
    List<Hop> lines = way.hops().stream().filter(h -> !h.line().isEmpty()).toList();
    return at < lines.size() ? HopText.rule(lines.get(at)) : Optional.empty();
  }

  private static Grid grid(TracedPacket a, TracedPacket b, int at) {
    var rows = new ArrayList<Row>();
    int size = Math.max(a.events().size(), b.events().size());
    for (int i = 0; i < size; i++) {
      Tone tone = i < at ? Tone.QUIET : Tone.CHANGED;
      rows.add(new Row(List.of(List.of(Phrase.plain(Integer.toString(i + 1))), cell(a, i, tone), changes(a, i), cell(b, i, tone), changes(b, i)), false));
    }
    return new Grid("", List.of(Head.right("#"), Head.of(PacketLine.id(a.packet())), Head.of("changed"),
        Head.of(PacketLine.id(b.packet())), Head.of("changed")), rows);
  }

  private static List<Phrase> cell(TracedPacket p, int i, Tone tone) {
    return i < p.events().size() ? List.of(Phrase.mark(p.events().get(i).hop(), tone)) : List.of();
  }

  private static List<Phrase> changes(TracedPacket p, int i) {
    if (i >= p.events().size()) return List.of();
    Packet now = p.events().get(i).packet();
    return i == 0 ? Changes.first(now) : Changes.between(p.events().get(i - 1).packet(), now);
  }
}
