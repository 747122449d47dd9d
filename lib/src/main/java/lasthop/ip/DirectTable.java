package lasthop.ip;

import java.util.Arrays;

/// The answers of a full IPv4 table by the first 24 bits of an address: a read of two bytes and one of a small table for
/// nearly all lookups.
///
/// DIR-24-8 keeps four bytes for each of the 2^24, enough for any answer. Here the prefixes are numbered in order of their
/// addresses, so that those that begin in one area of 65,536 addresses differ little, and an entry says how far its answer
/// is from the first of these. A prefix that begins before the area holds all of it, so that one such answer is enough for
/// an area. Where 256 addresses have several answers, the entry is the number of their block in the area. Prefixes in
/// another order are answered as well, by more blocks.
final class DirectTable {
  /// From so many prefixes on it is worth its 33 MiB.
  static final int LEAST_PREFIXES = 1 << 18;
  /// Has no answer for any address.
  static final DirectTable NONE = new DirectTable();
  /// The answer of a table that has none.
  static final int ASK = -2;

  private static final int SLOT_BITS = 8;
  private static final int AREA_BITS = 16;
  private static final int SLOTS = 1 << 32 - SLOT_BITS;
  private static final int AREAS = 1 << 32 - AREA_BITS;
  private static final int BLOCK = 1 << SLOT_BITS;
  private static final int FIRST_BLOCK_ENTRY = (1 << Character.SIZE) - SLOTS / AREAS;
  private static final int AROUND_ENTRY = FIRST_BLOCK_ENTRY - 1;
  /// As many as would take twice the memory of the entries.
  private static final int MOST_BLOCKS = 1 << 16;

  private final char[] entries;
  private final int[] firsts;
  private final int[] arounds;
  private final int[] firstBlocks;
  private int[] blocks = new int[0];
  private int used;

  private DirectTable() {
    entries = new char[0];
    firsts = arounds = firstBlocks = new int[0];
  }

  /// @param spans in order, the first address of each in the upper half and its answer in the lower
  private DirectTable(long[] spans) {
    entries = new char[SLOTS];
    firsts = new int[AREAS];
    arounds = new int[AREAS];
    firstBlocks = new int[AREAS];
    Arrays.fill(arounds, ASK);
    int span = 0;
    int highest = -1;
    for (int slot = 0; slot < SLOTS && used <= MOST_BLOCKS; slot++) {
      int area = slot / BLOCK;
      if (slot % BLOCK == 0) {
        firsts[area] = highest + 1;
        firstBlocks[area] = used;
      }
      long address = (long) slot << SLOT_BITS;
      while (start(spans, span + 1) <= address) highest = Math.max(highest, (int) spans[++span]);
      boolean single = start(spans, span + 1) >= address + BLOCK;
      int entry = single ? entry(area, (int) spans[span]) : FIRST_BLOCK_ENTRY;
      if (entry == FIRST_BLOCK_ENTRY) {
        entry += used - firstBlocks[area];
        addBlock(spans, span, address);
      }
      entries[slot] = (char) entry;
    }
    blocks = Arrays.copyOf(blocks, used * BLOCK);
  }

  private void addBlock(long[] spans, int span, long address) {
    if (blocks.length == used * BLOCK) blocks = Arrays.copyOf(blocks, Math.max(BLOCK, 2 * blocks.length));
    for (int i = 0; i < BLOCK; i++) {
      while (start(spans, span + 1) <= address + i) span++;
      blocks[used * BLOCK + i] = (int) spans[span];
    }
    used++;
  }

  /// [#NONE] where the answers would take too much memory.
  ///
  /// @param spans in order, the first address of each in the upper half and its answer in the lower
  static DirectTable of(long[] spans) {
    var table = new DirectTable(spans);
    return table.used <= MOST_BLOCKS ? table : NONE;
  }

  private static long start(long[] spans, int i) {
    return i < spans.length ? spans[i] >>> 32 : 1L << 32;
  }

  /// How an entry says one answer; a block where it cannot.
  private int entry(int area, int answer) {
    int distance = answer - firsts[area];
    if (distance >= 0 && distance < AROUND_ENTRY) return distance;
    if (arounds[area] == ASK) arounds[area] = answer;
    return arounds[area] == answer ? AROUND_ENTRY : FIRST_BLOCK_ENTRY;
  }

  /// The place of the longest prefix, -1 for none, or [#ASK].
  int longest(int address) {
    int slot = address >>> SLOT_BITS;
    if (slot >= entries.length) return ASK;
    int area = address >>> AREA_BITS;
    int entry = entries[slot];
    if (entry < AROUND_ENTRY) return firsts[area] + entry;
    if (entry == AROUND_ENTRY) return arounds[area];
    return blocks[(firstBlocks[area] + entry - FIRST_BLOCK_ENTRY) * BLOCK + (address & BLOCK - 1)];
  }

  long bytes() {
    return 2L * entries.length + 4L * (firsts.length + arounds.length + firstBlocks.length + blocks.length);
  }
}
