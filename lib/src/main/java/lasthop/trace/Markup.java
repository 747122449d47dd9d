package lasthop.trace;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// What terminals, mailers and web pages put between the characters of a log: colour codes, invisible and full-width characters, tags
/// and entities, marks of quotation. The kernel's logger writes plain ASCII and none of these.
final class Markup {
  private static final int LONGEST_TAG = 200;
  private static final byte[] QUOTE = Cursor.key("&gt;");
  private static final String[] ENTITIES = {"&nbsp;", "&#160;", "&#xa0;", "&gt;", "&lt;", "&amp;", "&quot;", "&#34;", "&#39;", "&shy;", "&#173;", "&#8203;"};
  private static final char[] STAND_FOR = {' ', ' ', ' ', '>', '<', '&', '"', '"', '\'', 0, 0, 0};

  /// How many bytes the mark last found takes; 0 when none stood there.
  int length;
  /// What the mark stands for: a blank, another character, or nothing (0).
  byte meaning;

  /// Whether markup begins at the position.
  boolean at(byte[] b, int at, int to) {
    length = 0;
    meaning = ' ';
    switch (b[at]) {
      case 0x1b -> escape(b, at, to);
      case '<' -> tag(b, at, to);
      case '&' -> entity(b, at, to);
      case (byte) 0xc2, (byte) 0xe2, (byte) 0xef -> invisible(b, at, to);
      default -> { }
    }
    return length > 0;
  }

  /// `ESC [ 01;31 m`
  private void escape(byte[] b, int at, int to) {
    meaning = 0;
    length = 1;
    if (at + 1 >= to || b[at + 1] != '[') return;
    int i = at + 2;
    while (i < to && b[i] >= 0x20 && b[i] < 0x40) i++;
    length = Math.min(i + 1, to) - at;
  }

  /// A tag begins with a letter; the priority of a record, `<4>`, with a digit.
  private void tag(byte[] b, int at, int to) {
    int i = at + 1;
    if (i < to && b[i] == '/') i++;
    if (i >= to || (b[i] | 0x20) < 'a' || (b[i] | 0x20) > 'z') return;
    while (i < to && i - at < LONGEST_TAG && b[i] != '>' && b[i] != '<') i++;
    if (i < to && b[i] == '>') length = i + 1 - at;
  }

  private void entity(byte[] b, int at, int to) {
    for (int k = 0; k < ENTITIES.length; k++) {
      byte[] name = ENTITIES[k].getBytes(StandardCharsets.US_ASCII);
      if (to - at < name.length || !Arrays.equals(b, at, at + name.length, name, 0, name.length)) continue;
      length = name.length;
      meaning = (byte) STAND_FOR[k];
      return;
    }
  }

  /// Blanks beyond ASCII, soft hyphens, characters of no width or of full width, and byte order marks, in UTF-8.
  private void invisible(byte[] b, int at, int to) {
    int second = at + 1 < to ? b[at + 1] & 255 : 0;
    int third = at + 2 < to ? b[at + 2] & 255 : 0;
    if (b[at] == (byte) 0xc2) {
      length = second == 0xa0 || second == 0xad ? 2 : 0;
      meaning = (byte) (second == 0xa0 ? ' ' : 0);
    } else if (b[at] == (byte) 0xe2) {
      boolean wide = second == 0x80 && (third <= 0x8a || third == 0xaf);
      boolean none = second == 0x80 && (third <= 0x8f || third >= 0xa8 && third <= 0xae) || second == 0x81 && third >= 0xa0 && third <= 0xa4;
      length = third >= 0x80 && (wide || none) ? 3 : 0;
      meaning = (byte) (wide ? ' ' : 0);
    } else {
      byte wide = wide(second, third);
      length = wide != 0 || second == 0xbb && third == 0xbf ? 3 : 0;
      meaning = wide;
    }
  }

  /// The ASCII character that a full-width one (U+FF01 to U+FF5E) stands for, from its second and third byte; 0 for others.
  private static byte wide(int second, int third) {
    if (second == 0xbc && third >= 0x81 && third <= 0xbf) return (byte) (third - 0x60);
    return second == 0xbd && third >= 0x80 && third <= 0x9e ? (byte) (third - 0x20) : 0;
  }

  /// Whether a full-width colon stands there, which East Asian keyboards and translated pages have for the other.
  static boolean isWideColon(byte[] b, int at, int to) {
    return b[at] == (byte) 0xef && at + 2 < to && b[at + 1] == (byte) 0xbc && b[at + 2] == (byte) 0x9a;
  }

  /// Whether the bytes are ASCII without control characters: nearly all are.
  static boolean isFree(byte[] b, int from, int to) {
    for (int i = from; i < to; i++) {
      if (b[i] < ' ' && b[i] != '\t') return false;
    }
    return true;
  }

  /// The text with what its markup stands for.
  static byte[] without(byte[] b, int from, int to) {
    var markup = new Markup();
    byte[] left = new byte[to - from];
    int length = 0;
    for (int i = from; i < to; i += Math.max(markup.length, 1)) {
      byte c = markup.at(b, i, to) ? markup.meaning : b[i];
      if (c != 0) left[length++] = c;
    }
    return Arrays.copyOf(left, length);
  }

  /// Behind the marks of quotation that a mailer puts before each line: `> > `, on a page `&gt; `.
  static int behindQuotes(byte[] b, int from, int to) {
    int i = from;
    int behind = from;
    while (i < to) {
      int mark = b[i] == '>' ? 1 : Arrays.equals(b, i, Math.min(i + QUOTE.length, to), QUOTE, 0, QUOTE.length) ? QUOTE.length : 0;
      if (mark == 0 && !Cursor.isBlank(b[i])) break;
      i += Math.max(mark, 1);
      if (mark > 0) behind = i;
    }
    return behind;
  }

  /// The end of a line without the backslash that says it goes on.
  static int beforeBackslash(byte[] b, int from, int to) {
    int end = to;
    while (end > from && Cursor.isBlank(b[end - 1])) end--;
    return end > from && b[end - 1] == '\\' ? end - 1 : to;
  }
}
