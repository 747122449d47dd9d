package lasthop.explain;

import java.util.ArrayList;
import java.util.List;
import lasthop.answer.Cite;
import lasthop.answer.Phrase;
import lasthop.answer.Tone;
import lasthop.answer.Why;
import lasthop.text.Origin;

/// Sentences put together from words and tokens, as the other classes here need them.
final class Say {
  private final List<Phrase> phrases = new ArrayList<>();
  private final List<Cite> cites = new ArrayList<>();

  private Say() {}

  static Say words(String words) {
    return new Say().then(words);
  }

  static Say code(String token) {
    return new Say().token(token);
  }

  static Say mark(String words, Tone tone) {
    return new Say().marked(words, tone);
  }

  Say then(String words) {
    phrases.add(Phrase.plain(words));
    return this;
  }

  Say then(Phrase phrase) {
    phrases.add(phrase);
    return this;
  }

  Say token(String token) {
    phrases.add(Phrase.code(token));
    return this;
  }

  Say marked(String words, Tone tone) {
    phrases.add(Phrase.mark(words, tone));
    return this;
  }

  /// Rests the sentence on a line, if it was read from one.
  Say cite(Origin origin, Object quoted) {
    if (origin.isKnown()) cites.add(Cite.of(origin, quoted.toString()));
    return this;
  }

  Why why() {
    return new Why(phrases, cites, List.of());
  }

  Why because(List<Why> reasons) {
    return new Why(phrases, cites, reasons);
  }

  List<Phrase> phrases() {
    return List.copyOf(phrases);
  }

  /// A command as it stands between the quotes of a question.
  static String escaped(String command) {
    return command.replace("\\", "\\\\").replace("\"", "\\\"");
  }

  /// `1 rule`, `3 rules`.
  static String count(long n, String noun) {
    return n + " " + noun + (n == 1 ? "" : "s");
  }
}
