package lasthop.ip;

import java.util.Arrays;

/// The spans of the address space within which the longest prefix is the same, in order of their first address.
///
/// Made by a walk through the prefixes in order of their first address, shorter before longer, that keeps the ones which
/// are open.
final class Spans {
  static final int NONE = -1;

  private final boolean v4;
  private final long[] highs;
  private final long[] prefixLows;
  private final byte[] lengths;
  private final int[] parents;
  private final int[] open = new int[130];
  private int depth;
  private long[] starts;
  private long[] lows;
  private int[] answers;
  private int size;

  /// @param highs first 64 bits of each prefix; ignored for IPv4
  /// @param lows last 64 bits; for IPv4 the 32 of the address, unsigned
  Spans(boolean v4, long[] highs, long[] lows, byte[] lengths) {
    this.v4 = v4;
    this.highs = highs;
    this.prefixLows = lows;
    this.lengths = lengths;
    this.parents = new int[lengths.length];
    int most = 2 * lengths.length + 1;
    this.starts = new long[most];
    this.lows = new long[v4 ? 0 : most];
    this.answers = new int[v4 ? 0 : most];
    walk();
  }

  /// For IPv4 the first address of each span in the upper half and its answer in the lower; for IPv6 the first 64 bits.
  long[] starts() {
    return Arrays.copyOf(starts, size);
  }

  /// For IPv6 the last 64 bits of each span's first address.
  long[] lows() {
    return v4 ? lows : Arrays.copyOf(lows, size);
  }

  /// For IPv6 the answers.
  int[] answers() {
    return v4 ? answers : Arrays.copyOf(answers, size);
  }

  /// For each prefix the next shorter one that holds all of it.
  int[] parents() {
    return parents;
  }

  private void walk() {
    span(0, 0, NONE);
    for (int place : inOrder()) {
      while (depth > 0 && !holds(open[depth - 1], place)) close();
      parents[place] = depth == 0 ? NONE : open[depth - 1];
      open[depth++] = place;
      span(v4 ? 0 : highs[place], prefixLows[place], place);
    }
    while (depth > 0) close();
  }

  private int[] inOrder() {
    if (v4) {
      long[] keys = new long[lengths.length];
      // Address, length and place fit one word only up to 2^26 prefixes; more than a table can hold as text.
      for (int i = 0; i < keys.length; i++) keys[i] = prefixLows[i] << 32 ^ Long.MIN_VALUE | (long) lengths[i] << 26 | i;
      Arrays.sort(keys);
      int[] order = new int[keys.length];
      for (int i = 0; i < order.length; i++) order[i] = (int) keys[i] & (1 << 26) - 1;
      return order;
    }
    Integer[] order = new Integer[lengths.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> {
      int byHigh = Long.compareUnsigned(highs[a], highs[b]);
      int byLow = byHigh != 0 ? byHigh : Long.compareUnsigned(prefixLows[a], prefixLows[b]);
      return byLow != 0 ? byLow : (lengths[a] & 0xff) - (lengths[b] & 0xff);
    });
    return Arrays.stream(order).mapToInt(Integer::intValue).toArray();
  }

  private boolean holds(int outer, int inner) {
    int length = lengths[outer] & 0xff;
    if (v4) return length == 0 || (prefixLows[outer] ^ prefixLows[inner]) >>> (32 - length) == 0;
    if (length == 0) return true;
    if (length <= 64) return (highs[outer] ^ highs[inner]) >>> (64 - length) == 0;
    return highs[outer] == highs[inner] && (prefixLows[outer] ^ prefixLows[inner]) >>> (128 - length) == 0;
  }

  /// The innermost open prefix ends; behind it the one around it goes on, unless the address space ends there too.
  private void close() {
    int place = open[--depth];
    int around = depth == 0 ? NONE : open[depth - 1];
    int length = lengths[place] & 0xff;
    if (length == 0) return;
    if (v4) {
      long next = prefixLows[place] + (1L << (32 - length));
      if (next <= 0xffffffffL) span(0, next, around);
      return;
    }
    long low = length <= 64 ? 0 : prefixLows[place] + (1L << (128 - length));
    long high = highs[place] + (length <= 64 ? 1L << (64 - length) : low == 0 ? 1 : 0);
    if (high != 0 || low != 0) span(high, low, around);
  }

  /// A span that begins where the last one did replaces it.
  private void span(long high, long low, int answer) {
    boolean same = size > 0 && (v4 ? starts[size - 1] >>> 32 == low : starts[size - 1] == high && lows[size - 1] == low);
    int at = same ? size - 1 : size++;
    starts[at] = v4 ? low << 32 | answer & 0xffffffffL : high;
    if (v4) return;
    lows[at] = low;
    answers[at] = answer;
  }
}
