package lasthop.trace;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds the stamp and host that stand before a record in squeezed text, and so where the record begins.
final class DamagedEnvelope {
  private static final String MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)";
  private static final String CLOCK = "\\d\\d:\\d\\d:\\d\\d(?:[.,]\\d{1,9})?";
  private static final String UP = "(?<up>\\[\\d{1,9}\\.\\d{6}\\])?";
  private static final String HOST = "(?:(?<host>[a-z0-9][a-z0-9._-]{0,63}?)kernel(?::|---))?";
  private static final Pattern DATED = Pattern.compile("(?:<\\d{1,3}>1?)?(?:kern:[a-z]{3,6}:)?(?:(?<month>" + MONTH + ")(?<day>\\d{1,2}?)(?<clock>"
      + CLOCK + ")|(?<iso>\\d{4}-\\d\\d-\\d\\d)t(?<isoclock>" + CLOCK + ")(?<zone>z|[+-]\\d\\d:?\\d\\d)?)" + HOST + UP);
  private static final Pattern UPTIME = Pattern.compile("(?:<\\d{1,3}>)?(?:kern:[a-z]{3,6}:)?(?<up>\\[\\d{1,9}\\.\\d{6}\\])" + HOST);
  private static final Pattern LONG_DATE = Pattern.compile("(?:kern:[a-z]{3,6}:)?\\[(?<week>mon|tue|wed|thu|fri|sat|sun)(?<month>" + MONTH
      + ")(?<day>\\d{1,2}?)(?<clock>\\d\\d:\\d\\d:\\d\\d)(?<year>\\d{4})\\]");
  private static final Pattern KMSG = Pattern.compile("\\d{1,3},\\d+,(?<usec>\\d+),[^;]{1,8};");
  private static final int LONGEST = 160;

  /// @param from where the record begins; the message's own position when no envelope was found
  record Found(int from, Stamp stamp, String host) {}

  private DamagedEnvelope() {}

  /// The envelope that ends where the message begins, looked for no further back than the floor.
  static Found before(Squeezed text, int message, int floor) {
    Found best = new Found(message, Stamp.NONE, "");
    for (int at = message - 1; at >= Math.max(floor, message - LONGEST); at--) {
      for (Pattern p : candidates(text.low.charAt(at))) {
        Matcher m = p.matcher(text.low).region(at, message);
        // A priority is bare digits: glued to the number before it, only a blank would show where it begins.
        if (!m.matches() || p == KMSG && best.from() < message && !text.gap(at)) continue;
        best = new Found(at, stamp(text, m, p), p == DATED || p == UPTIME ? host(text, m) : "");
      }
    }
    return best;
  }

  private static Pattern[] candidates(char c) {
    if (c == '[') return new Pattern[] {UPTIME, LONG_DATE};
    if (c == '<' || c == 'k') return new Pattern[] {DATED, UPTIME, LONG_DATE};
    if (c >= '0' && c <= '9') return new Pattern[] {DATED, KMSG};
    return c >= 'a' && c <= 's' ? new Pattern[] {DATED} : new Pattern[0];
  }

  private static String host(Squeezed text, Matcher m) {
    return m.group("host") == null ? "" : text.raw(m.start("host"), m.end("host"));
  }

  /// Writes the stamp as it stood before the damage and reads that.
  private static Stamp stamp(Squeezed text, Matcher m, Pattern p) {
    String written;
    if (p == KMSG) written = "4,0," + m.group("usec") + ",-;";
    else if (p == UPTIME) written = m.group("up") + " ";
    else if (p == LONG_DATE) written = "[" + title(m.group("week")) + " " + title(m.group("month")) + " " + m.group("day") + " " + m.group("clock") + " " + m.group("year") + "] ";
    else if (m.group("iso") != null) written = m.group("iso") + "T" + m.group("isoclock") + (m.group("zone") == null ? "" : m.group("zone").toUpperCase(Locale.ROOT)) + " x kernel: ";
    else written = title(m.group("month")) + " " + m.group("day") + " " + m.group("clock") + " x kernel: ";
    if (p == DATED && m.group("up") != null) written += m.group("up") + " ";
    byte[] bytes = written.getBytes(StandardCharsets.US_ASCII);
    var envelope = new Envelope(new Pool());
    envelope.read(bytes, 0, bytes.length);
    return envelope.stamp();
  }

  private static String title(String word) {
    return Character.toUpperCase(word.charAt(0)) + word.substring(1);
  }
}
