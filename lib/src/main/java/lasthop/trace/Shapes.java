package lasthop.trace;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/// The forms of clean records: their text with every number shortened to one digit. A log shows a few dozen, so that a
/// record of a known form need not be read to know that it is clean.
final class Shapes {
  private static final int LONGEST = 1 << 10;

  private final KernelGrammar grammar;
  private final Cursor own;
  private final Set<ByteBuffer> clean = new HashSet<>();
  private final byte[] shape = new byte[LONGEST];

  Shapes() {
    own = new Cursor(new Pool());
    grammar = new KernelGrammar(own);
  }

  /// Whether what the cursor stands before is a packet exactly as the kernel writes it.
  boolean isClean(Cursor c) {
    if (c.end - c.at > LONGEST) return false;
    int length = shape(c.bytes, c.at, c.end);
    if (clean.contains(ByteBuffer.wrap(shape, 0, length))) return true;
    own.over(c.bytes, c.at, c.end);
    if (grammar.packet().isEmpty()) return false;
    clean.add(ByteBuffer.wrap(Arrays.copyOf(shape, length)));
    return true;
  }

  private int shape(byte[] b, int from, int to) {
    int length = 0;
    boolean options = false;
    for (int i = from; i < to; i++) {
      byte c = b[i];
      if (c == '(' || c == ')') options = c == '(';
      boolean digit = c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || options && c >= 'A' && c <= 'F';
      byte kind = digit ? (byte) '0' : c;
      if (!digit || length == 0 || shape[length - 1] != '0') shape[length++] = kind;
    }
    return length;
  }
}
