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
import lasthop.diagnose.Diagnosis;
import lasthop.diagnose.Evidence;
import lasthop.diagnose.Fact;
import lasthop.host.Host;
import lasthop.observe.NearMisses;
import lasthop.packet.Packet;
import lasthop.routing.RouteDecision;
import lasthop.trace.TracedPacket;
import lasthop.traversal.Hop;
import lasthop.traversal.Traversal;

/// Two packets side by side, as a good one and a bad one are compared: where their ways part, by what, and what became of
/// each.
public final class DiffAnswer {
  /// So many rules before a hop are looked through for the one that the other packet matched.
  private static final int NEAR = 10_000;

  /// @param way as observed
  /// @param told the diagnosis of the host that logged it
  public record Side(TracedPacket packet, Traversal way, Optional<Host> host, Diagnosis told) {}

  private DiffAnswer() {}

  public static Answer of(Side a, Side b) {
    List<String> hopsA = a.packet.hops();
    List<String> hopsB = b.packet.hops();
    int at = common(hopsA, hopsB);
    boolean same = at == hopsA.size() && at == hopsB.size();
    var reasons = new ArrayList<Why>();
    List<Phrase> fields = Changes.between(a.packet.packet(), b.packet.packet());
    if (!fields.isEmpty()) reasons.add(new Why(join("the second differs from the start: ", fields), List.of(), List.of()));
    if (at > 0) rule(a.way, at).ifPresent(r -> reasons.add(Say.words("the first matched ").token(r).why()));
    if (at > 0) rule(b.way, at).ifPresent(r -> reasons.add(Say.words("the second matched ").token(r).why()));
    missed("the first", a, b, at).or(() -> missed("the second", b, a, at)).ifPresent(reasons::add);
    reasons.add(end("the first", a, b));
    reasons.add(end("the second", b, a));
    return Answer.of(headline(a, b, at, same), Why.NONE.because(reasons)).withGrids(List.of(grid(a.packet, b.packet, at)));
  }

  private static int common(List<String> a, List<String> b) {
    int at = 0;
    while (at < a.size() && at < b.size() && a.get(at).equals(b.get(at))) at++;
    return at;
  }

  private static String headline(Side a, Side b, int at, boolean same) {
    if (same) return "Both print the same " + Say.count(at, "line") + ends(a, b);
    if (at == 0) return "They do not begin alike: the first " + begins(a) + ", the second " + begins(b) + ".";
    return "Their ways part after " + Say.count(at, "equal hop") + ": " + hop(a.packet.hops(), at) + " against " + hop(b.packet.hops(), at) + ".";
  }

  private static String ends(Side a, Side b) {
    return sentence(a).equals(sentence(b)) ? " and end alike." : " and yet end differently.";
  }

  private static String begins(Side s) {
    String in = s.packet.packet().meta().in();
    String at = s.told.host().isEmpty() ? "" : " " + s.told.host();
    return in.isEmpty() ? "was sent by" + (at.isEmpty() ? " its host" : at) : "came in" + (at.isEmpty() ? "" : " at" + at) + " by " + in;
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

  private static Optional<Hop> line(Traversal way, int at) {
    List<Hop> lines = way.hops().stream().filter(h -> !h.line().isEmpty()).toList();
    return at < lines.size() ? Optional.of(lines.get(at)) : Optional.empty();
  }

  private static Optional<String> rule(Traversal way, int at) {
    return line(way, at).flatMap(HopText::rule);
  }

  /// The condition by which one packet passed over the rule that the other matched.
  private static Optional<Why> missed(String who, Side over, Side match, int at) {
    if (over.host.isEmpty() || !(line(match.way, at).orElse(null) instanceof Hop.Matched m)) return Optional.empty();
    return line(over.way, at).flatMap(hop -> NearMisses.before(hop, over.host.get(), NEAR)).stream().flatMap(near -> near.nearest().stream())
        .filter(missed -> missed.rule().origin().equals(m.rule().origin()) && !missed.failed().isEmpty()).findFirst()
        .map(missed -> Say.words(who + " does not fit ").token(missed.failed().getFirst().text()).then(" of that rule").cite(m.rule().origin(), m.rule().text()).why());
  }

  /// What became of a packet, and the routing decision behind it where the other was routed otherwise.
  private static Why end(String who, Side s, Side other) {
    Say says = Say.words(who + ": ").marked(sentence(s), DispositionText.tone(s.told.disposition()));
    Optional<Evidence> decided = decided(s);
    boolean alike = decided.map(DiffAnswer::printed).equals(decided(other).map(DiffAnswer::printed));
    return alike ? says.why() : says.because(decided.map(FactText::why).stream().toList());
  }

  private static String sentence(Side s) {
    return DispositionText.sentence(s.told.disposition());
  }

  private static Optional<Evidence> decided(Side s) {
    return s.told.evidence().stream().filter(e -> e.fact() instanceof Fact.Decided).findFirst();
  }

  /// The decision without the addresses that were asked for.
  private static String printed(Evidence e) {
    return switch (((Fact.Decided) e.fact()).decision()) {
      case RouteDecision.Routed r -> r.type() + " " + r.nexthop();
      case RouteDecision.Refused r -> r.reason().toString();
      case RouteDecision.Undetermined u -> u.missing();
    };
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
