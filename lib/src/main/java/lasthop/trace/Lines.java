package lasthop.trace;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/// The lines of a stream as bytes in one buffer that moves along: never a String per line.
///
/// A line longer than [#LONGEST] is handed out in pieces, so that a file without line ends needs no more memory than
/// another.
final class Lines {
  static final int LONGEST = 1 << 22;
  private static final java.lang.invoke.VarHandle LONGS =
      java.lang.invoke.MethodHandles.byteArrayViewVarHandle(long[].class, java.nio.ByteOrder.LITTLE_ENDIAN);
  private static final long FEEDS = 0x0a0a0a0a0a0a0a0aL, ONES = 0x0101010101010101L, HIGHS = 0x8080808080808080L;

  private final InputStream in;
  private byte[] buffer;
  private int filled;
  private int next;
  private long left;
  private final long start;
  private long consumed;
  private boolean ended;
  private boolean continued;

  int from;
  int to;
  int number;
  long offset;
  /// Whether the line has a line feed; else it is a piece of a longer one, or the file ends without.
  boolean whole;
  /// Why reading ended before the end of the file; empty when it did not.
  String broken = "";

  /// @param length how many bytes of the stream are meant
  Lines(InputStream in, long length, int linesBefore, long bytesBefore) {
    this.in = in;
    left = length;
    buffer = new byte[(int) Math.min(1 << 17, Math.max(length, 16))];
    number = linesBefore;
    consumed = bytesBefore;
    start = bytesBefore;
  }

  /// How many bytes lie before the next line.
  long consumed() {
    return consumed;
  }

  byte[] bytes() {
    return buffer;
  }

  /// Moves to the next line; false at the end. What the buffer held before is gone then.
  boolean advance() throws IOException {
    int scan = next;
    while (true) {
      int feed = find(scan);
      if (feed >= 0) return found(feed, feed + 1, true);
      scan = filled;
      if (filled - next >= LONGEST) return found(filled, filled, false);
      if (ended) return filled > next && found(filled, filled, false);
      scan -= more();
    }
  }

  /// Eight bytes at once: a zero byte among those that are left of line feeds shows in its highest bit, the first for sure.
  private int find(int scan) {
    byte[] b = buffer;
    int i = scan;
    for (; i + 8 <= filled; i += 8) {
      long rest = (long) LONGS.get(b, i) ^ FEEDS;
      long zeros = rest - ONES & ~rest & HIGHS;
      if (zeros != 0) return i + (Long.numberOfTrailingZeros(zeros) >>> 3);
    }
    for (; i < filled; i++) {
      if (b[i] == '\n') return i;
    }
    return -1;
  }

  private boolean found(int lineEnd, int after, boolean feed) {
    from = next;
    to = lineEnd;
    offset = consumed;
    if (!continued) number++;
    continued = !feed;
    whole = feed;
    consumed += after - next;
    next = after;
    return true;
  }

  /// Reads on, moving the unfinished line to the buffer's start; answers by how much it moved.
  private int more() throws IOException {
    int moved = next;
    if (moved > 0) {
      System.arraycopy(buffer, next, buffer, 0, filled - next);
      filled -= moved;
      next = 0;
    }
    if (filled == buffer.length) buffer = Arrays.copyOf(buffer, buffer.length * 2);
    int count = read();
    if (count < 0) ended = true;
    else filled += count;
    return moved;
  }

  /// A truncated archive or a file that shrank ends here: what came before stays good.
  private int read() throws IOException {
    try {
      int count = left == 0 ? -1 : in.read(buffer, filled, (int) Math.min(left, buffer.length - filled));
      left -= Math.max(count, 0);
      return count;
    } catch (IOException | RuntimeException e) {
      if (consumed == start && filled == 0) throw e instanceof IOException io ? io : new IOException(e.getMessage(), e);
      broken = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      return -1;
    }
  }
}
