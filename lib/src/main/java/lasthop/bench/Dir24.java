package lasthop.bench;

import java.util.Arrays;
import java.util.List;
import lasthop.ip.Prefix;

/// The rival of the longest-prefix match: plain DIR-24-8, one entry for each of the first 24 bits and a block of 256 for
/// those that need more. Gupta, Lin, McKeown, Routing Lookups in Hardware at Memory Access Speeds, INFOCOM 1998.
final class Dir24 {
  private static final int BLOCK = 1 << 31;

  /// Prefix index + 1, 0 for none, or [#BLOCK] and the number of a block.
  private final int[] direct = new int[1 << 24];
  private int[] blocks = new int[256 * 64];
  private int used;

  /// @param prefixes in any order
  Dir24(List<Prefix> prefixes) {
    var order = new Integer[prefixes.size()];
    for (int i = 0; i < order.length; i++) order[i] = i;
    Arrays.sort(order, (a, b) -> Integer.compare(prefixes.get(a).length(), prefixes.get(b).length()));
    for (int i : order) add((int) prefixes.get(i).ip().low(), prefixes.get(i).length(), i + 1);
    blocks = Arrays.copyOf(blocks, used * 256);
  }

  private void add(int address, int length, int value) {
    int slot = address >>> 8;
    if (length <= 24) {
      Arrays.fill(direct, slot, slot + (1 << 24 - length), value);
      return;
    }
    if (direct[slot] >= 0) {
      if ((used + 1) * 256 > blocks.length) blocks = Arrays.copyOf(blocks, blocks.length * 2);
      Arrays.fill(blocks, used * 256, used * 256 + 256, direct[slot]);
      direct[slot] = BLOCK | used++;
    }
    int at = (direct[slot] & ~BLOCK) * 256 + (address & 255);
    Arrays.fill(blocks, at, at + (1 << 32 - length), value);
  }

  /// The index of the longest prefix; -1 for none.
  int longest(int address) {
    int entry = direct[address >>> 8];
    return (entry >= 0 ? entry : blocks[(entry & ~BLOCK) * 256 + (address & 255)]) - 1;
  }
}
