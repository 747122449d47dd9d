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
  private static final int CHUNK = 1 << 16;
  private static final byte SEVERAL = -1;
  private static final java.lang.invoke.VarHandle LONGS =
      java.lang.invoke.MethodHandles.byteArrayViewVarHandle(long[].class, java.nio.ByteOrder.LITTLE_ENDIAN);
  private static final long FEEDS = 0x0a0a0a0a0a0a0a0aL, LOW7 = 0x7f7f7f7f7f7f7f7fL;

  private final byte[] pattern;
  /// By two bytes: where in the pattern they stand, from 1; [#SEVERAL] where they stand more than once; else 0.
  private final byte[] grams = new byte[1 << 16];
  private long[] hits = new long[64];
  private int count;
  /// Line feeds in each [#CHUNK] of the part searched.
  private int[] feeds = new int[64];
  private int chunks;

  Needle(byte[] pattern) {
    this.pattern = pattern;
    for (int i = 0; i + 1 < pattern.length; i++) {
      int gram = (pattern[i] & 255) << 8 | pattern[i + 1] & 255;
      grams[gram] = grams[gram] == 0 ? (byte) (i + 1) : SEVERAL;
    }
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
    int step = step();
    int last = filled - 2;
    byte[] table = grams;
    for (int i = step - 1; i <= last; i += step) {
      byte place = table[(b[i] & 255) << 8 | b[i + 1] & 255];
      if (place > 0) verify(b, filled, i - place + 1, base);
      else if (place == SEVERAL) verifyAll(b, filled, i, base);
    }
  }

  private void verifyAll(byte[] b, int filled, int at, long base) {
    for (int k = step() - 1; k >= 0; k--) verify(b, filled, at - k, base);
  }

  private void verify(byte[] b, int filled, int start, long base) {
    if (start < 0 || start + pattern.length > filled || start >= CHUNK) return;
    for (int i = 0; i < pattern.length; i++) {
      if (b[start + i] != pattern[i]) return;
    }
    add(base + start);
  }

  private int step() {
    return pattern.length - 1;
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
