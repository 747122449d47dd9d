package lasthop.render;

/// How many columns of a terminal a text takes: 2 for East Asian wide characters and pictographs, 0 for combining marks.
public final class Columns {
  private Columns() {}

  /// First and last code points of the wide ranges, as Unicode's EastAsianWidth lists them (W and F), rounded to blocks.
  private static final int[] WIDE = {
    0x1100, 0x115f, 0x231a, 0x231b, 0x2e80, 0x303e, 0x3041, 0xa4cf, 0xa960, 0xa97c, 0xac00, 0xd7a3, 0xf900, 0xfaff,
    0xfe30, 0xfe6f, 0xff01, 0xff60, 0xffe0, 0xffe6, 0x1f300, 0x1f64f, 0x1f680, 0x1f6ff, 0x1f900, 0x1f9ff,
    0x20000, 0x3fffd,
  };

  public static int of(String text) {
    int columns = 0;
    for (int i = 0; i < text.length(); ) {
      char c = text.charAt(i);
      if (c < 0x300) {
        columns++;
        i++;
      } else {
        int point = text.codePointAt(i);
        columns += of(point);
        i += Character.charCount(point);
      }
    }
    return columns;
  }

  static int of(int point) {
    if (point < 0x300) return 1;
    int type = Character.getType(point);
    if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) return 0;
    for (int i = 0; i < WIDE.length && WIDE[i] <= point; i += 2) {
      if (point <= WIDE[i + 1]) return 2;
    }
    return 1;
  }

  /// How many characters from `start` fit into the columns given; at least one code point, so that a caller advances.
  static int fitting(String text, int start, int columns) {
    int used = 0;
    int i = start;
    while (i < text.length()) {
      int point = text.codePointAt(i);
      used += of(point);
      if (used > columns && i > start) break;
      i += Character.charCount(point);
    }
    return i - start;
  }
}
