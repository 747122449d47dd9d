package lasthop.trace;

/// When a record was made, as far as its line tells.
///
/// @param written the stamps as they stand in the line, blank-separated; empty when the line has none
/// @param uptime microseconds since boot; -1 when not written
/// @param wall microseconds since 1970-01-01T00:00Z; -1 when not written. A stamp without a zone is read as if it were
///     UTC, one without a year as of 1972 (a leap year), so that such stamps compare within their log and no further
/// @param precise whether wall counts microseconds and not just seconds
public record Stamp(String written, long uptime, long wall, boolean precise) {
  public static final Stamp NONE = new Stamp("", -1, -1, false);

  /// Microseconds from the other stamp to this one by the finest clock both have; -1 when they share none or it went backwards.
  public long since(Stamp earlier) {
    return since(uptime, wall, earlier.uptime, earlier.wall);
  }

  static long since(long uptime, long wall, long earlierUptime, long earlierWall) {
    if (uptime >= 0 && earlierUptime >= 0) return Math.max(uptime - earlierUptime, -1);
    return wall >= 0 && earlierWall >= 0 ? Math.max(wall - earlierWall, -1) : -1;
  }
}
