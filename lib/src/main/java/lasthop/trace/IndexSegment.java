package lasthop.trace;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.zip.CRC32;

/// What the index says about one stretch of the log, as it stands in the index file: pages of blocks, a directory of
/// buckets, the buckets, and last [#footer], without which the rest counts for nothing. All that is read is checked.
///
/// @param start where the segment begins in the index file
/// @param from first byte of the log; a multiple of [#BLOCK]
/// @param to behind the last byte; a multiple of [#BLOCK]
/// @param lines line feeds of the log before `from`
/// @param linesAfter line feeds of the log before `to`
/// @param head checksum of the log's first bytes
/// @param size of the log when this was written
/// @param modified when the log was last written to then, in milliseconds
record IndexSegment(long start, long from, long to, long lines, long linesAfter, int buckets, int head, long size, long modified) {
  static final int BLOCK = 1 << 16;
  static final int FOOTER = 80;
  private static final int VERSION = 0x6c680001;
  private static final int PAGE = 256;
  private static final int PAGE_BYTES = 8 + 8 * PAGE + 4;
  /// Tokens in one bucket, on average.
  private static final int FULL = 8;

  /// Text that was never an index, or is one no more.
  static final class Damaged extends IOException {
    Damaged(String what) {
      super(what);
    }
  }

  /// A block of the log.
  ///
  /// @param lines line feeds of the log before it
  record Block(long lines, int sum) {}

  static int sum(byte[] b, int from, int to) {
    var crc = new CRC32();
    crc.update(b, from, to - from);
    return (int) crc.getValue();
  }

  /// The segment whose footer ends at a position of the index file.
  static IndexSegment endingAt(FileChannel file, long end) throws IOException {
    ByteBuffer b = read(file, end - FOOTER, FOOTER);
    boolean whole = b.getInt(FOOTER - 4) == sum(b.array(), 0, FOOTER - 4) && b.getInt() == VERSION;
    if (!whole) throw new Damaged("no index of this version ends here");
    int buckets = b.getInt();
    var read = new IndexSegment(b.getLong(), b.getLong(), b.getLong(), b.getLong(), b.getLong(), buckets, b.getInt(), b.getLong(), b.getLong());
    boolean fits = read.start >= 0 && read.start < end - FOOTER && read.from >= 0 && read.from < read.to && buckets > 0;
    if (!fits) throw new Damaged("no index can look so");
    return read;
  }

  private byte[] footer() {
    var b = ByteBuffer.allocate(FOOTER);
    b.putInt(VERSION).putInt(buckets).putLong(start).putLong(from).putLong(to).putLong(lines).putLong(linesAfter).putInt(head)
        .putLong(size).putLong(modified);
    b.putInt(FOOTER - 4, sum(b.array(), 0, FOOTER - 4));
    return b.array();
  }

  private static ByteBuffer read(FileChannel file, long at, int length) throws IOException {
    if (at < 0 || length < 0 || at + length > file.size()) throw new Damaged("the index ends early");
    var b = ByteBuffer.allocate(length);
    while (b.hasRemaining()) {
      if (file.read(b, at + b.position()) < 0) throw new EOFException();
    }
    return b.flip();
  }

  private int pages() {
    return (int) ((to - from) / BLOCK + PAGE - 1) / PAGE;
  }

  private long directory() {
    return start + (long) pages() * PAGE_BYTES;
  }

  Block block(FileChannel file, long at) throws IOException {
    int index = (int) ((at - from) / BLOCK);
    ByteBuffer page = read(file, start + (long) (index / PAGE) * PAGE_BYTES, PAGE_BYTES);
    if (page.getInt(PAGE_BYTES - 4) != sum(page.array(), 0, PAGE_BYTES - 4)) throw new Damaged("a page of the index is damaged");
    long before = page.getLong(0);
    for (int i = 0; i < index % PAGE; i++) before += page.getInt(8 + 8 * i);
    return new Block(before, page.getInt(12 + 8 * (index % PAGE)));
  }

