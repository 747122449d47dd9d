package lasthop.trace;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/// Damaged text without its blanks, its [Markup] and letter case, and where each character came from. With blanks and case
/// gone, only what damage leaves alone is left to read: the keys, in their order, and the values between them.
final class Squeezed {
  private final byte[] raw;
  private final boolean[] gapBefore;
  private final int[] lineOf;
  private final long[] offsetOf;
  private final BitSet dressed;
  private final Map<Integer, Integer> widths;
  /// Lower case, without blanks.
  final String low;

  private Squeezed(byte[] raw, boolean[] gapBefore, int[] lineOf, long[] offsetOf, BitSet dressed, Map<Integer, Integer> widths) {
    this.raw = raw;
    this.gapBefore = gapBefore;
    this.lineOf = lineOf;
    this.offsetOf = offsetOf;
    this.dressed = dressed;
    this.widths = widths;
    byte[] lower = raw.clone();
    for (int i = 0; i < lower.length; i++) {
      if (lower[i] >= 'A' && lower[i] <= 'Z') lower[i] |= 0x20;
    }
    low = new String(lower, java.nio.charset.StandardCharsets.ISO_8859_1);
  }

  int length() {
    return raw.length;
  }

  /// The characters between two positions with the case they had.
  String raw(int from, int to) {
    return new String(raw, from, to - from, java.nio.charset.StandardCharsets.UTF_8);
  }

  /// The line this character stood on.
  int line(int at) {
    return lineOf[Math.min(at, lineOf.length - 1)];
  }

  /// Where this character stood, in bytes from the start of the file.
  long offset(int at) {
    return offsetOf[Math.min(at, offsetOf.length - 1)];
  }

  /// Whether a blank or a line end stood before this character.
  boolean gap(int at) {
    return at <= 0 || at >= gapBefore.length || gapBefore[at];
  }

  /// Whether blanks stand inside a stretch, that is after its first character.
  boolean hasGap(int from, int to) {
    for (int i = from + 1; i < to; i++) {
      if (gapBefore[i]) return true;
    }
    return false;
  }

  /// Whether blanks that are no line's end stand inside a stretch.
  boolean hasBlank(int from, int to) {
    for (int i = from + 1; i < to; i++) {
      if (gapBefore[i] && lineOf[i] == lineOf[i - 1]) return true;
    }
    return false;
  }

  /// Whether [Markup] was taken out of one of the lines.
  boolean isDressed(int fromLine, int toLine) {
    int next = dressed.nextSetBit(fromLine);
    return next >= 0 && next <= toLine;
  }

  /// How many bytes the line has.
  int width(int line) {
    return widths.get(line);
  }

  /// Collects lines.
  static final class Builder {
    /// Most logs are clean and need none of it.
    private static final int FIRST = 64;
    private byte[] raw = new byte[FIRST];
    private boolean[] gaps = new boolean[FIRST];
    private int[] lines = new int[FIRST];
    private long[] offsets = new long[FIRST];
    private final Markup markup = new Markup();
    private final BitSet dressed = new BitSet();
    private final Map<Integer, Integer> widths = new HashMap<>();
    private int length;

    int length() {
      return length;
    }

    void add(byte[] b, int from, int to, int line, long offset) {
      if (length + to - from > raw.length) grow(length + to - from);
      boolean gap = true;
      widths.put(line, to - from);
      int end = Markup.beforeBackslash(b, from, to);
      int i = Markup.behindQuotes(b, from, end);
      while (i < end) {
        boolean foreign = markup.at(b, i, end);
        if (foreign) dressed.set(line);
        byte c = foreign ? markup.meaning : b[i];
        if (Cursor.isBlank(c)) {
          gap |= c != 0 || !foreign;
        } else {
          raw[length] = c;
          gaps[length] = gap;
          lines[length] = line;
          offsets[length++] = offset + i - from;
          gap = false;
        }
        i += foreign ? markup.length : 1;
      }
    }

    private void grow(int needed) {
      int size = Math.max(needed, raw.length * 2);
      raw = Arrays.copyOf(raw, size);
      gaps = Arrays.copyOf(gaps, size);
      lines = Arrays.copyOf(lines, size);
      offsets = Arrays.copyOf(offsets, size);
    }

    /// All that was added, but for numbers of lines.
    Squeezed build() {
      if (QuotedPrintable.is(raw, gaps, lines, length)) unquote();
      boolean[] numbers = LineNumbers.in(raw, gaps, lines, length);
      int kept = 0;
      for (int i = 0; i < length; i++) {
        if (numbers[i]) continue;
        raw[kept] = raw[i];
        gaps[kept] = gaps[i] && (i == 0 || !numbers[i - 1]);
        lines[kept] = lines[i];
        offsets[kept++] = offsets[i];
      }
      length = kept;
      return new Squeezed(Arrays.copyOf(raw, length), Arrays.copyOf(gaps, length), Arrays.copyOf(lines, length), Arrays.copyOf(offsets, length), dressed, widths);
    }

    /// Puts what [QuotedPrintable] stands for in its place.
    private void unquote() {
      int kept = 0;
      boolean gap = false;
      for (int i = 0; i < length; i++) {
        gap |= gaps[i];
        dressed.set(lines[i]);
        int at = i;
        int c = raw[i];
        if (c == '=' && QuotedPrintable.isCut(lines, i, length)) {
          // What begins the next line goes on with this one.
          if (i + 1 < length) gaps[i + 1] = false;
          continue;
        }
        if (c == '=') {
          c = QuotedPrintable.escaped(raw, gaps, lines, i, length);
          i += 2;
        }
        gap |= c <= ' ';
        if (c <= ' ') continue;
        raw[kept] = (byte) c;
        gaps[kept] = gap;
        lines[kept] = lines[at];
        offsets[kept++] = offsets[at];
        gap = false;
      }
      length = kept;
    }
  }
}
