package lasthop.text;

/// A cursor over the blank-separated words of one line. Mutable and short-lived: one reader walks it once.
///
/// Blank means space or tab, runs of them count as one. Nothing is unquoted: `"` is a letter like any other.
public final class Words {
  private final String line;
  private int at;

  public Words(String line) {
    this.line = line;
    this.at = skipBlanks(0);
  }

  public boolean hasNext() {
    return at < line.length();
  }

  /// The next word, without moving; empty at the end of the line.
  public String peek() {
    return line.substring(at, wordEnd());
  }

  /// The next word; empty at the end of the line.
  public String next() {
    int end = wordEnd();
    String word = line.substring(at, end);
    at = skipBlanks(end);
    return word;
  }

  /// Moves past the next word if it is the one given.
  public boolean take(String word) {
    int end = at + word.length();
    boolean here = wordEnd() == end && line.startsWith(word, at) && !word.isEmpty();
    if (here) at = skipBlanks(end);
    return here;
  }

  /// All that is left, from the next word to the end of the line.
  public String rest() {
    return line.substring(at);
  }

  /// Where the next word begins, counted in characters from the start of the line.
  public int position() {
    return at;
  }

  private int wordEnd() {
    int end = at;
    while (end < line.length() && !isBlank(line.charAt(end))) end++;
    return end;
  }

  private int skipBlanks(int from) {
    int i = from;
    while (i < line.length() && isBlank(line.charAt(i))) i++;
    return i;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }
}
