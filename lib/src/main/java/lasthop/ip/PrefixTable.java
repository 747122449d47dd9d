package lasthop.ip;

/// Longest-prefix match over a fixed set of prefixes of one family. Immutable.
///
/// The prefixes part the address space into spans within which the answer is the same. The spans are kept in order of
/// their first address, together with the answer, and an index over the leading bits says where to begin: a lookup reads
/// one word of the index and then a few neighbouring spans. A full IPv4 table has a [DirectTable] instead.
public final class PrefixTable {
  private static final int LEAST_INDEX_BITS = 4;
  private static final int MOST_INDEX_BITS = 20;

  private final boolean v4;
  private final DirectTable direct;
  private final int shift;
  /// For IPv4 the first address of a span in the upper half and its answer in the lower; for IPv6 the first 64 bits.
  private final long[] starts;
  private final long[] lows;
  private final int[] answers;
  private final int[] index;
  private final int[] parents;

  private PrefixTable(boolean v4, DirectTable direct, long[] starts, Spans spans) {
    this.v4 = v4;
    this.direct = direct;
    this.starts = starts;
    lows = spans.lows();
    answers = spans.answers();
    parents = spans.parents();
    int bits = Math.clamp(33 - Integer.numberOfLeadingZeros(starts.length), LEAST_INDEX_BITS, MOST_INDEX_BITS);
    shift = 64 - bits;
    index = indexed(bits);
  }

  /// @param highs first 64 bits of each prefix; ignored for IPv4
  /// @param lows last 64 bits; for IPv4 the 32 of the address, unsigned. Host bits are clear, no prefix stands twice
  /// @param lengths of each prefix, unsigned
  public static PrefixTable of(Family family, long[] highs, long[] lows, byte[] lengths) {
    return of(family, highs, lows, lengths, DirectTable.LEAST_PREFIXES);
  }

  static PrefixTable of(Family family, long[] highs, long[] lows, byte[] lengths, int directFrom) {
    boolean v4 = family == Family.IPV4;
    var spans = new Spans(v4, highs, lows, lengths);
    var direct = v4 && lengths.length >= directFrom ? DirectTable.of(spans.starts()) : DirectTable.NONE;
    return new PrefixTable(v4, direct, direct == DirectTable.NONE ? spans.starts() : new long[1], spans);
  }

  /// The place of the longest prefix that holds an address of the table's family; -1 when none does.
  public int longest(Ip ip) {
    int answer = direct.longest((int) ip.low());
    return answer != DirectTable.ASK ? answer : searched(ip);
  }

  private int searched(Ip ip) {
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
    return 8L * (starts.length + lows.length) + 4L * (answers.length + index.length + parents.length)
        + direct.bytes();
  }
}
