package lasthop.netfilter;

/// What a rule or policy has counted; both are unsigned 64 bit.
public record Counters(long packets, long bytes) {
  static final Counters ZERO = new Counters(0, 0);

  boolean isZero() {
    return packets == 0 && bytes == 0;
  }

  /// `[packets:bytes]`, as `iptables-save -c` prints them.
  @Override public String toString() {
    return "[" + Long.toUnsignedString(packets) + ":" + Long.toUnsignedString(bytes) + "]";
  }
}
