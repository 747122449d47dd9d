package lasthop.ip;

import java.util.Arrays;

/// The answers of a full IPv4 table by the first 24 bits of an address: one read, of two bytes, for most lookups.
///
/// DIR-24-8 keeps four bytes, enough for any answer. Here the prefixes are numbered in order of their addresses, so that
/// those that begin in one block of 65,536 addresses differ little, and an entry says how far its answer is from the first
/// of these. A prefix that begins before the block holds all of it, so that one such answer is enough for a block. Where 256
/// addresses have several answers, the entry says to ask the spans.
final class DirectTable {
  /// From so many prefixes on it is worth its 32 MiB.
  static final int LEAST_PREFIXES = 1 << 18;
  /// Has no answer for any address.
  static final DirectTable NONE = new DirectTable();
  /// The answer of an address that the spans must be asked for.
  static final int ASK = -2;

  private static final char ASK_ENTRY = 0xffff;
  private static final char AROUND_ENTRY = 0xfffe;
  private static final int SLOT_BITS = 8;
  private static final int BLOCK_BITS = 16;
  private static final int SLOTS_A_BLOCK = 1 << BLOCK_BITS - SLOT_BITS;

  private final char[] entries;
  private final int[] firsts;
  private final int[] arounds;

  private DirectTable() {
    entries = new char[0];
    firsts = arounds = new int[0];
  }

  /// @param addresses of the prefixes, in order
  /// @param spans in order, the first address of each in the upper half and its answer in the lower
  DirectTable(long[] addresses, long[] spans) {
    entries = new char[1 << 32 - SLOT_BITS];
    firsts = new int[1 << 32 - BLOCK_BITS];
    arounds = new int[1 << 32 - BLOCK_BITS];
    int place = 0;
    for (int block = 0; block < firsts.length; block++) {
      while (place < addresses.length && addresses[place] >>> BLOCK_BITS < block) place++;
      firsts[block] = place;
    }
    for (int i = 0; i < spans.length; i++) {
      long end = i + 1 < spans.length ? spans[i + 1] >>> 32 : 1L << 32;
      fill(spans[i] >>> 32, end, (int) spans[i]);
    }
  }

  /// @param end the first address behind the span
  private void fill(long start, long end, int answer) {
    int slot = (int) (start >>> SLOT_BITS);
    int whole = (int) (start + (1 << SLOT_BITS) - 1 >>> SLOT_BITS);
    int last = (int) (end >>> SLOT_BITS);
    if (whole > slot) entries[slot] = ASK_ENTRY;
    while (whole < last) {
      int block = whole / SLOTS_A_BLOCK;
      int to = Math.min(last, (block + 1) * SLOTS_A_BLOCK);
      int distance = answer - firsts[block];
      if (distance < 0) arounds[block] = answer;
      Arrays.fill(entries, whole, to, distance < 0 ? AROUND_ENTRY : distance < AROUND_ENTRY ? (char) distance : ASK_ENTRY);
      whole = to;
    }
  }

  /// The place of the longest prefix, -1 for none, or [#ASK].
  int longest(int address) {
    int slot = address >>> SLOT_BITS;
    if (slot >= entries.length) return ASK;
    int entry = entries[slot];
    if (entry < AROUND_ENTRY) return firsts[address >>> BLOCK_BITS] + entry;
    return entry == AROUND_ENTRY ? arounds[address >>> BLOCK_BITS] : ASK;
  }

  /// The spans that may be asked for, in order.
  long[] asked(long[] spans) {
    long[] kept = new long[spans.length];
    int count = 0;
    for (int i = 0; i < spans.length; i++) {
      int from = (int) (spans[i] >>> 32 + SLOT_BITS);
      int to = i + 1 < spans.length ? (int) ((spans[i + 1] >>> 32) - 1 >>> SLOT_BITS) : entries.length - 1;
      boolean asked = false;
      for (int slot = from; slot <= to && !asked; slot++) asked = entries[slot] == ASK_ENTRY;
      if (asked || i == 0) kept[count++] = spans[i];
    }
    return Arrays.copyOf(kept, count);
  }

  long bytes() {
    return 2L * entries.length + 4L * (firsts.length + arounds.length);
  }
}
