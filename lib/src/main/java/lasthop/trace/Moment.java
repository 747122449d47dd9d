package lasthop.trace;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A time that somebody types to say which records are meant: `16:30`, `16:30:29.5`, `05-08T16:30`, `May  8 16:30:29`,
/// `2017-05-08`, `2017-05-08T16:30+02:00` or seconds since boot, `324781.838361`. What is left out (year, date) is not
/// compared; without a zone it is the time as the log writes it.
///
/// @param uptime microseconds since boot; -1 for a time by the clock
/// @param day as of 1972 when no year was given; empty for a time of any day
/// @param ofDay microseconds since midnight; -1 for a whole day
/// @param zone the offset from UTC in seconds, if one was given
record Moment(long uptime, Optional<LocalDate> day, long ofDay, Optional<Integer> zone) {
  private static final int NO_YEAR = 1972;
  private static final long DAY = 86_400_000_000L;
  private static final long YEAR = 366 * DAY;
  private static final String MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec";
  private static final Pattern TYPED = Pattern.compile(
      "(?:(?:(?:(\\d{4})-)?(\\d\\d)-(\\d\\d)|([A-Za-z]{3}) +(\\d{1,2}))(?:[T ]+|$))?(\\d\\d:\\d\\d(?::\\d\\d(?:\\.\\d{1,9})?)?)?(Z|[+-]\\d\\d:?\\d\\d)?");
  private static final Pattern ZONED = Pattern.compile("^\\d{4}-\\S*[\\d](Z|[+-]\\d\\d:?\\d\\d)(?: |$)");

  /// @throws IllegalArgumentException when the text is none of these
  static Moment parse(String text) {
    try {
      if (text.matches("\\d+(\\.\\d+)?")) return new Moment(Math.round(Double.parseDouble(text) * 1e6), Optional.empty(), -1, Optional.empty());
      Matcher m = TYPED.matcher(text.strip());
      if (!m.matches() || text.isBlank() || m.group(6) == null && date(m).isEmpty()) throw new DateTimeException(text);
      long ofDay = m.group(6) == null ? -1 : LocalTime.parse(m.group(6)).toNanoOfDay() / 1000;
      return new Moment(-1, date(m), ofDay, Optional.ofNullable(m.group(7)).map(Moment::offset));
    } catch (DateTimeException | NumberFormatException e) {
      throw new IllegalArgumentException("bad time \"" + text + "\": write 16:30, 05-08T16:30:29, 2017-05-08T16:30 or seconds since boot", e);
    }
  }

  private static Optional<LocalDate> date(Matcher m) {
    int year = m.group(1) == null ? NO_YEAR : Integer.parseInt(m.group(1));
    if (m.group(2) != null) return Optional.of(LocalDate.of(year, Integer.parseInt(m.group(2)), Integer.parseInt(m.group(3))));
    if (m.group(4) == null) return Optional.empty();
    int month = MONTHS.indexOf(m.group(4).toLowerCase(Locale.ROOT));
    if (month < 0 || month % 3 != 0) throw new DateTimeException(m.group(4));
    return Optional.of(LocalDate.of(year, month / 3 + 1, Integer.parseInt(m.group(5))));
  }

  private static int offset(String zone) {
    return ZoneOffset.of(zone).getTotalSeconds();
  }

  /// Whether the stamp has what this moment is told by.
  boolean covers(Stamp stamp) {
    return uptime >= 0 ? stamp.uptime() >= 0 : stamp.wall() >= 0;
  }

  /// Negative when the stamp is before this moment, positive when after; negative too when they cannot be compared.
  /// Where a year is missing, of the two ways round the year the shorter counts: a log passes New Year's Eve.
  int compare(Stamp stamp) {
    if (!covers(stamp)) return -1;
    if (uptime >= 0) return Long.compare(stamp.uptime(), uptime);
    long then = stamp.wall() + (zone.isPresent() ? zone.get() : written(stamp)) * 1_000_000L;
    if (day.isEmpty()) return Long.compare(Math.floorMod(then, DAY), ofDay);
    if (ofDay < 0) then = Math.floorDiv(then, DAY) * DAY;
    LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(then, DAY));
    boolean years = date.getYear() != NO_YEAR && day.get().getYear() != NO_YEAR;
    if (years) return Long.compare(then, day.get().toEpochDay() * DAY + Math.max(ofDay, 0));
    long apart = ofYear(date) + Math.floorMod(then, DAY) - ofYear(day.get()) - Math.max(ofDay, 0);
    return Long.signum(Math.floorMod(apart + YEAR / 2, YEAR) - YEAR / 2);
  }

  private static long ofYear(LocalDate date) {
    return (date.withYear(NO_YEAR).getDayOfYear() - 1) * DAY;
  }

  /// The zone that the log wrote the stamp in, in seconds from UTC; 0 where it wrote none.
  private static int written(Stamp stamp) {
    Matcher m = ZONED.matcher(stamp.written());
    return m.find() ? offset(m.group(1)) : 0;
  }
}
