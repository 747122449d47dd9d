package lasthop.trace;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.ZoneOffset;
import java.util.Optional;

/// A time that somebody types to say which records are meant: `16:30`, `16:30:29.5`, `05-08T16:30`, `2017-05-08T16:30`
/// or seconds since boot, `324781.838361`. What is left out (year, date) is not compared.
///
/// @param uptime microseconds since boot; -1 for a time by the clock
/// @param date day of the year, if one was given
/// @param year the year, or -1
/// @param ofDay microseconds since midnight; -1 for a time since boot
record Moment(long uptime, Optional<MonthDay> date, int year, long ofDay) {
  private static final int NO_YEAR = 1972;

  /// @throws IllegalArgumentException when the text is none of these
  static Moment parse(String text) {
    try {
      if (text.indexOf(':') < 0) return new Moment(Math.round(Double.parseDouble(text) * 1e6), Optional.empty(), -1, -1);
      int t = Math.max(text.indexOf('T'), text.indexOf(' '));
      long ofDay = LocalTime.parse(text.substring(t + 1)).toNanoOfDay() / 1000;
      if (t < 0) return new Moment(-1, Optional.empty(), -1, ofDay);
      String date = text.substring(0, t);
      int year = date.length() > 5 ? Integer.parseInt(date.substring(0, date.length() - 6)) : -1;
      return new Moment(-1, Optional.of(MonthDay.parse("--" + date.substring(date.length() - 5))), year, ofDay);
    } catch (DateTimeException | NumberFormatException | IndexOutOfBoundsException e) {
      throw new IllegalArgumentException("bad time \"" + text + "\": write 16:30, 05-08T16:30:29, 2017-05-08T16:30 or seconds since boot", e);
    }
  }

  /// Whether the stamp has what this moment is told by.
  boolean covers(Stamp stamp) {
    return uptime >= 0 ? stamp.uptime() >= 0 : stamp.wall() >= 0;
  }

  /// Negative when the stamp is before this moment, positive when after; negative too when they cannot be compared.
  int compare(Stamp stamp) {
    if (!covers(stamp)) return -1;
    if (uptime >= 0) return Long.compare(stamp.uptime(), uptime);
    var then = LocalDateTime.ofEpochSecond(Math.floorDiv(stamp.wall(), 1_000_000L), 0, ZoneOffset.UTC);
    if (year >= 0 && then.getYear() != NO_YEAR && then.getYear() != year) return Integer.compare(then.getYear(), year);
    int days = date.map(d -> MonthDay.from(then).compareTo(d)).orElse(0);
    if (days != 0) return days;
    long micros = then.toLocalTime().toSecondOfDay() * 1_000_000L + Math.floorMod(stamp.wall(), 1_000_000L);
    return Long.compare(micros, ofDay);
  }
}
