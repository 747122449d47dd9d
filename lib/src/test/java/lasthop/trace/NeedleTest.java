package lasthop.trace;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NeedleTest {
  private static final long SEED = 20;

  @TempDir Path folder;

  @Test void theSearchFindsWhatAPlainLoopFinds() throws IOException {
    byte[] pattern = " ID=11 ".getBytes(StandardCharsets.US_ASCII);
    byte[] text = text(3 * Needle.chunk() + 77, pattern);
    Path file = Files.write(folder.resolve("log"), text);
    Halves found = Halves.search(file, text.length, pattern);
    long[] plain = IntStream.rangeClosed(0, text.length - pattern.length)
        .filter(i -> Arrays.equals(text, i, i + pattern.length, pattern, 0, pattern.length)).asLongStream().toArray();
    assertArrayEquals(plain, found.hits(), "seed " + SEED);
  }

  @Test void lineFeedsAreCountedAsAPlainLoopCounts() {
    for (int length : new int[] {0, 1, 7, 8, 9, 2039, 2040, 2041, 2048, 70_001}) {
      byte[] text = text(length, new byte[0]);
      int plain = 0;
      for (byte b : text) if (b == '\n') plain++;
      assertEquals(plain, Needle.feeds(text, length), "seed " + SEED + ", length " + length);
    }
  }

  /// Bytes near a line feed, and the pattern here, there and across each chunk's end.
  private static byte[] text(int length, byte[] pattern) {
    var random = new Random(SEED);
    byte[] alphabet = {'\n', 11, 9, 0, (byte) 0x8a, ' ', 'I', 'D', '=', '1'};
    byte[] text = new byte[length];
    for (int i = 0; i < length; i++) text[i] = alphabet[random.nextInt(alphabet.length)];
    for (int at = 1000; at + pattern.length < length && pattern.length > 0; at += 9973) System.arraycopy(pattern, 0, text, at, pattern.length);
    for (int end = Needle.chunk(); end + pattern.length < length && pattern.length > 0; end += Needle.chunk()) {
      System.arraycopy(pattern, 0, text, end - 3, pattern.length);
    }
    return text;
  }
}
