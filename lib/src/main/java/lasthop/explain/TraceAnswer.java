package lasthop.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lasthop.answer.Answer;
import lasthop.answer.Diagram;
import lasthop.answer.Grid;
import lasthop.answer.Grid.Head;
import lasthop.answer.Grid.Row;
import lasthop.answer.Phrase;
import lasthop.answer.Tone;
import lasthop.answer.Why;
import lasthop.host.Host;
import lasthop.packet.Packet;
import lasthop.trace.Event;
import lasthop.trace.Gap;
import lasthop.trace.TracedPacket;
import lasthop.traversal.Disposition;
import lasthop.traversal.Expectation;
import lasthop.traversal.Hop;
import lasthop.traversal.Traversal;

/// A traced packet as an answer: every hop, what changed on the way, the last one, and what should have come next.
public final class TraceAnswer {
  private TraceAnswer() {}

  /// @param way the observed traversal of the packet, its lines being the packet's events in order
  /// @param host the snapshot it was joined with, if there is one
  public static Answer of(TracedPacket packet, Traversal way, Optional<Host> host) {
    var grids = new ArrayList<>(List.of(hops(packet, way)));
    grids.addAll(PassedOver.grids(way, host));
    Answer answer = Answer.of(headline(packet), why(packet, way)).withGrids(grids);
    return answer.withNext("trace(\"" + PacketLine.selector(packet) + "\").diagnose()");
  }

  /// The hooks it passed.
  public static Diagram picture(Traversal way) {
    return FlowDiagram.of(way);
  }

  private static String headline(TracedPacket packet) {
    Packet p = packet.packet();
    String host = packet.host().isEmpty() ? "" : " on " + packet.host();
    return "Packet " + PacketLine.id(p) + host + ": " + PacketLine.of(p) + ", " + Say.count(packet.events().size(), "hop")
        + ", last " + packet.last().hop() + ".";
  }

  private static Why why(TracedPacket packet, Traversal way) {
    var reasons = new ArrayList<Why>();
    reasons.add(span(packet));
    Event last = packet.last();
    reasons.add(Say.mark("LAST HOP ", Tone.BAD).token(last.hop()).cite(last.origin(), last.hop()).because(lastHop(way)));
    reasons.addAll(next(way));
    for (Event repeat : packet.repeats()) {
      reasons.add(Say.words("repeat of ").token(repeat.hop()).then(": the same record stands here again, not a hop")
          .cite(repeat.origin(), repeat.hop()).why());
    }
    packet.martians().forEach(m -> reasons.add(Say.mark("the kernel called it a martian", Tone.BAD)
        .then(m.source() ? " (source)" : " (destination)").cite(m.origin(), m).why()));
    for (Gap gap : packet.gaps()) {
      reasons.add(Say.mark("the log lost records here", Tone.UNSURE).then(": " + gap.reason() + "; what is absent may have been logged")
          .cite(gap.origin(), gap.reason()).why());
    }
    return Why.NONE.because(reasons);
  }

  /// When it was logged, and where.
  private static Why span(TracedPacket packet) {
    Event first = packet.first();
    Event last = packet.last();
    Say says = Say.words("seen ");
    if (!first.stamp().written().isEmpty()) says.token(first.stamp().written()).then(", ");
    long micros = last.stamp().since(first.stamp());
    if (micros >= 0) says.then("for " + Times.text(micros) + ", ");
    String lines = first.origin().line() == last.origin().line() ? "line " + first.origin().line()
        : "lines " + first.origin().line() + " to " + last.origin().line();
    return says.then(lines + " of ").token(first.origin().file()).why();
  }

  private static List<Why> lastHop(Traversal way) {
    Optional<Hop> last = way.hops().reversed().stream().filter(h -> !h.line().isEmpty()).findFirst();
    return last.flatMap(HopText::meaning).map(List::of).orElse(List.of());
  }

  private static List<Why> next(Traversal way) {
    Disposition end = way.disposition();
    if (end instanceof Disposition.Lost lost) return List.of(expected(lost.expected()));
    if (end instanceof Disposition.Undetermined u) {
      return List.of(Say.mark("VERDICT not settled", Tone.UNSURE).then(": " + u.missing())
          .then(u.collect().isEmpty() ? "" : "; collect ").token(u.collect()).why());
    }
    return List.of(DispositionText.verdict(end).why());
  }

