package lasthop.answer;

/// A piece of a sentence. Renderers decide what each looks like; blanks between phrases are part of their text.
public sealed interface Phrase {
  String text();

  record Plain(String text) implements Phrase {}

  /// A chain, device, prefix, rule or command: kept verbatim, set in a fixed width.
  record Code(String text) implements Phrase {}

  /// Words that carry a judgement; the tone is the renderer's to colour.
  record Mark(String text, Tone tone) implements Phrase {}

  static Phrase plain(String text) {
    return new Plain(text);
  }

  static Phrase code(String text) {
    return new Code(text);
  }

  static Phrase mark(String text, Tone tone) {
    return new Mark(text, tone);
  }
}
