package lasthop.trace;

/// Numbers that an editor, `cat -n` or a page put before each line of a text, also before the lines that wrapping made:
/// there they stand within words and would be read as part of them.
final class LineNumbers {
  private static final int LONGEST = 7;

  private LineNumbers() {}

  /// Which characters of a squeezed text are such numbers: none, unless every line begins with one and each number
  /// exceeds that of the line before by one.
  ///
  /// @param gaps whether a blank stood before the character
  /// @param lines the line each character stood on
  static boolean[] in(byte[] raw, boolean[] gaps, int[] lines, int length) {
    var found = new boolean[length];
    int count = 0;
    int shift = 0;
    for (int i = 0; i < length; i++) {
      if (i > 0 && lines[i] == lines[i - 1]) continue;
      int end = end(raw, gaps, lines, i, length);
      int number = end == i ? -1 : number(raw, i, end);
      if (number < 0 || count++ > 0 && number - lines[i] != shift) return new boolean[length];
      shift = number - lines[i];
      boolean mark = end < length && lines[end] == lines[i] && !gaps[end] && ":|.)".indexOf(raw[end]) >= 0;
      for (int k = i; k < (mark ? end + 1 : end); k++) found[k] = true;
    }
    return count > 1 ? found : new boolean[length];
  }

  /// Behind the digits that begin a line, if a blank or a mark ends them.
  private static int end(byte[] raw, boolean[] gaps, int[] lines, int from, int length) {
    int i = from;
    while (i < length && lines[i] == lines[from] && raw[i] >= '0' && raw[i] <= '9' && (i == from || !gaps[i])) i++;
    boolean ended = i == length || lines[i] != lines[from] || gaps[i] || ":|.)".indexOf(raw[i]) >= 0;
    return ended && i - from <= LONGEST ? i : from;
  }

  private static int number(byte[] raw, int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) number = number * 10 + raw[i] - '0';
    return number;
  }
}
