package lasthop.explain;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lasthop.answer.Answer;
import lasthop.answer.Tone;
import lasthop.answer.Why;
import lasthop.fix.Replay;
import lasthop.fix.Replay.Effect;
import lasthop.fix.Replay.Sent;
import lasthop.ip.Prefix;
import lasthop.trace.TracedPacket;

/// What changes would do to every packet of a log: how far the model is to be believed, then fixed, broken, unchanged.
public final class ReplayAnswer {
  /// So many packets or prefixes are named; the rest are counted.
  private static final int NAMED = 3;

  private ReplayAnswer() {}

  /// @param commands the changes, in order
  public static Answer of(List<String> commands, Replay replay) {
    var reasons = new ArrayList<Why>();
    reasons.add(calibration(replay));
    for (String command : commands) reasons.add(Say.words("with ").token(command).why());
    for (Effect effect : Effect.values()) {
      List<Sent> sent = replay.with(effect);
      if (!sent.isEmpty()) reasons.add(Say.mark(word(effect), tone(effect)).then(" " + Say.count(sent.size(), "packet")).because(groups(sent)));
    }
    replay.admitted().forEach((dev, prefixes) -> reasons.add(sources("newly believed sources on ", dev, prefixes, Tone.UNSURE)));
    replay.refused().forEach((dev, prefixes) -> reasons.add(sources("newly refused sources on ", dev, prefixes, Tone.UNSURE)));
    return Answer.of(headline(replay), Why.NONE.because(reasons)).withNext(next(commands, replay));
  }

  private static String headline(Replay replay) {
    if (replay.sent().isEmpty()) return "Nothing can be said: the model reproduces no packet of this log.";
    var out = new StringBuilder();
    out.append(replay.with(Effect.FIXED).size()).append(" fixed, ").append(replay.with(Effect.BROKEN).size()).append(" broken, ")
        .append(replay.with(Effect.UNCHANGED).size()).append(" unchanged");
    if (!replay.with(Effect.ELSEWHERE).isEmpty()) out.append(", ").append(replay.with(Effect.ELSEWHERE).size()).append(" by another way");
    if (!replay.with(Effect.OPEN).isEmpty()) out.append(", ").append(replay.with(Effect.OPEN).size()).append(" not settled");
    if (!replay.unjudged().isEmpty()) out.append("; ").append(replay.unjudged().size()).append(" not judged");
    return out.append('.').toString();
  }

  private static Why calibration(Replay replay) {
    int sent = replay.sent().size();
    int all = sent + replay.unjudged().size();
    Say says = Say.words("calibration: predicted = observed for ")
        .marked(sent + " of " + Say.count(all, "packet"), sent == all ? Tone.GOOD : Tone.UNSURE);
    if (sent == all) return says.why();
    var each = new ArrayList<Why>();
    for (TracedPacket p : replay.unjudged().stream().limit(NAMED).toList()) each.add(packet(p).then(": the model prints other lines, so nothing is claimed").why());
    if (replay.unjudged().size() > NAMED) each.add(Say.words("and " + (replay.unjudged().size() - NAMED) + " more").why());
    return says.because(each);
  }

  /// Those of one fate together, with examples.
  private static List<Why> groups(List<Sent> sent) {
    var by = new LinkedHashMap<String, List<Sent>>();
    for (Sent s : sent) by.computeIfAbsent(fate(s), _ -> new ArrayList<>()).add(s);
    var out = new ArrayList<Why>();
    for (Map.Entry<String, List<Sent>> group : by.entrySet()) {
      var each = new ArrayList<Why>();
      for (Sent s : group.getValue().stream().limit(NAMED).toList()) each.add(packet(s.packet()).why());
      if (group.getValue().size() > NAMED) each.add(Say.words("and " + (group.getValue().size() - NAMED) + " more").why());
      out.add(Say.words(group.getKey()).because(each));
    }
    return out;
  }

  private static String fate(Sent s) {
    String is = DispositionText.sentence(s.is());
    return s.effect() == Effect.UNCHANGED ? is : "before: " + DispositionText.sentence(s.was()) + " after: " + is;
  }

  private static Say packet(TracedPacket p) {
    return Say.words(PacketLine.of(p.packet()) + "  ").token("trace(\"" + PacketLine.selector(p) + "\")").cite(p.last().origin(), p.last().hop());
  }

  private static Why sources(String words, String dev, List<Prefix> prefixes, Tone tone) {
    return Say.mark(words, tone).token(dev).then(": " + ProofText.sources(prefixes)).why();
  }

  private static String word(Effect effect) {
    return switch (effect) {
      case FIXED -> "FIXED";
      case BROKEN -> "BROKEN";
      case ELSEWHERE -> "BY ANOTHER WAY";
      case OPEN -> "NOT SETTLED";
      case UNCHANGED -> "UNCHANGED";
    };
  }

  private static Tone tone(Effect effect) {
    return switch (effect) {
      case FIXED -> Tone.GOOD;
      case BROKEN -> Tone.BAD;
      case ELSEWHERE -> Tone.CHANGED;
      case OPEN -> Tone.UNSURE;
      case UNCHANGED -> Tone.QUIET;
    };
  }

  /// The first packet that fares differently, asked for alone.
  private static String next(List<String> commands, Replay replay) {
    return replay.sent().stream().filter(s -> s.effect() != Effect.UNCHANGED).findFirst().map(s -> {
      var out = new StringBuilder();
      for (String command : commands) out.append(out.isEmpty() ? "" : ".").append("whatIf(\"").append(Say.escaped(command)).append("\")");
      return out + ".diagnose(trace(\"" + PacketLine.selector(s.packet()) + "\"))";
    }).orElse("packets().lost()");
  }
}
