package lasthop.nft;

import java.util.List;

/// A value an expression can have.
public sealed interface Datum {

  /// Any number: an address, a port, a mark, flags. Up to 128 bits, unsigned.
  record Num(long high, long low) implements Datum, Comparable<Num> {
    public static Num of(long low) {
      return new Num(0, low);
    }

    @Override public int compareTo(Num other) {
      int byHigh = Long.compareUnsigned(high, other.high);
      return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
    }
  }

  /// A device name or another string.
  record Name(String text) implements Datum {}

  /// A concatenation: `ip saddr . tcp dport`.
  record Tuple(List<Datum> parts) implements Datum {
    public Tuple {
      parts = List.copyOf(parts);
    }
  }

  /// One of `count` numbers from `first` on, each as likely: `numgen random`, and hashes of unknown keys.
  ///
  /// @param random whether it is drawn for each packet; false: it follows from earlier packets or a key not known
  record Spread(long first, long count, boolean random) implements Datum {}

  /// Not known.
  ///
  /// @param what the expression that cannot be told
  /// @param why one clause
  record Unknown(String what, String why) implements Datum {}
}
