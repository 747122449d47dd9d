package lasthop.render;

import java.util.ArrayList;
import java.util.List;
import lasthop.answer.Phrase;
import lasthop.answer.Phrase.Code;
import lasthop.answer.Phrase.Mark;
import lasthop.text.Printable;

/// Breaks a run of phrases into lines that fit, at blanks where there are any. Each phrase keeps its kind on every line.
final class Wrap {
  private final int width;
  private final List<List<Phrase>> lines = new ArrayList<>();
  private List<Phrase> line = new ArrayList<>();
  private int used;

  private Wrap(int width) {
    this.width = width;
  }

  /// The phrases made printable, on as many lines as needed; at least one line.
  ///
  /// @param width columns; 0 for unlimited
  static List<List<Phrase>> lines(List<Phrase> phrases, int width) {
    var wrap = new Wrap(width);
    for (var phrase : phrases) wrap.add(phrase, Printable.text(phrase.text()));
    wrap.lines.add(wrap.line);
    return wrap.lines;
  }

  static int columns(List<Phrase> phrases) {
    int columns = 0;
    for (var phrase : phrases) columns += Columns.of(Printable.text(phrase.text()));
    return columns;
  }

  private void add(Phrase kind, String text) {
    if (width == 0 || used + Columns.of(text) <= width) {
      put(kind, text);
      return;
    }
    for (int at = 0; at < text.length(); ) {
      int end = wordEnd(text, at);
      addWord(kind, text.substring(at, end));
      at = end;
    }
  }

  /// A word here is the blanks before it and the letters up to the next blank.
  private static int wordEnd(String text, int from) {
    int i = from;
    while (i < text.length() && text.charAt(i) == ' ') i++;
    while (i < text.length() && text.charAt(i) != ' ') i++;
    return i;
  }

  private void addWord(Phrase kind, String word) {
    if (used + Columns.of(word) > width && used > 0) {
      newLine();
      word = word.stripLeading();
    }
    for (int at = 0; at < word.length(); ) {
      int count = seam(word, at, Columns.fitting(word, at, width - used));
      put(kind, word.substring(at, at + count));
      at += count;
      if (at < word.length()) newLine();
    }
  }

  /// How much of a word that is too long goes on this line: all that fits, or up to a seam such as the colons of
  /// `nat:PREROUTING:rule:1` where that is not much less.
  private static int seam(String word, int from, int fitting) {
    if (from + fitting >= word.length()) return fitting;
    for (int i = from + fitting; i > from + fitting / 3; i--) {
      if (":/,=".indexOf(word.charAt(i - 1)) >= 0) return i - from;
    }
    return fitting;
  }

  private void newLine() {
    if (!line.isEmpty()) {
      var last = line.removeLast();
      String text = last.text().stripTrailing();
      if (!text.isEmpty()) line.add(same(last, text));
    }
    lines.add(line);
    line = new ArrayList<>();
    used = 0;
  }

  private void put(Phrase kind, String text) {
    if (text.isEmpty()) return;
    line.add(same(kind, text));
    used += Columns.of(text);
  }

  private static Phrase same(Phrase kind, String text) {
    if (kind instanceof Mark mark) return Phrase.mark(text, mark.tone());
    return kind instanceof Code ? Phrase.code(text) : Phrase.plain(text);
  }
}
