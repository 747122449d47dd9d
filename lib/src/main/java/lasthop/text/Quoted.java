package lasthop.text;


/// Names from input as words of a suggested command, so that a shell takes each for one word and does nothing else.
public final class Quoted {
  private Quoted() {}

  /// The name as it is where a shell sees nothing special in it, else in single quotes; what a terminal would obey is
  /// made visible first.
  public static String word(String name) {
    String shown = Printable.text(name);
    if (!shown.isEmpty() && shown.chars().allMatch(Quoted::isPlain)) return shown;
    return "'" + shown.replace("'", "'\\''") + "'";
  }

  /// A rule as `iptables-save` writes it. Its double quotes are kept where all between them is plain to a shell.
  public static String spec(String text) {
    var out = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      if (text.charAt(at) == ' ') {
        out.append(' ');
        at++;
        continue;
      }
      var word = new StringBuilder();
      at = read(text, at, word);
      out.append(word(word.toString()));
    }
    return out.toString();
  }

  /// Reads one word from a listing, its quotes and backslashes undone.
  ///
  /// @return where it ends
  private static int read(String text, int from, StringBuilder word) {
    boolean quoted = false;
    int at = from;
    for (; at < text.length() && (quoted || text.charAt(at) != ' '); at++) {
      char c = text.charAt(at);
      if (c == '"') quoted = !quoted;
      else if (c == '\\' && quoted && at + 1 < text.length()) word.append(text.charAt(++at));
      else word.append(c);
    }
    return at;
  }

  private static boolean isPlain(int c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || "_-./:,=+@%".indexOf(c) >= 0;
  }
}
