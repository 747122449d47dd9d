package lasthop.ip;

import java.util.Arrays;

/// Longest-prefix match over a fixed set of prefixes of one family. Immutable.
///
/// The prefixes part the address space into spans within which the answer is the same. The spans are kept in order of
/// their first address, together with the answer, and an index over the leading bits says where to begin: a lookup reads
/// one word of the index and then a few neighbouring spans.
public final class PrefixTable {
  private static final int NONE = -1;
  private static final int LEAST_INDEX_BITS = 4;
  private static final int MOST_INDEX_BITS = 20;

  private final boolean v4;
  private final int shift;
  /// For IPv4 the first address of a span in the upper half and its answer in the lower; for IPv6 the first 64 bits.
  private final long[] starts;
  private final long[] lows;
  private final int[] answers;
  private final int[] index;
  private final int[] parents;

  private PrefixTable(Builder builder) {
    v4 = builder.v4;
    starts = Arrays.copyOf(builder.starts, builder.spans);
    lows = v4 ? new long[0] : Arrays.copyOf(builder.lows, builder.spans);
    answers = v4 ? new int[0] : Arrays.copyOf(builder.answers, builder.spans);
    parents = builder.parents;
    int bits = Math.clamp(33 - Integer.numberOfLeadingZeros(builder.spans), LEAST_INDEX_BITS, MOST_INDEX_BITS);
    shift = 64 - bits;
    index = indexed(bits);
  }

  /// @param highs first 64 bits of each prefix; ignored for IPv4
  /// @param lows last 64 bits; for IPv4 the 32 of the address, unsigned. Host bits are clear, no prefix stands twice
  /// @param lengths of each prefix, unsigned
  public static PrefixTable of(Family family, long[] highs, long[] lows, byte[] lengths) {
    var builder = new Builder(family == Family.IPV4, highs, lows, lengths);
    builder.build();
    return new PrefixTable(builder);
  }

  /// The place of the longest prefix that holds an address of the table's family; -1 when none does.
  public int longest(Ip ip) {
    return v4 ? longest4(ip.low()) : longest6(ip.high(), ip.low());
  }

  /// The place of the next shorter prefix that holds all of another one; -1 when none does.
  public int shorter(int place) {
    return parents[place];
  }

  private int longest4(long address) {
    long key = address << 32 | 0xffffffffL;
    int slot = (int) (key >>> shift);
    int from = index[slot];
    int count = index[slot + 1] - from + 1;
    while (count > 1) {
      int half = count >>> 1;
      from = Long.compareUnsigned(starts[from + half], key) <= 0 ? from + half : from;
      count -= half;
    }
    return (int) starts[from];
  }

  private int longest6(long high, long low) {
    int slot = (int) (high >>> shift);
    int from = index[slot];
    int count = index[slot + 1] - from + 1;
    while (count > 1) {
      int half = count >>> 1;
      from = isAtOrBefore(from + half, high, low) ? from + half : from;
      count -= half;
    }
    return answers[from];
  }

  private boolean isAtOrBefore(int span, long high, long low) {
    int byHigh = Long.compareUnsigned(starts[span], high);
    return byHigh < 0 || byHigh == 0 && Long.compareUnsigned(lows[span], low) <= 0;
  }

  /// For each value of the leading bits, the last span that begins at or before the first address with them.
  private int[] indexed(int bits) {
    int slots = 1 << bits;
    int[] last = new int[slots + 1];
    int span = 0;
    for (int slot = 0; slot < slots; slot++) {
      long first = (long) slot << shift;
      while (span + 1 < starts.length && startsBy(span + 1, first)) span++;
      last[slot] = span;
    }
    last[slots] = starts.length - 1;
    return last;
  }

  private boolean startsBy(int span, long first) {
    if (v4) return Long.compareUnsigned(starts[span] & 0xffffffff00000000L, first) <= 0;
    return isAtOrBefore(span, first, 0);
  }

  /// Bytes held, for who weighs them.
  public long bytes() {
    return 8L * (starts.length + lows.length) + 4L * (answers.length + index.length + parents.length);
  }

  /// Walks the prefixes in order of their first address, shorter before longer, and keeps the ones that are open.
  private static final class Builder {
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
    private int spans;

    Builder(boolean v4, long[] highs, long[] lows, byte[] lengths) {
      this.v4 = v4;
      this.highs = highs;
      this.prefixLows = lows;
      this.lengths = lengths;
      this.parents = new int[lengths.length];
      int most = 2 * lengths.length + 1;
      this.starts = new long[most];
      this.lows = v4 ? new long[0] : new long[most];
      this.answers = v4 ? new int[0] : new int[most];
    }

    void build() {
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
        for (int i = 0; i < keys.length; i++) keys[i] = prefixLows[i] << 32 | (long) lengths[i] << 26 | i;
        if (!isSorted(keys)) sortUnsigned(keys);
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

    private static boolean isSorted(long[] keys) {
      for (int i = 1; i < keys.length; i++) if (Long.compareUnsigned(keys[i - 1], keys[i]) > 0) return false;
      return true;
    }

    private static void sortUnsigned(long[] keys) {
      for (int i = 0; i < keys.length; i++) keys[i] ^= Long.MIN_VALUE;
      Arrays.sort(keys);
      for (int i = 0; i < keys.length; i++) keys[i] ^= Long.MIN_VALUE;
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
      boolean same = spans > 0 && (v4 ? starts[spans - 1] >>> 32 == low
          : starts[spans - 1] == high && lows[spans - 1] == low);
      int at = same ? spans - 1 : spans++;
      starts[at] = v4 ? low << 32 | answer & 0xffffffffL : high;
      if (v4) return;
      lows[at] = low;
      answers[at] = answer;
    }
  }
}
