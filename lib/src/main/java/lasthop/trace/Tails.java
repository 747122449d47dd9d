package lasthop.trace;

import java.util.Arrays;
import java.util.Optional;
import lasthop.packet.Packet;

/// Packets by the text they were read from: most records of a packet repeat the one before from `IN=` to the end, and
/// then need neither be parsed nor kept again.
final class Tails {
  private static final int SLOTS = 1 << 12;
  private static final int LONGEST = 1024;

  private record Known(byte[] text, Optional<Packet> packet) {}

  private final Known[] slots = new Known[SLOTS];

  Tails() {
    Arrays.fill(slots, new Known(new byte[0], Optional.empty()));
  }

  /// The packet read from just these bytes before; empty if they are new.
  Optional<Packet> get(byte[] b, int from, int to) {
    Known known = slots[slot(b, from, to)];
    return Arrays.equals(known.text, 0, known.text.length, b, from, to) ? known.packet : Optional.empty();
  }

  void put(byte[] b, int from, int to, Optional<Packet> packet) {
    if (to - from <= LONGEST) slots[slot(b, from, to)] = new Known(Arrays.copyOfRange(b, from, to), packet);
  }

  /// Of every seventh byte: what tells packets apart is longer than that, and equality is checked anyway.
  private static int slot(byte[] b, int from, int to) {
    int h = to - from;
    for (int i = to - 1; i >= from; i -= 7) h = h * 31 + b[i];
    return (h ^ h >>> 15) & SLOTS - 1;
  }
}
