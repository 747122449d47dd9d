package lasthop.trace;

/// The form in which a mail's source writes a text (RFC 2045, 6.7): `=3D` for each `=`, and a `=` at the end of a line that was cut.
final class QuotedPrintable {
  /// Fewer escaped equal signs than this may be chance: a record has more.
  private static final int ENOUGH = 3;

  private QuotedPrintable() {}

  /// Whether each equal sign of a squeezed text is such an escape or cut.
  ///
  /// @param gaps whether a blank stood before the character
  /// @param lines the line each character stood on
  static boolean is(byte[] raw, boolean[] gaps, int[] lines, int length) {
    int signs = 0;
    for (int i = 0; i < length; i++) {
      if (raw[i] != '=' || isCut(lines, i, length)) continue;
      int c = escaped(raw, gaps, lines, i, length);
      if (c < 0) return false;
      if (c == '=') signs++;
    }
    return signs >= ENOUGH;
  }

  /// Whether the character is the last of its line.
  static boolean isCut(int[] lines, int at, int length) {
    return at + 1 == length || lines[at + 1] != lines[at];
  }

  /// The byte that two capital hexadecimal digits behind an equal sign stand for; -1 where there are none.
  static int escaped(byte[] raw, boolean[] gaps, int[] lines, int at, int length) {
    if (at + 2 >= length || lines[at + 2] != lines[at] || gaps[at + 1] || gaps[at + 2]) return -1;
    int high = digit(raw[at + 1]);
    int low = digit(raw[at + 2]);
    return high < 0 || low < 0 ? -1 : high << 4 | low;
  }

  private static int digit(byte c) {
    if (c >= '0' && c <= '9') return c - '0';
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
  }
}
