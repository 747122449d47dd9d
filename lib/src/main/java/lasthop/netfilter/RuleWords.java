package lasthop.netfilter;

import java.util.ArrayList;
import java.util.List;

/// The words of a rule line as iptables-restore splits it, and the quoting iptables-save uses.
final class RuleWords {
  private RuleWords() {}

  /// One word; a quoted one may hold blanks or be empty.
  record Word(String text, boolean quoted) {}

  /// Splits at blanks. A double quote opens a word that ends at the next one; a backslash inside quotes makes the
  /// next character plain. A quote also ends the word it closes.
  static List<Word> split(String line) throws Refused {
    var words = new ArrayList<Word>();
    var word = new StringBuilder();
    int i = 0;
    int end = line.length();
    while (i < end) {
      char c = line.charAt(i);
      if (c == '"') {
        i = quoted(line, i + 1, word);
        words.add(new Word(word.toString(), true));
        word.setLength(0);
      } else if (c == ' ' || c == '\t') {
        if (!word.isEmpty()) words.add(new Word(word.toString(), false));
        word.setLength(0);
      } else {
        word.append(c);
      }
      if (word.length() >= 1024) throw new Refused("a word is longer than 1023 characters");
      i++;
    }
    if (!word.isEmpty()) words.add(new Word(word.toString(), false));
    return words;
  }

  private static int quoted(String line, int from, StringBuilder word) throws Refused {
    for (int i = from; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"') return i;
      if (c == '\\' && i + 1 < line.length()) c = line.charAt(++i);
      word.append(c);
      if (word.length() >= 1024) throw new Refused("a word is longer than 1023 characters");
    }
    throw new Refused("a quote is not closed");
  }

  /// A value as iptables-save writes it: in quotes unless it is made of letters, digits, `_` and `-` alone.
  static String quote(String value) {
    boolean plain = !value.isEmpty();
    for (int i = 0; i < value.length() && plain; i++) {
      char c = value.charAt(i);
      plain = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '-';
    }
    if (plain) return value;
    var out = new StringBuilder(value.length() + 2).append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\' || c == '\'') out.append('\\');
      out.append(c);
    }
    return out.append('"').toString();
  }

  /// The value behind a word that [#quote] made.
  static String unquote(String word) {
    if (word.length() < 2 || word.charAt(0) != '"') return word;
    var out = new StringBuilder(word.length());
    for (int i = 1; i < word.length() - 1; i++) {
      if (word.charAt(i) == '\\') i++;
      out.append(word.charAt(i));
    }
    return out.toString();
  }
}
