package lasthop.trace;

import java.util.Arrays;

/// The ` ID=` and ` SEQ=` of a log's text, each as one number that can be turned back: what an index is asked for.
///
/// The numbers have [#BITS] bits and are spread evenly, so that their first bits can choose a bucket.
final class Tokens {
  static final int BITS = 33;
  /// As long as a token can be, with its blanks.
  static final int LONGEST = 16;
  static final long NONE = -1;

  private static final long MASK = (1L << BITS) - 1;
  /// Odd, hence no two values of so many bits have the same product.
  private static final long SPREAD = 0x1_9E37_79B1L;
  private static final long MOST = 0xffff_ffffL;
  private static final int RECENT = 4;

  /// Pairs of token and place, packed; in order of the text.
  private long[] pairs = new long[1 << 12];
  private int count;

  /// The token that begins at a position; [#NONE] if there is none.
  static long at(byte[] b, int start, int end) {
    int equals = start + 3;
    if (equals + 1 < end && b[equals] != '=') equals++;
    return equals < end && b[start] == ' ' ? before(b, equals, start, end) : NONE;
  }

  private static long before(byte[] b, int equals, int start, int end) {
    boolean id = equals - start == 3 && b[equals - 2] == 'I' && b[equals - 1] == 'D';
    boolean seq = equals - start == 4 && b[equals - 3] == 'S' && b[equals - 2] == 'E' && b[equals - 1] == 'Q';
    if (!id && !seq || b[equals] != '=') return NONE;
    long value = 0;
    int i = equals + 1;
    for (; i < end && i - equals <= 10 && b[i] >= '0' && b[i] <= '9'; i++) value = value * 10 + b[i] - '0';
    boolean written = i > equals + 1 && i < end && b[i] == ' ' && (b[equals + 1] != '0' || i == equals + 2) && value <= MOST;
    return written ? (value << 1 | (seq ? 1 : 0)) * SPREAD & MASK : NONE;
  }

  /// Notes every token that begins before `to`; those read on to `end`.
  void scan(byte[] b, int to, int end, int place) {
    for (int i = 3; i < Math.min(to + 4, end); i++) {
      if (b[i] != '=') continue;
      int start = b[i - 1] == 'D' ? i - 3 : i - 4;
      if (start < 0 || start >= to || b[start] != ' ') continue;
      long token = before(b, i, start, end);
      if (token != NONE) add(token << 30 | place);
    }
  }

  /// Consecutive lines are mostly of the same packet.
  private void add(long pair) {
    for (int i = Math.max(0, count - RECENT); i < count; i++) {
      if (pairs[i] == pair) return;
    }
    if (count == pairs.length) pairs = Arrays.copyOf(pairs, count * 2);
    pairs[count++] = pair;
  }

  /// The pairs in order of token and place, each once.
  long[] sorted() {
    long[] all = Arrays.copyOf(pairs, count);
    Arrays.sort(all);
    int kept = 0;
    for (int i = 0; i < all.length; i++) {
      if (i == 0 || all[i] != all[i - 1]) all[kept++] = all[i];
    }
    return Arrays.copyOf(all, kept);
  }
}
