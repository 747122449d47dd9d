package lasthop.render;

import java.util.List;
import lasthop.answer.Phrase;
import lasthop.answer.Phrase.Code;
import lasthop.answer.Phrase.Mark;
import lasthop.answer.Tone;

/// Writes text with ANSI colours, or without. Only the sixteen colours that every theme, light or dark, defines.
final class Ink {
  static final String BOLD = "1";
  static final String FAINT = "2";
  static final String CYAN = "36";

  private final boolean colour;

  Ink(boolean colour) {
    this.colour = colour;
  }

  void paint(StringBuilder out, String code, String text) {
    if (!colour || code.isEmpty() || text.isEmpty()) out.append(text);
    else out.append("\033[").append(code).append('m').append(text).append("\033[0m");
  }

  void phrases(StringBuilder out, List<Phrase> phrases) {
    for (var phrase : phrases) paint(out, code(phrase), phrase.text());
  }

  private static String code(Phrase phrase) {
    if (phrase instanceof Mark mark) return code(mark.tone());
    return phrase instanceof Code ? CYAN : "";
  }

  static String code(Tone tone) {
    return switch (tone) {
      case GOOD -> "32";
      case BAD -> "1;31";
      case CHANGED -> "33";
      case INFERRED, QUIET -> FAINT;
      case UNSURE -> "35";
    };
  }
}
