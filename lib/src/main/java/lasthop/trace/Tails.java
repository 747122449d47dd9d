package lasthop.trace;

import java.util.Arrays;
import java.util.Optional;
import lasthop.packet.Packet;

/// Packets by the text they were read from: most records of a packet repeat the one before from `IN=` to the end, and
/// then need neither be parsed nor kept again.
final class Tails {
  private static final int SLOTS = 1 << 12;
  private static final int LONGEST = 1024;
  static final Tail NONE = new Tail(Monitors.UNSEEN, Reading.CLEAN);

  /// What a record says of its packet, and the identity that makes: made once for all records that say the same.
  static final class Tail {
    final Packet packet;
    final Reading reading;
    private Optional<Identity> identity = Optional.empty();

    Tail(Packet packet, Reading reading) {
      this.packet = packet;
      this.reading = reading;
    }

    /// Nearly all logs are of one host.
    Identity identity(String source) {
      if (identity.isEmpty() || !identity.get().source().equals(source)) identity = Optional.of(Identity.of(source, packet));
      return identity.get();
    }
  }

  private record Known(byte[] text, Tail tail) {}

  private final Known[] slots = new Known[SLOTS];
  /// Most lines go on with the packet of the line before.
  private Known last = new Known(new byte[0], NONE);

  Tails() {
    Arrays.fill(slots, new Known(new byte[0], NONE));
  }

  /// What was read from just these bytes before; [#NONE] if they are new.
  Tail get(byte[] b, int from, int to) {
    if (last.text.length == to - from && Arrays.equals(last.text, 0, last.text.length, b, from, to)) return last.tail;
    Known known = slots[slot(b, from, to)];
    if (!Arrays.equals(known.text, 0, known.text.length, b, from, to)) return NONE;
    last = known;
    return known.tail;
  }

  void put(byte[] b, int from, int to, Tail tail) {
    if (to - from > LONGEST) return;
    last = new Known(Arrays.copyOfRange(b, from, to), tail);
    slots[slot(b, from, to)] = last;
  }

  private static int slot(byte[] b, int from, int to) {
    return Pool.hash(b, from, to) & SLOTS - 1;
  }
}