  /// `EXPECTED NEXT`, what lies in between, and the chains whose silence proves nothing.
  static Why expected(Expectation expected) {
    if (expected.next().isEmpty()) {
      return Say.mark("EXPECTED NEXT ", Tone.BAD).then("no further chain: ").then(StageText.between(expected.between())).why();
    }
    Say says = Say.mark("EXPECTED NEXT ", Tone.BAD);
    for (int i = 0; i < expected.next().size(); i++) {
      if (i > 0) says.then(" or ");
      says.token(expected.next().get(i).toString());
    }
    if (!expected.between().isEmpty()) says.then(", after " + StageText.between(expected.between()) + " (no line of its own)");
    var silent = new ArrayList<Why>();
    for (Expectation.Absent absent : expected.absent()) {
      silent.add(Say.words("no ").token(absent.chain().toString()).then(" line is expected: " + StageText.silence(absent.why())).why());
    }
    return says.because(silent);
  }

  /// Which columns the table of hops has beside those it always has: those that a row has something in.
  private record Shown(boolean time, boolean rule, boolean owner) {
    static Shown of(TracedPacket packet, Traversal way) {
      boolean rule = way.hops().stream().anyMatch(h -> HopText.rule(h).isPresent());
      return new Shown(packet.events().stream().anyMatch(e -> e.stamp().since(packet.first().stamp()) >= 0), rule,
          rule && way.hops().stream().anyMatch(h -> HopText.owner(h).isPresent()));
    }

    List<Head> heads() {
      var heads = new ArrayList<Head>();
      heads.add(Head.right("#"));
      if (time) heads.add(Head.right("Δµs"));
      heads.add(Head.of("hop"));
      heads.add(Head.of("changed"));
      if (rule) heads.add(Head.elastic("rule"));
      if (owner) heads.add(Head.aside("owner"));
      return heads;
    }
  }

  private static Grid hops(TracedPacket packet, Traversal way) {
    var shown = Shown.of(packet, way);
    var rows = new ArrayList<Row>();
    int n = 0;
    for (Hop hop : way.hops()) {
      if (hop.line().isEmpty()) {
        rows.add(inferred(hop, shown));
      } else if (n < packet.events().size()) {
        rows.add(row(packet, n++, hop, shown));
      }
    }
    return new Grid("", shown.heads(), rows);
  }

  private static Row row(TracedPacket packet, int n, Hop hop, Shown shown) {
    Event event = packet.events().get(n);
    Event before = n == 0 ? event : packet.events().get(n - 1);
    var cells = new ArrayList<List<Phrase>>();
    cells.add(List.of(Phrase.plain(Integer.toString(n + 1))));
    if (shown.time) cells.add(List.of(Phrase.plain(n == 0 ? "" : delta(event.stamp().since(before.stamp())))));
    cells.add(event.reading().chainUncertain() ? List.of(Phrase.code(event.hop()), Phrase.mark(" ?", Tone.UNSURE)) : List.of(Phrase.code(event.hop())));
    cells.add(changes(packet.events(), n));
    if (shown.rule) cells.add(HopText.rule(hop).map(r -> List.of(Phrase.code(r))).orElse(List.of()));
    if (shown.owner) cells.add(HopText.ownerCell(hop));
    return new Row(cells, event.reading().inferred());
  }

  private static List<Phrase> changes(List<Event> events, int n) {
    Packet here = events.get(n).packet();
    Packet before = n == 0 ? here : events.get(n - 1).packet();
    Packet next = n + 1 < events.size() ? events.get(n + 1).packet() : here;
    var all = new ArrayList<Phrase>(n == 0 ? Changes.first(here) : List.of());
    List<Phrase> changed = Changes.at(before, here, next);
    if (!all.isEmpty() && !changed.isEmpty()) all.add(Phrase.plain(" "));
    all.addAll(changed);
    return all;
  }

  private static Row inferred(Hop hop, Shown shown) {
    var cells = new ArrayList<List<Phrase>>();
    cells.add(List.of());
    if (shown.time) cells.add(List.of());
    cells.add(List.of(Phrase.mark(hop.stage().toString(), Tone.INFERRED)));
    cells.add(shown.rule ? List.of() : HopText.inferred(hop));
    if (shown.rule) cells.add(HopText.inferred(hop)); // the column that wraps
    if (shown.owner) cells.add(List.of());
    return new Row(cells, true);
  }

  private static String delta(long micros) {
    return micros < 0 ? "" : "+" + micros;
  }
}
