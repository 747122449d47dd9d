package lasthop.trace;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// One String for every distinct run of bytes: a log repeats the same few thousand names millions of times.
///
/// Not thread-safe. Runs longer than 128 bytes are not kept.
final class Pool {
  private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long MIX = 0x9e3779b97f4a7c15L;
  private static final int SLOTS = 1 << 13;
  private final String[] strings = new String[SLOTS];
  private final byte[][] keys = new byte[SLOTS][];

  String get(byte[] b, int from, int to) {
    if (from >= to) return "";
    int length = to - from;
    if (length > 128) return new String(b, from, length, StandardCharsets.UTF_8);
    int slot = hash(b, from, to) & SLOTS - 1;
    byte[] key = keys[slot];
    if (key != null && java.util.Arrays.equals(key, 0, key.length, b, from, to)) return strings[slot];
    keys[slot] = java.util.Arrays.copyOfRange(b, from, to);
    strings[slot] = new String(b, from, length, StandardCharsets.UTF_8);
    return strings[slot];
  }

  /// Of all the bytes, eight at once; its low bits are good for slots.
  static int hash(byte[] b, int from, int to) {
    long h = to - from;
    int i = from;
    for (; i + 8 <= to; i += 8) h = (Long.rotateLeft(h, 9) ^ (long) LONGS.get(b, i)) * MIX;
    for (; i < to; i++) h = h * 31 + b[i];
    h *= MIX;
    return (int) (h >>> 32 ^ h >>> 50);
  }
}
