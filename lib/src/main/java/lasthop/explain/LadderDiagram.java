package lasthop.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lasthop.answer.Diagram;
import lasthop.answer.Diagram.Box;
import lasthop.answer.Diagram.Line;
import lasthop.answer.Diagram.State;
import lasthop.routing.LookupStep;
import lasthop.routing.LookupStep.Checked;
import lasthop.routing.LookupStep.NexthopChosen;
import lasthop.routing.LookupStep.RulePassed;
import lasthop.routing.LookupStep.RuleRefused;
import lasthop.routing.LookupStep.RuleSkipped;
import lasthop.routing.LookupStep.SourceChosen;
import lasthop.routing.LookupStep.SourceValidated;
import lasthop.routing.LookupStep.Suppressed;
import lasthop.routing.LookupStep.TableSearched;
import lasthop.routing.Route;
import lasthop.routing.RouteDecision;
import lasthop.routing.RouteDecision.Routed;

/// A routing decision drawn as a ladder: the policy rules downwards, what each led to on the right.
final class LadderDiagram {
  private static final int WIDEST = 44;

  private final List<Box> boxes = new ArrayList<>();
  private final List<Line> lines = new ArrayList<>();
  private int row;

  private LadderDiagram() {}

  static Diagram of(RouteDecision decision) {
    var ladder = new LadderDiagram();
    ladder.rung(RouteAnswer.words(decision.flow()), State.VISITED, "", State.VISITED);
    for (LookupStep step : decision.steps()) ladder.step(step);
    boolean routed = decision instanceof Routed;
    ladder.rung(RouteAnswer.headline(decision), routed ? State.LAST : State.FAILED, "", State.VISITED);
    return new Diagram("The ladder of the routing decision", ladder.boxes, ladder.lines);
  }

  private void step(LookupStep step) {
    switch (step) {
      case RuleSkipped s -> rung(s.rule().toString(), State.IDLE, "", State.IDLE);
      case RulePassed s -> rung(s.rule().toString(), State.VISITED, "", State.VISITED);
      case RuleRefused s -> rung(s.rule().toString(), State.FAILED, s.errno().toString(), State.FAILED);
      case TableSearched s -> rung(s.rule().map(Object::toString).orElse("tables " + String.join(" and ", s.tables())),
          s.best().isPresent() ? State.VISITED : State.IDLE, found(s.best()), s.best().isPresent() ? State.VISITED : State.IDLE);
      case Suppressed s -> rung(s.rule().toString(), State.IDLE, "taken back: " + s.route(), State.IDLE);
      case SourceValidated s when s.full() -> rung("source validation on " + s.iif() + "\nback to " + s.reverse().dst(),
          s.passed() ? State.VISITED : State.FAILED, "by " + (s.needs().isEmpty() ? "no way" : s.needs()),
          s.passed() ? State.VISITED : State.FAILED);
      case SourceValidated _, Checked _, NexthopChosen _, SourceChosen _ -> { }
    }
  }

  private static String found(Optional<Route> best) {
    return best.map(Route::toString).orElse("no answer");
  }

  /// One rung: its box below the one before, and beside it what it led to, if anything.
  private void rung(String label, State state, String led, State ledTo) {
    String id = "rung " + row;
    boxes.add(new Box(id, wrapped(label), 0, row, state));
    if (row > 0) {
      var above = boxes.stream().filter(b -> b.id().equals("rung " + (row - 1))).findFirst().orElseThrow().state();
      lines.add(new Line("rung " + (row - 1), id, "", above == State.FAILED ? State.FAILED : State.VISITED));
    }
    if (!led.isEmpty()) {
      boxes.add(new Box("led " + row, wrapped(led), 1, row, ledTo));
      lines.add(new Line(id, "led " + row, "", ledTo));
    }
    row++;
  }

  /// Long rules and routes on several lines, cut at blanks.
  private static String wrapped(String text) {
    var out = new StringBuilder();
    int used = 0;
    for (String word : text.strip().replace("\t", " ").split(" ")) {
      if (used > 0 && used + word.length() >= WIDEST) {
        out.append('\n');
        used = 0;
      } else if (used > 0) {
        out.append(' ');
        used++;
      }
      out.append(word);
      used = word.indexOf('\n') < 0 ? used + word.length() : word.length() - word.lastIndexOf('\n') - 1;
    }
    return out.toString();
  }
}
