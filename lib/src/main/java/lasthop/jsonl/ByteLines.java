package lasthop.jsonl;

import java.io.ByteArrayOutputStream;
import java.io.Flushable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/// Lines of a stream as bytes, without their line feed. A line may hold many megabytes.
final class ByteLines {
  private final InputStream in;
  private final Flushable waiting;
  private final byte[] buffer = new byte[1 << 16];
  private int at;
  private int end;
  private boolean ended;

  /// @param waiting flushed each time before the stream is read, which may block
  ByteLines(InputStream in, Flushable waiting) {
    this.in = in;
    this.waiting = waiting;
  }

  /// Whether the last line handed out was the end of the stream and not a line.
  boolean atEnd() {
    return ended;
  }

  /// The next line; empty both for an empty line and at the end, which [#atEnd] tells apart.
  byte[] next() throws IOException {
    int inBuffer = feed();
    if (inBuffer == end) return gathered();
    byte[] line = Arrays.copyOfRange(buffer, at, inBuffer);
    at = inBuffer + 1;
    return line;
  }

  private int feed() {
    int feed = at;
    while (feed < end && buffer[feed] != '\n') feed++;
    return feed;
  }

  /// A line that does not end in the buffer.
  private byte[] gathered() throws IOException {
    var line = new ByteArrayOutputStream(256);
    while (true) {
      if (at == end) {
        waiting.flush();
        end = in.read(buffer);
        at = 0;
        if (end < 0) {
          end = 0;
          ended = true;
          return line.toByteArray();
        }
      }
      int feed = feed();
      line.write(buffer, at, feed - at);
      at = Math.min(feed + 1, end);
      if (feed < end) return line.toByteArray();
    }
  }
}
