package lasthop.trace;

import java.util.Optional;
import lasthop.netfilter.Hook;
import lasthop.packet.Packet;

/// One record as the assembler needs it: what it says is shared with all records that say the same, only place and time
/// are its own. An [Event] is made of it when asked for.
final class Seen {
  /// From where the whole event is to be had.
  interface Text {
    Event event(Seen s);
  }

  /// An event that is kept.
  private record Kept(Event event) implements Text {
    @Override public Event event(Seen s) {
      return event;
    }
  }

  /// In bytes from the start of the file, and counted from 1.
  final long offset;
  final int line;
  /// In microseconds, as in [Stamp].
  final long uptime;
  final long wall;
  final boolean precise;
  final String host;
  final HopWords.Word hop;
  final Tails.Tail tail;
  final Text text;

  /// The record that a reader just read from a line of the file.
  Seen(Lines l, CleanLines read, Text text) {
    offset = l.offset;
    line = l.number;
    Envelope envelope = read.envelope();
    uptime = envelope.uptime();
    wall = envelope.wall();
    precise = envelope.isPrecise();
    host = envelope.hostName();
    hop = read.hop;
    tail = read.tail;
    this.text = text;
  }

  Seen(Event e, HopWords.Word hop, Tails.Tail tail) {
    offset = e.offset();
    line = e.origin().line();
    uptime = e.stamp().uptime();
    wall = e.stamp().wall();
    precise = e.stamp().precise();
    host = e.host();
    this.hop = hop;
    this.tail = tail;
    text = new Kept(e);
  }

  static Seen of(Event e) {
    return new Seen(e, HopWords.Word.of(e), new Tails.Tail(e.packet(), e.reading()));
  }

  Event event() {
    return text.event(this);
  }

  Packet packet() {
    return tail.packet;
  }

  Reading reading() {
    return tail.reading;
  }

  Optional<Hook> hook() {
    return hop.hook;
  }

  String table() {
    return hop.table;
  }

  String chain() {
    return hop.chain;
  }

  Kind kind() {
    return hop.kind;
  }

  int number() {
    return hop.number;
  }

  NftStep nft() {
    return hop.nft;
  }

  boolean isNft() {
    return hop.isNft;
  }

  /// As [Stamp#since].
  long since(Seen earlier) {
    return Stamp.since(uptime, wall, earlier.uptime, earlier.wall);
  }
}
