package lasthop.trace;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/// Finds a short run of bytes in part of a large file, and counts the lines it passes.
///
/// Looks at two bytes in every `pattern - 1`: an occurrence cannot lie between two looks. Plain loops over a byte array,
/// because this runs in the first second of a process, long before anything cleverer is compiled.
final class Needle {
  private static final int CHUNK = 1 << 18;
  private static final byte SEVERAL = -1;
  private static final java.lang.invoke.VarHandle LONGS =
      java.lang.invoke.MethodHandles.byteArrayViewVarHandle(long[].class, java.nio.ByteOrder.LITTLE_ENDIAN);
  private static final long FEEDS = 0x0a0a0a0a0a0a0a0aL, LOW7 = 0x7f7f7f7f7f7f7f7fL, ONES = 0x0101010101010101L;
  /// Eight counters of one byte each hold so much.
  private static final int MOST = 255;

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
  /// Reads a stream of its own: a channel copies through a buffer outside of the heap and costs a fifth more.
  void search(Path path, long from, long to) throws IOException {
    int overlap = pattern.length - 1;
    byte[] bytes = new byte[CHUNK + overlap];
    try (var in = new FileInputStream(path.toFile())) {
      in.skipNBytes(from);
      int kept = 0;
      for (long at = from; at < to; at += CHUNK) {
        int filled = kept + in.readNBytes(bytes, kept, bytes.length - kept);
        find(bytes, filled, at);
        note(feeds(bytes, Math.min(filled, CHUNK)));
        kept = Math.max(0, filled - CHUNK);
        System.arraycopy(bytes, filled - kept, bytes, 0, kept);
      }
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

  /// Line feeds among the first bytes.
  static int feeds(byte[] b, int filled) {
    int n = 0;
    int i = 0;
    while (i + 8 <= filled) {
      int words = Math.min(MOST, (filled - i) / 8);
      n += 8 * words - others(b, i, words);
      i += 8 * words;
    }
    for (; i < filled; i++) {
      if (b[i] == '\n') n++;
    }
    return n;
  }

  /// Bytes that are no line feed in so many words of eight: each byte of the sum counts its own column, so that the
  /// columns are added up but once.
  private static int others(byte[] b, int from, int words) {
    long sum = 0;
    int to = from + 8 * words;
    for (int i = from; i < to; i += 8) {
      long x = (long) LONGS.get(b, i) ^ FEEDS;
      sum += ((x & LOW7) + LOW7 | x) >>> 7 & ONES;
    }
    long pairs = (sum & 0x00ff00ff00ff00ffL) + (sum >>> 8 & 0x00ff00ff00ff00ffL);
    return (int) (pairs * 0x0001000100010001L >>> 48);
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
