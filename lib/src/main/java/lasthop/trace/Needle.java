package lasthop.trace;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;

/// Finds a short run of bytes in part of a large file, and counts the lines it passes.
///
/// Looks at two bytes in every `pattern - 1`: an occurrence cannot lie between two looks. Plain loops over a byte array,
/// because this runs in the first second of a process, long before anything cleverer is compiled.
final class Needle {
  private static final int CHUNK = 1 << 18;
  private static final java.lang.invoke.VarHandle LONGS =
      java.lang.invoke.MethodHandles.byteArrayViewVarHandle(long[].class, java.nio.ByteOrder.LITTLE_ENDIAN);
  private static final long FEEDS = 0x0a0a0a0a0a0a0a0aL, LOW7 = 0x7f7f7f7f7f7f7f7fL;

  private final byte[] pattern;
  private final boolean[] grams = new boolean[1 << 16];
  private long[] hits = new long[64];
  private int count;
  /// Line feeds in each [#CHUNK] of the part searched.
  private int[] feeds = new int[64];
  private int chunks;

  Needle(byte[] pattern) {
    this.pattern = pattern;
    for (int i = 0; i + 1 < pattern.length; i++) grams[(pattern[i] & 255) << 8 | pattern[i + 1] & 255] = true;
  }

  /// Searches from one position, a multiple of [#CHUNK], to another. Occurrences that begin before the end are found.
  void search(FileChannel file, long from, long to) throws IOException {
    int overlap = pattern.length - 1;
    byte[] bytes = new byte[CHUNK + overlap];
    for (long at = from; at < to; at += CHUNK) {
      var buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        if (file.read(buffer, at + buffer.position()) < 0) break;
      }
      int filled = buffer.position();
      find(bytes, filled, at);
      note(feeds(bytes, Math.min(filled, CHUNK)));
    }
  }

  private void find(byte[] b, int filled, long base) {
    int step = pattern.length - 1;
    int last = filled - 2;
    boolean[] table = grams;
    for (int i = step - 1; i <= last; i += step) {
      if (table[(b[i] & 255) << 8 | b[i + 1] & 255]) verify(b, filled, i, base);
    }
  }

  private void verify(byte[] b, int filled, int at, long base) {
    for (int k = 0; k + 1 < pattern.length; k++) {
      int start = at - k;
      if (start < 0 || start + pattern.length > filled || start >= CHUNK) continue;
      if (Arrays.equals(b, start, start + pattern.length, pattern, 0, pattern.length)) add(base + start);
    }
  }

  private void add(long offset) {
    if (count > 0 && hits[count - 1] >= offset) return;
    if (count == hits.length) hits = Arrays.copyOf(hits, count * 2);
    hits[count++] = offset;
  }

  private void note(int lineFeeds) {
    if (chunks == feeds.length) feeds = Arrays.copyOf(feeds, chunks * 2);
    feeds[chunks++] = lineFeeds;
  }

  /// Line feeds among the first bytes, eight at a time.
  static int feeds(byte[] b, int filled) {
    int n = 0;
    int i = 0;
    for (; i + 8 <= filled; i += 8) {
      long x = (long) LONGS.get(b, i) ^ FEEDS;
      n += Long.bitCount(~((x & LOW7) + LOW7 | x | LOW7));
    }
    for (; i < filled; i++) {
      if (b[i] == '\n') n++;
    }
    return n;
  }

  long[] hits() {
    return Arrays.copyOf(hits, count);
  }

  int[] lineFeeds() {
    return Arrays.copyOf(feeds, chunks);
  }

  static int chunk() {
    return CHUNK;
  }
}
