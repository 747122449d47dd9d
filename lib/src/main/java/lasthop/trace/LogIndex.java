package lasthop.trace;

import static lasthop.trace.IndexSegment.BLOCK;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/// The file beside a log that tells in which blocks of it an `ID=` or `SEQ=` stands: `kern.log.lasthop`.
///
/// Made only when asked for. It holds no more than whole blocks of the log, in segments, each written behind the one
/// before it as the log grows; the rest of the log is searched. An index that does not fit its log is made anew, one that
/// cannot be read or written is done without: the answer is the same.
public final class LogIndex {
  /// How much of the log one segment covers at most: making one takes memory.
  private static final long STRETCH = 1L << 30;
  private static final int HEAD = 1 << 12;
  /// Blocks compared with their checksums each time the index is opened.
  private static final int SAMPLES = 16;

  private final List<IndexSegment> segments;
  private final Path path;

  private LogIndex(Path path, List<IndexSegment> segments) {
    this.path = path;
    this.segments = segments;
  }

  static Path beside(Path log) {
    return log.resolveSibling(log.getFileName() + ".lasthop");
  }

  /// Brings the index of each large plain log up to date, or makes it.
  ///
  /// @return one sentence for each index that cannot be written
  public static List<String> refresh(List<String> logs) throws IOException {
    var notes = new ArrayList<String>();
    for (String log : logs) {
      if (log.equals("-") || !TraceSearch.isSearchable(LogFile.of(log))) continue;
      try {
        refresh(Path.of(log));
      } catch (IOException e) {
        String why = e instanceof java.nio.file.FileSystemException f && f.getReason() != null ? f.getReason() : e.getClass().getSimpleName();
        notes.add(beside(Path.of(log)) + " cannot be written (" + why + "): the log is read without an index");
      }
    }
    return notes;
  }

  private static void refresh(Path log) throws IOException {
    Optional<LogIndex> index = open(log);
    if (index.isEmpty()) {
      make(log);
    } else if (Files.size(log) - index.get().covered() > BLOCK + Tokens.LONGEST) {
      try (FileChannel file = FileChannel.open(beside(log), StandardOpenOption.READ, StandardOpenOption.WRITE); var lock = file.tryLock()) {
        if (lock != null && file.size() == index.get().end(file)) index.get().append(log, file);
      }
    }
  }

