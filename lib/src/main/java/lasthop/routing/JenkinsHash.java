package lasthop.routing;

/// Bob Jenkins' hash of two words, as the kernel mixes hashes.
///
/// @kernel v6.12 include/linux/jhash.h jhash_2words
final class JenkinsHash {
  private static final int START = 0xdeadbeef + (2 << 2);

  private JenkinsHash() {}

  /// @return the hash as an unsigned 32-bit number
  static long of(int first, int second) {
    int a = first + START;
    int b = second + START;
    int c = START;
    c = (c ^ b) - Integer.rotateLeft(b, 14);
    a = (a ^ c) - Integer.rotateLeft(c, 11);
    b = (b ^ a) - Integer.rotateLeft(a, 25);
    c = (c ^ b) - Integer.rotateLeft(b, 16);
    a = (a ^ c) - Integer.rotateLeft(c, 4);
    b = (b ^ a) - Integer.rotateLeft(a, 14);
    c = (c ^ b) - Integer.rotateLeft(b, 24);
    return c & 0xffffffffL;
  }
}
