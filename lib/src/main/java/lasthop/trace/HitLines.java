package lasthop.trace;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;

/// The lines around what a search found. Many an `ID=` stands in a line of another rule's LOG, which needs no reading.
final class HitLines {
  /// Longer lines than this are read whatever they hold.
  private static final int REACH = 1 << 10;

  private final FileChannel channel;
  private final Salvage salvage = new Salvage(Hints.NONE);

  HitLines(FileChannel channel) {
    this.channel = channel;
  }

  /// Those hits that may be part of a record.
  long[] ofRecords(long[] hits) throws IOException {
    long[] kept = new long[hits.length];
    int count = 0;
    for (long hit : hits) {
      if (!isForeign(hit)) kept[count++] = hit;
    }
    return Arrays.copyOf(kept, count);
  }

  private boolean isForeign(long hit) throws IOException {
    long start = Math.max(0, hit - REACH);
    var around = ByteBuffer.allocate(2 * REACH);
    while (around.hasRemaining() && channel.read(around, start + around.position()) > 0) { }
    byte[] b = around.array();
    int at = (int) (hit - start);
    int from = at;
    while (from > 0 && b[from - 1] != '\n') from--;
    int to = at;
    while (to < around.position() && b[to] != '\n') to++;
    boolean whole = (from > 0 || start == 0) && to < around.position();
    return whole && salvage.isForeign(b, from, to);
  }
}
