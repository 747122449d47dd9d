package lasthop.trace;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.RandomAccess;
import lasthop.text.Origin;

/// The packets of one large plain log without their text: of each event only where its line stands and its hop, some
/// seven bytes. The events are read from the log again when they are asked for.
///
/// Keeps the log open, so that one that is rotated meanwhile can still be read.
final class PackedPackets implements Seen.Text {
  private static final int PIECE = 1 << 16;
  /// Nearly all lines are shorter.
  private static final int LINE = 1 << 11;
  private static final int VIEW = 1 << 14;

  private final String name;
  private final FileChannel log;
  private final CleanLines clean = new CleanLines();
  private final List<byte[]> pieces = new ArrayList<>();
  private final List<String> words = new ArrayList<>();
  private final Map<String, Integer> numbers = new HashMap<>();
  private byte[] piece = {};
  private int filled;
  private byte[] view = {};
  private long viewFrom;
  private int inView;
  private Events latest;
  private List<Event> latestEvents = List.of();

  PackedPackets(String name) throws IOException {
    this.name = name;
    log = FileChannel.open(Path.of(name), StandardOpenOption.READ);
  }

  /// Whether all are clean lines of this log.
  boolean canPack(List<Seen> events) {
    for (Seen e : events) {
      if (e.text != this && !isPlain(e)) return false;
    }
    return true;
  }

  private boolean isPlain(Seen e) {
    return e.reading() == Reading.CLEAN && !e.isNft() && !(e.text instanceof PackedPackets) && e.event().origin().file().equals(name);
  }

  /// The event of a line of this log, read again.
  @Override public Event event(Seen s) {
    return read(s.offset, s.line, s.hop.toString());
  }

  List<Event> pack(List<Seen> events) {
    int most = 50 + 25 * events.size();
    if (filled + most > piece.length) {
      piece = new byte[Math.max(PIECE, most)];
      pieces.add(piece);
      filled = 0;
    }
    var packed = new Events(pieces.size() - 1, filled, events.size());
    Seen last = events.getLast();
    put(number(events.getFirst().host));
    put(events.getFirst().packet().header().id() + 1);
    put(PacketSelector.sequence(events.getFirst().packet()) + 1);
    put(last.uptime + 1);
    put(last.wall + 1);
    long offset = 0;
    int line = 0;
    for (Seen e : events) {
      put(e.offset - offset);
      put(e.line - line);
      put(number(e.hop));
      offset = e.offset;
      line = e.line;
    }
    return packed;
  }

  private int number(HopWords.Word hop) {
    if (hop.numberedBy != this) hop.numbered = number(hop.toString());
    hop.numberedBy = this;
    return hop.numbered;
  }

  private int number(String word) {
    Integer known = numbers.putIfAbsent(word, words.size());
    if (known == null) words.add(word);
    return known == null ? words.size() - 1 : known;
  }

  private void put(long value) {
    long rest = value;
    for (; rest < 0 || rest > 127; rest >>>= 7) piece[filled++] = (byte) (rest & 127 | 128);
    piece[filled++] = (byte) rest;
  }

  /// Nothing more will be packed.
  void close() {
    if (!pieces.isEmpty()) pieces.set(pieces.size() - 1, piece = Arrays.copyOf(piece, filled));
    numbers.clear();
  }

  /// Walks over what is packed of one packet.
  private static final class Walk {
    private final byte[] b;
    private int at;

    Walk(byte[] b, int at) {
      this.b = b;
      this.at = at;
    }

    long next() {
      long value = 0;
      for (int shift = 0;; shift += 7) {
        byte octet = b[at++];
        value |= (long) (octet & 127) << shift;
        if (octet >= 0) return value;
      }
    }
  }

  /// The events of one packet.
  final class Events extends AbstractList<Event> implements RandomAccess {
    private final int inPiece;
    private final int from;
    private final int size;

    private Events(int inPiece, int from, int size) {
      this.inPiece = inPiece;
      this.from = from;
      this.size = size;
    }

    private Walk walk() {
      return new Walk(pieces.get(inPiece), from);
    }

    @Override public int size() {
      return size;
    }

    @Override public Event get(int index) {
      return all().get(index);
    }

    private List<Event> all() {
      synchronized (PackedPackets.this) {
        if (latest != this) {
          latestEvents = readAgain();
          latest = this;
        }
        return latestEvents;
      }
    }

    String host() {
      return words.get((int) walk().next());
    }

    /// The IP identification, which all events of a packet share; -1 for IPv6.
    long id() {
      return after(1).next() - 1;
    }

    /// The sequence number, which they share too; -1 where there is none.
    long sequence() {
      return after(2).next() - 1;
    }

    /// Without the text of the stamps.
    Stamp lastStamp() {
      Walk w = after(3);
      return new Stamp("", w.next() - 1, w.next() - 1, false);
    }

    List<String> hops() {
      var hops = new ArrayList<String>(size);
      Walk w = events();
      for (int i = 0; i < size; i++) {
        w.next();
        w.next();
        hops.add(words.get((int) w.next()));
      }
      return hops;
    }

    /// The lines of the first and of the last event.
    int[] lines() {
      int first = 0;
      int line = 0;
      Walk w = events();
      for (int i = 0; i < size; i++) {
        w.next();
        line += (int) w.next();
        w.next();
        if (i == 0) first = line;
      }
      return new int[] {first, line};
    }

    private Walk events() {
      return after(5);
    }

    private Walk after(int values) {
      Walk w = walk();
      for (int i = 0; i < values; i++) w.next();
      return w;
    }

    boolean isIn(String file) {
      return file.equals(name);
    }

    private List<Event> readAgain() {
      var events = new ArrayList<Event>(size);
      Walk w = events();
      long offset = 0;
      int line = 0;
      for (int i = 0; i < size; i++) {
        offset += w.next();
        line += (int) w.next();
        events.add(read(offset, line, words.get((int) w.next())));
      }
      return List.copyOf(events);
    }
  }

  private Event read(long offset, int line, String hop) {
    int at = around(offset, LINE);
    int to = lineEnd(at);
    if (to < 0) {
      at = around(offset, Lines.LONGEST);
      to = Math.max(at, lineEnd(at) < 0 ? inView : lineEnd(at));
    }
    var origin = new Origin(name, line);
    int mark = CleanLines.mark(view, at, to);
    if (mark >= 0 && clean.read(view, at, mark, to) && clean.hop.toString().equals(hop)) return clean.event(origin, offset);
    throw new UncheckedIOException(new IOException(origin + ": the log has changed since it was read: open it again"));
  }

  private int lineEnd(int at) {
    for (int i = at; i < inView; i++) {
      if (view[i] == '\n') return i;
    }
    return -1;
  }

  /// Has so many bytes from an offset on in view, if the log has them; returns where they are. The events of a packet
  /// stand close to each other.
  private int around(long offset, int bytes) {
    if (offset >= viewFrom && offset + bytes <= viewFrom + inView) return (int) (offset - viewFrom);
    if (view.length < bytes) view = new byte[Math.max(bytes, VIEW)];
    viewFrom = offset;
    inView = 0;
    try {
      for (int n = 1; n > 0 && inView < view.length; inView += Math.max(n, 0)) {
        n = log.read(ByteBuffer.wrap(view, inView, view.length - inView), offset + inView);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return 0;
  }
}
