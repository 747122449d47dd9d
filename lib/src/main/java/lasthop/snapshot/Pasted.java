package lasthop.snapshot;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/// The text of a command as it was printed, out of what became of it on its way: saved by Windows, coloured by a
/// terminal, quoted in a mail, indented in a page. No line is lost and none is added, so that origins stay true.
final class Pasted {
  private static final char[] FOREIGN = {0x1b, 0xa0, 0xad, 0xfeff, 0x200b, 0x200c, 0x200d, 0x202f, 0x2060};

  /// Compiled when the first such text is met: most are as they were printed.
  private static final class Patterns {
    static final Pattern NOTHING = Pattern.compile("\u001b\\[[0-?]*[ -/]*[@-~]|[\u00ad\u200b-\u200f\u2060\ufeff]");
    static final Pattern BLANK = Pattern.compile("[\u00a0\u2000-\u200a\u202f]");
  }

  private Pasted() {}

  /// The text of a file: UTF-16 where it begins with that mark, else UTF-8.
  static String text(byte[] bytes) {
    int mark = bytes.length < 2 ? 0 : (bytes[0] & 255) << 8 | bytes[1] & 255;
    return new String(bytes, mark == 0xfeff || mark == 0xfffe ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8);
  }

  /// The text as it was printed.
  static String plain(String text) {
    String plain = text;
    if (hasForeign(text)) {
      plain = Patterns.NOTHING.matcher(plain).replaceAll("");
      plain = Patterns.BLANK.matcher(plain).replaceAll(" ");
    }
    return !plain.isEmpty() && isMargin(plain.charAt(0)) ? withoutMargin(plain) : plain;
  }

  private static boolean hasForeign(String text) {
    for (char c : FOREIGN) {
      if (text.indexOf(c) >= 0) return true;
    }
    return false;
  }

  private static boolean isMargin(char c) {
    return c == ' ' || c == '\t' || c == '>';
  }

  /// Takes away the blanks and marks of quotation that all lines begin with.
  private static String withoutMargin(String text) {
    String[] lines = text.split("\n", -1);
    String margin = "";
    boolean first = true;
    for (String line : lines) {
      int own = 0;
      while (own < line.length() && isMargin(line.charAt(own))) own++;
      if (own == line.stripTrailing().length()) continue;
      int common = 0;
      while (common < own && (first || common < margin.length() && line.charAt(common) == margin.charAt(common))) common++;
      margin = line.substring(0, common);
      first = false;
    }
    for (int i = 0; i < lines.length; i++) lines[i] = lines[i].substring(Math.min(margin.length(), lines[i].length()));
    return String.join("\n", lines);
  }
}
