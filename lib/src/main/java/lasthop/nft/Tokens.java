package lasthop.nft;

import java.util.ArrayList;
import java.util.List;
import lasthop.text.Origin;

/// The words of a listing, and a cursor over them. Mutable and short-lived: one reader walks it once.
///
/// Words are separated by blanks; `{ } ( ) , ; | & ^` and line ends stand for themselves; quotes bind. `# handle N`
/// becomes the words `#handle` and `N`, the note that iptables-nft manages a table becomes `#managed`, other
/// comments vanish, but `# xt_NAME`, which old versions print inside a rule, stays.
final class Tokens {
  /// @param start offset of the first character in the text
  /// @param end offset behind the last
  record Token(String text, int start, int end, int line) {}

  static final String NEWLINE = "\n";
  private static final String ALONE = "{}(),;|&^";
  private final String file;
  private final String text;
  private final List<Token> tokens = new ArrayList<>();
  private int at;

  Tokens(String file, String text) {
    this.file = file;
    this.text = text;
    split();
  }

  private void split() {
    int line = 1;
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (c == '\n') {
        add(NEWLINE, i, i + 1, line++);
        i++;
      } else if (c == ' ' || c == '\t' || c == '\r' || c == '\f') {
        i++;
      } else if (c == '#' && !text.startsWith("# xt_", i)) {
        i = comment(i, line);
      } else {
        int end = wordEnd(i);
        add(text.substring(i, end), i, end, line);
        i = end;
      }
    }
    add(NEWLINE, text.length(), text.length(), line);
  }

  private void add(String word, int start, int end, int line) {
    tokens.add(new Token(word, start, end, line));
  }

  /// Notes what a comment says that matters, and gives the offset of its line's end.
  private int comment(int from, int line) {
    int end = text.indexOf('\n', from);
    if (end < 0) end = text.length();
    String words = text.substring(from + 1, end).strip();
    if (words.startsWith("handle ")) {
      add("#handle", from, from, line);
      add(words.substring(7).strip(), from, end, line);
    } else if (words.contains("managed by iptables-nft")) {
      add("#managed", from, end, line);
    }
    return end;
  }

  private int wordEnd(int from) {
    if (ALONE.indexOf(text.charAt(from)) >= 0) return from + 1;
    boolean raw = text.charAt(from) == '@';
    boolean quoted = false;
    int i = from;
    for (; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n') break;
      if (c == '"') quoted = !quoted;
      if (quoted) continue;
      if (c == ' ' || c == '\t' || c == '\r') break;
      boolean partOfRaw = raw && c == ',' && i + 1 < text.length() && Character.isDigit(text.charAt(i + 1));
      if (ALONE.indexOf(c) >= 0 && !partOfRaw) break;
    }
    return i;
  }

  /// Moves past what stands in braces, from the one that comes next to the one that closes it.
  ///
  /// @param until a word that is not in it: at that the braces were left open
  void skipBraces(String until) {
    int depth = 0;
    do {
      String word = next();
      if (word.equals("{")) depth++;
      if (word.equals("}")) depth--;
    } while (depth > 0 && !atEnd() && !peek().equals(until));
  }

  boolean atEnd() {
    return at >= tokens.size();
  }

  /// The next word; empty at the end.
  String peek() {
    return peek(0);
  }

  /// The word that many places ahead; empty behind the end.
  String peek(int ahead) {
    return at + ahead < tokens.size() ? tokens.get(at + ahead).text() : "";
  }

  String next() {
    return at < tokens.size() ? tokens.get(at++).text() : "";
  }

  boolean take(String word) {
    boolean here = peek().equals(word);
    if (here) at++;
    return here;
  }

  void expect(String word) {
    if (!take(word)) throw new NotUnderstood("expected \"" + word + "\" before \"" + peek().strip() + "\"");
  }

  /// Makes two words of the next one: its first character and the rest.
  void splitAfterFirst() {
    Token whole = tokens.get(at);
    tokens.set(at, new Token(whole.text().substring(0, 1), whole.start(), whole.start() + 1, whole.line()));
    tokens.add(at + 1, new Token(whole.text().substring(1), whole.start() + 1, whole.end(), whole.line()));
  }

  void skipNewlines() {
    while (take(NEWLINE)) { }
  }

  int position() {
    return at;
  }

  void reset(int position) {
    at = position;
  }

  Origin origin() {
    int line = tokens.get(Math.min(at, tokens.size() - 1)).line();
    return new Origin(file, line);
  }

  /// The text of the words between two positions, as listed.
  String between(int from, int to) {
    if (to <= from) return "";
    return text.substring(tokens.get(from).start(), tokens.get(to - 1).end()).strip();
  }

  /// Without its quotes, if it has some.
  static String unquoted(String word) {
    boolean quoted = word.length() > 1 && word.startsWith("\"") && word.endsWith("\"");
    return quoted ? word.substring(1, word.length() - 1) : word;
  }

  /// Words that this reader does not know. It never leaves the package: the rule becomes unread.
  static final class NotUnderstood extends RuntimeException {
    NotUnderstood(String reason) {
      super(reason, null, false, false);
    }
  }
}
