package lasthop.repl;

import java.util.List;
import lasthop.answer.Answer;
import lasthop.render.MarkdownRenderer;
import lasthop.render.Screen;

/// What is shown for the outcomes of an input.
final class Show {
  private Show() {}

  static String text(Library library, List<Outcome> outcomes, Screen screen, String format) {
    var out = new StringBuilder();
    for (var outcome : outcomes) {
      out.append(switch (outcome) {
        case Outcome.Value value -> value(library, value.value(), screen, format);
        case Outcome.Failed failed -> Values.text(failed);
        case Outcome.Stopped _ -> "stopped\n";
        case Outcome.Done _ -> "";
      });
    }
    return out.toString();
  }

  private static String value(Library library, Object value, Screen screen, String format) {
    var answer = value == null || !format.equals("markdown") ? java.util.Optional.<Answer>empty() : library.answer().apply(value);
    return answer.map(a -> new MarkdownRenderer().render(a)).orElseGet(() -> new Values(library, screen).text(value));
  }
}