  /// Where in the log the blocks begin that the token stands in.
  long[] blocks(FileChannel file, long token) throws IOException {
    int bucket = (int) (token >>> Tokens.BITS - Integer.numberOfTrailingZeros(buckets));
    ByteBuffer bounds = read(file, directory() + 4L * bucket, 8);
    int first = bounds.getInt();
    ByteBuffer b = read(file, directory() + 4L * (buckets + 1) + first, bounds.getInt() - first);
    int end = b.limit() - 4;
    if (end < 0 || b.getInt(end) != sum(b.array(), 0, end)) throw new Damaged("a bucket of the index is damaged");
    long[] found = new long[0];
    for (long key = 0; b.position() < end;) {
      key += varint(b);
      int count = (int) varint(b);
      long[] its = new long[count];
      long place = 0;
      for (int i = 0; i < count; i++) its[i] = from + (place += varint(b)) * BLOCK;
      if (key == token) found = its;
    }
    return found;
  }

  private static long varint(ByteBuffer b) {
    long value = 0;
    for (int shift = 0;; shift += 7) {
      byte octet = b.get();
      value |= (long) (octet & 127) << shift;
      if (octet >= 0) return value;
    }
  }

  private static void varint(ByteArrayOutputStream out, long value) {
    long rest = value;
    for (; rest > 127; rest >>>= 7) out.write((int) rest & 127 | 128);
    out.write((int) rest);
  }

  /// Writes the segment behind what the index file holds: the footer when all else is safe on the disk.
  ///
  /// @param feeds line feeds of each block
  /// @param sums checksum of each block
  static void write(FileChannel index, IndexSegment plain, int[] feeds, int[] sums, long[] pairs) throws IOException {
    int buckets = Integer.highestOneBit(Math.max(1, pairs.length / FULL));
    var segment = new IndexSegment(index.size(), plain.from, plain.to, plain.lines, plain.lines + Arrays.stream(feeds).sum(), buckets,
        plain.head, plain.size, plain.modified);
    var postings = new ByteArrayOutputStream();
    var directory = ByteBuffer.allocate(4 * (buckets + 1));
    int next = 0;
    for (int bucket = 0; bucket < buckets; bucket++) {
      directory.putInt(postings.size());
      next = bucket(postings, pairs, next, bucket + 1L << Tokens.BITS - Integer.numberOfTrailingZeros(buckets));
    }
    directory.putInt(postings.size());
    index.position(index.size());
    put(index, segment.pageBytes(feeds, sums));
    put(index, directory.array());
    put(index, postings.toByteArray());
    index.force(false);
    put(index, segment.footer());
    index.force(false);
  }

  private static void put(FileChannel file, byte[] bytes) throws IOException {
    var b = ByteBuffer.wrap(bytes);
    while (b.hasRemaining()) file.write(b);
  }

  private byte[] pageBytes(int[] feeds, int[] sums) {
    var b = ByteBuffer.allocate(pages() * PAGE_BYTES);
    long before = lines;
    for (int page = 0; page < pages(); page++) {
      int at = page * PAGE_BYTES;
      b.putLong(at, before);
      for (int i = 0; i < PAGE && page * PAGE + i < feeds.length; i++) {
        int block = page * PAGE + i;
        b.putInt(at + 8 + 8 * i, feeds[block]).putInt(at + 12 + 8 * i, sums[block]);
        before += feeds[block];
      }
      b.putInt(at + PAGE_BYTES - 4, sum(b.array(), at, at + PAGE_BYTES - 4));
    }
    return b.array();
  }

  /// Writes the tokens below a limit and returns the position of the first that is not.
  private static int bucket(ByteArrayOutputStream out, long[] pairs, int from, long limit) {
    var bucket = new ByteArrayOutputStream();
    long before = 0;
    int next = from;
    while (next < pairs.length && pairs[next] >>> 30 < limit) {
      int end = next;
      while (end < pairs.length && pairs[end] >>> 30 == pairs[next] >>> 30) end++;
      varint(bucket, (pairs[next] >>> 30) - before);
      before = pairs[next] >>> 30;
      varint(bucket, end - next);
      long place = 0;
      for (int i = next; i < end; i++) {
        varint(bucket, (pairs[i] & (1 << 30) - 1) - place);
        place = pairs[i] & (1 << 30) - 1;
      }
      next = end;
    }
    byte[] bytes = bucket.toByteArray();
    out.writeBytes(bytes);
    out.writeBytes(ByteBuffer.allocate(4).putInt(sum(bytes, 0, bytes.length)).array());
    return next;
  }
}
