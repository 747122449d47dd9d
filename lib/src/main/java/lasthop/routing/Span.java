package lasthop.routing;

/// A closed range of ports or user ids.
public record Span(long first, long last) {
  public boolean contains(long value) {
    return value >= first && value <= last;
  }

  /// `80` or `8000-8999`.
  @Override public String toString() {
    return first == last ? Long.toString(first) : first + "-" + last;
  }
}
