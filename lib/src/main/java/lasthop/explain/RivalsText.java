package lasthop.explain;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lasthop.answer.Cite;
import lasthop.answer.Tone;
import lasthop.answer.Why;
import lasthop.diagnose.Evidence;
import lasthop.diagnose.Rival;

/// The other causes of a silence: those that one fact rules out on one line, those that nothing does with what would tell.
final class RivalsText {
  private RivalsText() {}

  static Why why(List<Rival> rivals) {
    var killed = new LinkedHashMap<Evidence, List<String>>();
    var open = new LinkedHashMap<String, List<String>>();
    for (Rival rival : rivals) {
      rival.killer().ifPresentOrElse(fact -> killed.computeIfAbsent(fact, _ -> new ArrayList<>()).add(rival.code()),
          () -> open.computeIfAbsent(rival.collect(), _ -> new ArrayList<>()).add(rival.code()));
    }
    var lines = new ArrayList<Why>();
    killed.forEach((fact, codes) -> lines.add(killed(fact, codes)));
    for (Map.Entry<String, List<String>> entry : open.entrySet()) {
      lines.add(codes(entry.getValue()).marked(" cannot be excluded", Tone.UNSURE).then(": collect ").token(entry.getKey()).why());
    }
    long out = rivals.stream().filter(Rival::isRuledOut).count();
    return Say.words("other causes that end a packet here: " + out + " of " + rivals.size() + " ruled out").because(lines);
  }

  private static Why killed(Evidence fact, List<String> codes) {
    Why why = FactText.told(codes(codes).then(" ruled out: "), fact.fact()).why();
    return fact.origin().file().isEmpty() ? why : why.citing(new Cite(fact.origin().file(), fact.origin().line(), fact.quoted()));
  }

  private static Say codes(List<String> codes) {
    Say says = Say.words("");
    for (int i = 0; i < codes.size(); i++) (i == 0 ? says : says.then(", ")).token(codes.get(i));
    return says;
  }
}
