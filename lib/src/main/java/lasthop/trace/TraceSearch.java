package lasthop.trace;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The packets a selector means, from logs of any size, without reading more of them than needed.
///
/// All records of a packet show the same `ID=` and the same `SEQ=`. So where the selector names one of the two, a large
/// plain file is searched for those bytes, and only the surroundings of what is found are parsed: the answer holds the
/// packets whole, with losses and remarks near them.
public final class TraceSearch {
  private static final long SMALL = 1 << 20;
  private static final int BEFORE = 1 << 13;
  private static final int AFTER = 1 << 14;
  private static final byte[] LINE_END = {'\n'};

  private TraceSearch() {}

  /// The packets the selector means, in order, with the report and the gaps of what was read around them.
  ///
  /// @throws IOException as [TraceLog#open]
  public static TraceLog find(List<String> files, PacketSelector selector, Hints hints) throws IOException {
    return find(files, selector, hints, false);
  }

  /// The same with the help of the index beside each log, if there is one that fits it.
  ///
  /// @param indexed whether to look for it: see [LogIndex#refresh]
  public static TraceLog find(List<String> files, PacketSelector selector, Hints hints, boolean indexed) throws IOException {
    var building = new Building(hints, selector::matches);
    for (LogFile file : LogFile.inOrder(files)) {
      Optional<byte[]> literal = selector.literal();
      if (literal.isPresent() && isSearchable(file)) surroundings(file, literal.get(), building.reader(), indexed);
      else building.read(file);
    }
    return building.log();
  }

  /// Whether each record stands on one line of plain text.
  static boolean isSearchable(LogFile file) throws IOException {
    Path path = Path.of(file.name());
    if (file.name().equals("-") || !Files.isRegularFile(path) || Files.size(path) < SMALL) return false;
    byte[] head;
    try (InputStream in = Files.newInputStream(path)) {
      head = in.readNBytes(1 << 16);
    }
    if (head.length > 4 && (head[0] == 0x1f || head[0] == 0x28 || Utf16.is(head))) return false;
    if (Remarks.find(head, 0, Math.min(head.length, BEFORE), LINE_END) < 0) return false;
    boolean records = Remarks.find(head, 0, head.length, Cursor.key("\n__CURSOR=")) >= 0
        || Remarks.find(head, 0, head.length, Cursor.key("PACKET: ")) >= 0 || Remarks.find(head, 0, head.length, Cursor.key("trace id ")) >= 0;
    return !records && Remarks.find(head, 0, head.length, Cursor.key("__CURSOR=")) != 0;
  }

  static Hits hits(Path path, byte[] literal, boolean indexed) throws IOException {
    Optional<LogIndex> index = indexed ? LogIndex.open(path) : Optional.empty();
    if (index.isPresent()) {
      try {
        return index.get().find(literal);
      } catch (IOException e) {
        // what the index cannot say, the log can
      }
    }
    return Halves.search(path, Files.size(path), literal);
  }

  private static void surroundings(LogFile file, byte[] literal, TraceReader reader, boolean indexed) throws IOException {
    Path path = Path.of(file.name());
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      long size = channel.size();
      Hits found = hits(path, literal, indexed);
      List<long[]> windows = windows(channel, new HitLines(channel).ofRecords(found.hits()));
      var around = new Around(file, literal, reader, new Shapes());
      for (long[] w : windows) around.read(channel, w, found.lineAt(channel, w[0]));
      if (channel.size() < size) reader.shrank(file.name(), channel.size(), size);
    }
  }

  /// What is read of a file for one literal.
  private record Around(LogFile file, byte[] literal, TraceReader reader, Shapes shapes) {
    void read(FileChannel channel, long[] w, long line) throws IOException {
      InputStream in = Channels.newInputStream(channel.position(w[0]));
      if (w[1] - w[0] > SMALL) {
        reader.read(in, w[1] - w[0], file.name(), file.set(), (int) line, w[0]);
        return;
      }
      byte[] text = in.readNBytes((int) (w[1] - w[0]));
      var all = List.of(new Surroundings.Run(0, text.length, 0));
      for (Surroundings.Run run : Surroundings.needed(text, literal, shapes).orElse(all)) {
        var lines = new ByteArrayInputStream(text, run.from(), run.to() - run.from());
        reader.read(lines, run.to() - run.from(), file.name(), file.set(), (int) line + run.line(), w[0] + run.from());
      }
    }
  }

  /// The stretches to parse, from line start to line end, those that touch joined.
  private static List<long[]> windows(FileChannel channel, long[] hits) throws IOException {
    var windows = new ArrayList<long[]>();
    long size = channel.size();
    for (long hit : hits) {
      long from = lineStart(channel, Math.max(0, hit - BEFORE));
      long to = Math.min(size, hit + AFTER);
      long[] last = windows.isEmpty() ? new long[] {-1, -1} : windows.getLast();
      if (from <= last[1]) last[1] = to;
      else windows.add(new long[] {from, to});
    }
    for (long[] w : windows) w[1] = lineStart(channel, w[1]);
    return windows;
  }

  /// The first line start at or after a position; the end of the file where none follows.
  private static long lineStart(FileChannel channel, long from) throws IOException {
    if (from == 0) return 0;
    var buffer = ByteBuffer.allocate(1 << 12);
    for (long at = from - 1;; at += buffer.capacity()) {
      buffer.clear();
      int n = channel.read(buffer, at);
      if (n < 0) return channel.size();
      for (int i = 0; i < n; i++) {
        if (buffer.get(i) == '\n') return at + i + 1;
      }
    }
  }
}
