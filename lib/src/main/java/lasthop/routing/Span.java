package lasthop.routing;

/// Numbers that a selector takes: a closed range of ports or user ids, or those that agree with one under a mask.
///
/// @param mask which bits count; 0 for a range
public record Span(long first, long last, long mask) {
  public Span(long first, long last) {
    this(first, last, 0);
  }

  static Span masked(long value, long mask) {
    return new Span(value, value, mask);
  }

  public boolean contains(long value) {
    return mask != 0 ? ((value ^ first) & mask) == 0 : value >= first && value <= last;
  }

  /// `80`, `8000-8999`, or `80/0xfff0`.
  @Override public String toString() {
    if (mask != 0) return first + "/0x" + Long.toHexString(mask);
    return first == last ? Long.toString(first) : first + "-" + last;
  }
}
