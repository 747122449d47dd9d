package lasthop.routing;

/// SipHash-2-4 (Aumasson and Bernstein, 2012) over whole words, as the kernel's lib/siphash.c computes it.
final class SipHash {
  private SipHash() {}

  /// @param words the message, eight bytes each, the first byte lowest
  static long hash(long[] words, long key0, long key1) {
    long v0 = 0x736f6d6570736575L ^ key0;
    long v1 = 0x646f72616e646f6dL ^ key1;
    long v2 = 0x6c7967656e657261L ^ key0;
    long v3 = 0x7465646279746573L ^ key1;
    int rounds = 2 * (words.length + 1) + 4;
    long length = (long) words.length * 8 << 56;
    for (int round = 0; round < rounds; round++) {
      int block = round >> 1;
      long word = block < words.length ? words[block] : block == words.length ? length : 0;
      boolean absorbs = block <= words.length;
      if (absorbs && (round & 1) == 0) v3 ^= word;
      if (round == 2 * (words.length + 1)) v2 ^= 0xff;
      v0 += v1;
      v2 += v3;
      v1 = Long.rotateLeft(v1, 13) ^ v0;
      v3 = Long.rotateLeft(v3, 16) ^ v2;
      v0 = Long.rotateLeft(v0, 32);
      v2 += v1;
      v0 += v3;
      v1 = Long.rotateLeft(v1, 17) ^ v2;
      v3 = Long.rotateLeft(v3, 21) ^ v0;
      v2 = Long.rotateLeft(v2, 32);
      if (absorbs && (round & 1) == 1) v0 ^= word;
    }
    return v0 ^ v1 ^ v2 ^ v3;
  }
}
