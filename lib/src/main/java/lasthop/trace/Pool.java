package lasthop.trace;

import java.nio.charset.StandardCharsets;

/// One String for every distinct run of bytes: a log repeats the same few thousand names millions of times.
///
/// Not thread-safe. Runs longer than 128 bytes are not kept.
final class Pool {
  private static final int SLOTS = 1 << 13;
  private final String[] strings = new String[SLOTS];
  private final byte[][] keys = new byte[SLOTS][];

  String get(byte[] b, int from, int to) {
    if (from >= to) return "";
    int length = to - from;
    if (length > 128) return new String(b, from, length, StandardCharsets.UTF_8);
    int h = length;
    for (int i = from; i < to; i++) h = h * 31 + b[i];
    int slot = (h ^ h >>> 15) & SLOTS - 1;
    byte[] key = keys[slot];
    if (key != null && java.util.Arrays.equals(key, 0, key.length, b, from, to)) return strings[slot];
    keys[slot] = java.util.Arrays.copyOfRange(b, from, to);
    strings[slot] = new String(b, from, length, StandardCharsets.UTF_8);
    return strings[slot];
  }
}
