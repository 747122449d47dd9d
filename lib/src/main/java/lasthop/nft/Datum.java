package lasthop.nft;

import java.util.List;
import lasthop.netfilter.Doubt;

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

  /// One of `count` numbers from `first` on, each as likely: `numgen`, and hashes, whose seed is not known.
  ///
  /// @param kind RANDOM when it is drawn for each packet
  record Spread(long first, long count, Doubt.Kind kind, String why) implements Datum {}

  /// Not known.
  ///
  /// @param why one clause
  record Unknown(Doubt.Kind kind, String why) implements Datum {}
}
