package lasthop.simulate;

import lasthop.ip.Ip;
import lasthop.packet.Packet;

/// Which address of a range a connection gets: a fixed hash of its addresses, the same on every boot.
///
/// The kernel hashes the words as they lie in memory; this is a little-endian host's view of them.
///
/// @kernel v6.12 net/netfilter/nf_nat_core.c find_best_ips_proto
final class NatHash {
  private static final int SEED = 0xdeadbeef;

  private NatHash() {}

  static Ip pick(Ip min, Ip max, Packet packet, boolean persistent) {
    int[] src = words(packet.src());
    int[] dst = words(packet.dst());
    int last = packet.src().isV4() ? 0 : 3;
    int hash = hash(src, persistent ? 0 : dst[last]);
    int[] low = words(min);
    int[] high = words(max);
    int[] result = new int[4];
    boolean full = false;
    for (int i = 0; i <= last; i++) {
      int from = full ? 0 : Integer.reverseBytes(low[i]);
      int count = full ? -1 : Integer.reverseBytes(high[i]) - from + 1;
      result[i] = Integer.reverseBytes(from + scaled(hash, count));
      if (result[i] != high[i]) full = true;
      if (!persistent) hash ^= dst[i];
    }
    return ip(result, packet.src().isV4());
  }

  /// @kernel v6.12 include/linux/kernel.h reciprocal_scale
  private static int scaled(int hash, int count) {
    return (int) (Integer.toUnsignedLong(hash) * Integer.toUnsignedLong(count) >>> 32);
  }

  /// Four words in memory order; an IPv4 address stands in the first.
  private static int[] words(Ip ip) {
    if (ip.isV4()) return new int[] {Integer.reverseBytes((int) ip.low()), 0, 0, 0};
    return new int[] {Integer.reverseBytes((int) (ip.high() >>> 32)), Integer.reverseBytes((int) ip.high()),
        Integer.reverseBytes((int) (ip.low() >>> 32)), Integer.reverseBytes((int) ip.low())};
  }

  private static Ip ip(int[] w, boolean v4) {
    if (v4) return Ip.v4(Integer.toUnsignedLong(Integer.reverseBytes(w[0])));
    return Ip.v6(word(w[0]) << 32 | word(w[1]), word(w[2]) << 32 | word(w[3]));
  }

  private static long word(int w) {
    return Integer.toUnsignedLong(Integer.reverseBytes(w));
  }

  /// Bob Jenkins' hash of four words.
  ///
  /// @kernel v6.12 include/linux/jhash.h jhash2
  private static int hash(int[] k, int init) {
    int a = SEED + 16 + init + k[0];
    int b = SEED + 16 + init + k[1];
    int c = SEED + 16 + init + k[2];
    a -= c; a ^= Integer.rotateLeft(c, 4); c += b;
    b -= a; b ^= Integer.rotateLeft(a, 6); a += c;
    c -= b; c ^= Integer.rotateLeft(b, 8); b += a;
    a -= c; a ^= Integer.rotateLeft(c, 16); c += b;
    b -= a; b ^= Integer.rotateLeft(a, 19); a += c;
    c -= b; c ^= Integer.rotateLeft(b, 4); b += a;
    a += k[3];
    c ^= b; c -= Integer.rotateLeft(b, 14);
    a ^= c; a -= Integer.rotateLeft(c, 11);
    b ^= a; b -= Integer.rotateLeft(a, 25);
    c ^= b; c -= Integer.rotateLeft(b, 16);
    a ^= c; a -= Integer.rotateLeft(c, 4);
    b ^= a; b -= Integer.rotateLeft(a, 14);
    c ^= b; c -= Integer.rotateLeft(b, 24);
    return c;
  }
}
