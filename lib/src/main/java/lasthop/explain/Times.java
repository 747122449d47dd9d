package lasthop.explain;

/// Durations as people read them.
final class Times {
  private Times() {}

  /// `248 µs`, `12.5 ms`, `3.06 s`, `2 min 5 s`.
  static String text(long micros) {
    if (micros < 1_000) return micros + " µs";
    if (micros < 1_000_000) return tenths(micros / 100) + " ms";
    if (micros < 120_000_000) return tenths(micros / 100_000) + " s";
    long seconds = micros / 1_000_000;
    return seconds / 60 + " min " + seconds % 60 + " s";
  }

  private static String tenths(long tenths) {
    return tenths % 10 == 0 ? Long.toString(tenths / 10) : tenths / 10 + "." + tenths % 10;
  }
}
