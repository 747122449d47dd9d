package lasthop.trace;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;

/// A text that Windows saved in UTF-16, as the same text in UTF-8.
final class Utf16 extends InputStream {
  private final Reader text;
  private final char[] chunk = new char[1 << 13];
  private byte[] bytes = {};
  private int at;

  Utf16(InputStream in) {
    text = new InputStreamReader(in, StandardCharsets.UTF_16);
  }

  /// Whether a text begins with the byte order mark of UTF-16.
  static boolean is(byte[] head) {
    return head.length >= 2 && (head[0] == (byte) 0xff && head[1] == (byte) 0xfe || head[0] == (byte) 0xfe && head[1] == (byte) 0xff);
  }

  private boolean fill() throws IOException {
    if (at < bytes.length) return true;
    int count = text.read(chunk);
    if (count < 0) return false;
    bytes = new String(chunk, 0, count).getBytes(StandardCharsets.UTF_8);
    at = 0;
    return true;
  }

  @Override public int read() throws IOException {
    return fill() ? bytes[at++] & 255 : -1;
  }

  @Override public int read(byte[] b, int from, int most) throws IOException {
    if (most == 0) return 0;
    if (!fill()) return -1;
    int count = Math.min(most, bytes.length - at);
    System.arraycopy(bytes, at, b, from, count);
    at += count;
    return count;
  }

  @Override public void close() throws IOException {
    text.close();
  }
}
