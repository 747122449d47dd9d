package lasthop.trace;

import java.util.Arrays;
import java.util.Optional;
import lasthop.packet.Packet;
import lasthop.text.Origin;

/// Reads TRACE records that are exactly as the kernel writes them, one line at a time, and remembers what it read: a log
/// repeats nearly all of its words, and most records repeat the one before from `IN=` to the end.
final class CleanLines {
  private static final byte[] TRACE = Cursor.key("TRACE:");

  private final Pool pool = new Pool();
  private final Cursor cursor = new Cursor(pool);
  private final KernelGrammar grammar = new KernelGrammar(cursor);
  private final Tails tails = new Tails();
  private final HopWords words = new HopWords(pool);
  private final Envelope envelope = new Envelope(pool);
  /// Of the record last read.
  HopWords.Word hop = HopWords.NONE;
  Tails.Tail tail = Tails.NONE;

  /// Where the record begins in a line; -1 if there is none.
  static int mark(byte[] b, int from, int to) {
    return Remarks.find(b, from, to, TRACE);
  }

  /// Whether a record begins right here.
  static boolean isMark(byte[] b, int at, int to) {
    return at + TRACE.length <= to && Arrays.equals(b, at, at + TRACE.length, TRACE, 0, TRACE.length);
  }

  Envelope envelope() {
    return envelope;
  }

  /// Reads the record whose mark stands at a position of a line; false when it is not clean.
  boolean read(byte[] b, int from, int mark, int to) {
    envelope.read(b, from, mark);
    return read(b, mark, to);
  }

  /// The record last read, as an event.
  Event event(Origin origin, long offset) {
    return event(origin, offset, envelope.stamp(), envelope.hostName());
  }

  Event event(Origin origin, long offset, Stamp stamp, String host) {
    return new Event(origin, offset, stamp, host, hop.table, hop.chain, hop.kind, hop.number, NftStep.NONE, tail.packet, Reading.CLEAN);
  }

  /// The same for a record whose stamp and host did not stand before it.
  boolean read(byte[] b, int mark, int to) {
    cursor.over(b, mark + TRACE.length, to);
    if (cursor.at < to && b[cursor.at] == ' ') cursor.at++;
    int start = cursor.at;
    cursor.skipWord();
    hop = words.get(b, start, cursor.at);
    if (hop == HopWords.NONE) return false;
    cursor.gap();
    int from = cursor.at;
    tail = tails.get(b, from, to);
    if (tail != Tails.NONE) return true;
    Optional<Packet> read = grammar.packet();
    if (read.isEmpty()) return false;
    tail = new Tails.Tail(read.get(), Reading.CLEAN);
    tails.put(b, from, to, tail);
    return true;
  }
}
