package lasthop.trace;

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

  /// Where the record begins in a line; -1 if there is none.
  static int mark(byte[] b, int from, int to) {
    return Remarks.find(b, from, to, TRACE);
  }

  Envelope envelope() {
    return envelope;
  }

  /// The record whose mark stands at a position of a line; empty when it is not clean.
  Optional<Event> read(byte[] b, int from, int mark, int to, Origin origin, long offset) {
    envelope.read(b, from, mark);
    return read(b, mark, to, origin, offset, envelope.stamp(), envelope.hostName());
  }

  /// The same for a record whose stamp and host did not stand before it.
  Optional<Event> read(byte[] b, int mark, int to, Origin origin, long offset, Stamp stamp, String host) {
    cursor.over(b, mark + TRACE.length, to);
    if (cursor.at < to && b[cursor.at] == ' ') cursor.at++;
    int start = cursor.at;
    cursor.skipWord();
    hop = words.get(b, start, cursor.at);
    if (hop == HopWords.NONE) return Optional.empty();
    cursor.gap();
    return packet(b, cursor.at, to).map(p -> new Event(origin, offset, stamp, host, hop.table, hop.chain, hop.kind, hop.number, NftStep.NONE, p, Reading.CLEAN));
  }

  private Optional<Packet> packet(byte[] b, int from, int to) {
    Optional<Packet> known = tails.get(b, from, to);
    if (known.isPresent()) return known;
    Optional<Packet> read = grammar.packet();
    if (read.isPresent()) tails.put(b, from, to, read);
    return read;
  }
}