  /// In a file of its own that takes the name when it is whole.
  private static void make(Path log) throws IOException {
    Path made = log.resolveSibling(log.getFileName() + ".lasthop." + ProcessHandle.current().pid());
    try {
      Files.deleteIfExists(made);
      try (FileChannel file = FileChannel.open(made, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) { // through no link of that name
        new LogIndex(log, List.of()).append(log, file);
      }
      Files.move(made, beside(log), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(made);
    }
  }

  private long covered() {
    return segments.isEmpty() ? 0 : segments.getLast().to();
  }

  private long end(FileChannel file) throws IOException {
    return segments.isEmpty() ? 0 : IndexSegment.endingAt(file, file.size()).equals(segments.getLast()) ? file.size() : -1;
  }

  /// Writes segments for the whole blocks that are not covered yet.
  private void append(Path log, FileChannel index) throws IOException {
    try (FileChannel channel = FileChannel.open(log, StandardOpenOption.READ)) {
      long size = channel.size();
      long modified = Files.getLastModifiedTime(log).toMillis();
      long whole = Math.max(0, size - Tokens.LONGEST) / BLOCK * BLOCK;
      long lines = segments.isEmpty() ? 0 : segments.getLast().linesAfter();
      int head = sum(channel, 0, HEAD);
      for (long from = covered(); from < whole; from += STRETCH) {
        var plain = new IndexSegment(0, from, Math.min(whole, from + STRETCH), lines, 0, 0, head, size, modified);
        lines += write(plain, channel, index);
      }
    }
  }

  private static long write(IndexSegment plain, FileChannel log, FileChannel index) throws IOException {
    int blocks = (int) ((plain.to() - plain.from()) / BLOCK);
    int[] feeds = new int[blocks];
    int[] sums = new int[blocks];
    var tokens = new Tokens();
    byte[] bytes = new byte[BLOCK + Tokens.LONGEST];
    for (int i = 0; i < blocks; i++) {
      if (read(log, plain.from() + (long) i * BLOCK, bytes) < BLOCK) throw new IOException("the log shrinks while it is read");
      tokens.scan(bytes, BLOCK, bytes.length, i);
      feeds[i] = Needle.feeds(bytes, BLOCK);
      sums[i] = IndexSegment.sum(bytes, 0, BLOCK);
    }
    IndexSegment.write(index, plain, feeds, sums, tokens.sorted());
    return Arrays.stream(feeds).asLongStream().sum();
  }

  private static int read(FileChannel file, long at, byte[] into) throws IOException {
    var b = ByteBuffer.wrap(into);
    while (b.hasRemaining() && file.read(b, at + b.position()) > 0) { }
    return b.position();
  }

  private static int sum(FileChannel file, long at, int length) throws IOException {
    byte[] bytes = new byte[length];
    return IndexSegment.sum(bytes, 0, read(file, at, bytes));
  }

  /// The index of a log; empty when there is none or it is not of this log as it is now.
  static Optional<LogIndex> open(Path log) {
    if (!Files.isReadable(beside(log))) return Optional.empty();
    try (FileChannel channel = FileChannel.open(log, StandardOpenOption.READ);
        FileChannel file = FileChannel.open(beside(log), StandardOpenOption.READ)) {
      var segments = new ArrayList<IndexSegment>();
      for (long end = file.size(); end > 0; end = segments.getFirst().start()) segments.addFirst(IndexSegment.endingAt(file, end));
      var index = new LogIndex(log, segments);
      return !segments.isEmpty() && index.fits(channel, file) ? Optional.of(index) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // whatever ails the log itself, its reader says
    }
  }

  /// Whether the log is the one indexed, or has only grown: by its head, its last indexed block, some in between, and, where
  /// it has not grown, by the time it was written to.
  private boolean fits(FileChannel log, FileChannel file) throws IOException {
    IndexSegment last = segments.getLast();
    long size = log.size();
    if (size < last.size() || sum(log, 0, HEAD) != last.head()) return false;
    if (size == last.size() && Files.getLastModifiedTime(path).toMillis() != last.modified()) return false;
    long blocks = covered() / BLOCK;
    for (long i = 1; i <= SAMPLES; i++) {
      long at = (blocks * i + SAMPLES - 1) / SAMPLES * BLOCK - BLOCK;
      if (sum(log, at, BLOCK) != segmentOf(at).block(file, at).sum()) return false;
    }
    return true;
  }

  private IndexSegment segmentOf(long at) {
    int i = 0;
    while (segments.get(i).to() <= at) i++;
    return segments.get(i);
  }

  /// Where the bytes stand, of a token with its blanks.
  ///
  /// @throws IOException when the index cannot be read, proves damaged, or a block is not what it was
  Hits find(byte[] literal) throws IOException {
    long token = Tokens.at(literal, 0, literal.length);
    LongStream.Builder hits = LongStream.builder();
    try (FileChannel log = FileChannel.open(path, StandardOpenOption.READ); FileChannel file = FileChannel.open(beside(path), StandardOpenOption.READ)) {
      byte[] bytes = new byte[BLOCK + literal.length];
      for (IndexSegment segment : segments) {
        for (long at : segment.blocks(file, token)) {
          int n = read(log, at, bytes);
          if (n < BLOCK || IndexSegment.sum(bytes, 0, BLOCK) != segment.block(file, at).sum()) throw new IndexSegment.Damaged("the log has changed");
          collect(bytes, n, at, literal, hits);
        }
      }
      for (long at = covered(); at < log.size(); at += BLOCK) collect(bytes, read(log, at, bytes), at, literal, hits);
    }
    return new Found(hits.build().toArray());
  }

  private static void collect(byte[] bytes, int filled, long base, byte[] literal, LongStream.Builder hits) {
    for (int at = Remarks.find(bytes, 0, filled, literal); at >= 0 && at < BLOCK; at = Remarks.find(bytes, at + 1, filled, literal)) hits.add(base + at);
  }

  /// What was found.
  private final class Found implements Hits {
    private final long[] hits;

    Found(long[] hits) {
      this.hits = hits;
    }

    @Override public long[] hits() {
      return hits;
    }

    @Override public long lineAt(FileChannel log, long position) throws IOException {
      long from = Math.min(position / BLOCK * BLOCK, covered());
      byte[] bytes = new byte[(int) (position - from)];
      int feeds = Needle.feeds(bytes, read(log, from, bytes));
      if (from == covered()) return segments.getLast().linesAfter() + feeds;
      try (FileChannel file = FileChannel.open(beside(path), StandardOpenOption.READ)) {
        return segmentOf(from).block(file, from).lines() + feeds;
      }
    }
  }
}
