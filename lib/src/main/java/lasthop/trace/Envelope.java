package lasthop.trace;

import java.nio.charset.StandardCharsets;

/// What stands before the message of a log line: stamps and the host's name. One object reads line after line.
///
/// Known are the forms of /dev/kmsg, dmesg (plain, -x, -T, iso), syslog files (traditional, RFC 3339, RFC 5424) and
/// journalctl's short ones. What is not understood is passed over: the message counts.
final class Envelope {
  private static final String MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec";
  private static final byte[] KERNEL = Cursor.key(" kernel: ");
  private static final long DAY = 86_400_000_000L;
  /// Day number of 1972-01-01: stamps without a year are read as of 1972, which has a 29 February.
  private static final int NO_YEAR = 1972;

  /// How much may stand before a line's own date: the name of a file, of a pod.
  private static final int LONGEST_PREFIX = 200;

  private final Pool pool;
  private byte[] b = {};
  private int at;
  private int end;
  private long wall;
  private long uptime;
  private boolean precise;
  private int dateFrom;
  private int dateTo;
  private int upFrom;
  private int upTo;
  private int month;
  private int day;
  private String host = "";
  /// Whether markup stands where the host's name does.
  private boolean foreign;
  /// What stood before the bracket of a line read earlier, and the wall clock and host it said.
  private byte[] known = {};
  private boolean knownPlain;
  private long knownWall;
  private boolean knownPrecise;
  private int knownDate;
  private String knownHost = "";

  Envelope(Pool pool) {
    this.pool = pool;
  }

  /// Reads the bytes from the line's start to its message. What other programs put before a log line (`> ` of a mail,
  /// a file's name, a byte order mark) is passed over.
  void read(byte[] bytes, int from, int message) {
    readAt(bytes, from, message);
    if ((isBare() || foreign) && !Markup.isFree(bytes, from, message)) {
      byte[] plain = Markup.without(bytes, from, message);
      readAt(plain, 0, plain.length);
    }
    for (int i = from + 1; isBare() && i < message && i - from < LONGEST_PREFIX; i++) {
      if (mayBegin(bytes[i - 1], bytes[i])) readAt(bytes, i, message);
    }
    if (isBare()) readAt(bytes, from, message);
  }

  /// Whether the line begins with a date or the time since boot, but for marks of quotation.
  boolean begins(byte[] bytes, int from, int to) {
    readAt(bytes, Markup.behindQuotes(bytes, from, to), to);
    return !isBare();
  }

  /// Whether neither a date nor the time since boot was found.
  private boolean isBare() {
    return wall < 0 && uptime < 0;
  }

  private static boolean mayBegin(byte before, byte c) {
    boolean apart = before <= ' ' || before == ']' || before == ':' || before == '>' || before == '"' || before == '(' || before == '`';
    return apart && (c == '[' || c == '<' || c >= '0' && c <= '9' || c >= 'A' && c <= 'S');
  }

  private void readAt(byte[] bytes, int from, int message) {
    b = bytes;
    at = from;
    end = message;
    wall = -1;
    uptime = -1;
    precise = false;
    dateFrom = dateTo = upFrom = upTo = from;
    host = "";
    foreign = false;
    if (isKnown()) return;
    priority();
    blanks();
    if (kmsg()) return;
    level();
    if (at < end && b[at] == '[') bracket();
    else date();
    blanks();
    if (at < end && b[at] != '[') host();
    blanks();
    if (uptime < 0 && at < end && b[at] == '[') {
      remember(from);
      bracket();
    }
  }

  /// Whether the line begins as one before it: date and host of most lines are those of the line above.
  private boolean isKnown() {
    int bracket = at + known.length;
    if (known.length == 0 || bracket >= end || b[bracket] != '[' || !java.util.Arrays.equals(b, at, bracket, known, 0, known.length)) return false;
    wall = knownWall;
    precise = knownPrecise;
    dateTo = dateFrom + knownDate;
    host = knownHost;
    at = bracket;
    bracket();
    return true;
  }

  /// Where the message begins to be of interest in a line that begins as one before it: at the bracket that ends its stamp.
  /// The line's start when it does not, or when what stands before is more than a stamp and a name.
  int glance(byte[] bytes, int from, int to) {
    int i = from + known.length;
    if (!knownPlain || i >= to || bytes[i] != '[' || !java.util.Arrays.equals(bytes, from, i, known, 0, known.length)) return from;
    for (i++; i < to && (bytes[i] >= '0' && bytes[i] <= '9' || bytes[i] == '.' || bytes[i] == ' '); i++) { }
    return i < to && bytes[i] == ']' ? i : from;
  }

  private void remember(int from) {
    if (foreign || dateFrom != from || dateTo == from || !java.util.Arrays.equals(b, Math.max(from, at - KERNEL.length), at, KERNEL, 0, KERNEL.length)) return;
    known = java.util.Arrays.copyOfRange(b, from, at);
    knownPlain = Remarks.isPlain(known, 0, known.length);
    knownWall = wall;
    knownPrecise = precise;
    knownDate = dateTo - from;
    knownHost = host;
  }

  private void host() {
    int from = at;
    while (at < end && !Cursor.isBlank(b[at])) at++;
    int to = at;
    blanks();
    boolean kernel = word("kernel");
    if (!kernel) skipTag();
    boolean named = to > from && b[to - 1] != ':' && (kernel || dateTo > dateFrom || upTo > upFrom);
    if (named) host = pool.get(b, from, to);
    foreign = !Markup.isFree(b, from, to);
  }

  /// The host's name of the line last read; empty when it has none.
  String hostName() {
    return host;
  }

  /// Of the stamp of the line last read, as in [Stamp].
  long uptime() {
    return uptime;
  }

  long wall() {
    return wall;
  }

  boolean isPrecise() {
    return precise;
  }

  /// The stamp of the line last read.
  Stamp stamp() {
    if (wall < 0 && uptime < 0) return Stamp.NONE;
    return new Stamp(upTo > upFrom ? withUptime() : pool.get(b, dateFrom, dateTo), uptime, wall, precise);
  }

  private String withUptime() {
    int date = dateTo > dateFrom ? dateTo - dateFrom + 1 : 0;
    byte[] text = new byte[date + upTo - upFrom];
    if (date > 0) {
      System.arraycopy(b, dateFrom, text, 0, date - 1);
      text[date - 1] = ' ';
    }
    System.arraycopy(b, upFrom, text, date, upTo - upFrom);
    return new String(text, StandardCharsets.UTF_8);
  }

  private void blanks() {
    while (at < end && (b[at] == ' ' || b[at] == '\t')) at++;
  }

  private boolean word(String text) {
    if (end - at < text.length()) return false;
    for (int i = 0; i < text.length(); i++) {
      if (b[at + i] != text.charAt(i)) return false;
    }
    at += text.length();
    while (at < end && (b[at] == ':' || b[at] == '-' || b[at] == ' ')) at++;
    return true;
  }

  /// `sshd[12]:`, the tag of a line that is not the kernel's.
  private void skipTag() {
    int start = at;
    while (at < end && b[at] > ' ' && b[at] != '[') at++;
    while (at < end && b[at] > ' ') at++;
    if (at == start || b[at - 1] != ':') at = start;
    else blanks();
  }

  private void priority() {
    if (at >= end || b[at] != '<') return;
    int i = at + 1;
    while (i < end && b[i] >= '0' && b[i] <= '9') i++;
    if (i >= end || b[i] != '>') return;
    at = i + 1;
    if (at + 1 < end && b[at] == '1' && b[at + 1] == ' ') at += 2;
  }

  /// `4,6977,493710091,-;`
  private boolean kmsg() {
    int i = digits(at);
    if (i == at || i >= end || b[i] != ',') return false;
    int j = digits(i + 1);
    if (j == i + 1 || j >= end || b[j] != ',') return false;
    int k = digits(j + 1);
    if (k == j + 1 || k >= end || b[k] != ',') return false;
    upFrom = j + 1;
    upTo = k;
    uptime = value(j + 1, k);
    precise = true;
    at = end;
    return true;
  }

  private int digits(int i) {
    while (i < end && b[i] >= '0' && b[i] <= '9') i++;
    return i;
  }

  private long value(int from, int to) {
    long value = 0;
    for (int i = from; i < to && i - from < 18; i++) value = value * 10 + (b[i] == ' ' ? 0 : b[i] - '0');
    return value;
  }

  /// `kern  :warn  : ` of dmesg -x.
  private void level() {
    int i = at;
    for (int colon = 0; colon < 2; colon++) {
      int from = i;
      while (i < end && b[i] >= 'a' && b[i] <= 'z') i++;
      if (i == from) return;
      while (i < end && b[i] == ' ') i++;
      if (i >= end || b[i] != ':') return;
      i++;
      while (colon == 1 && i < end && b[i] == ' ') i++;
    }
    at = i;
  }

  /// `[324781.838361]`, or `[Mon May  8 16:30:29 2017]`.
  private void bracket() {
    int open = at;
    int i = at + 1;
    while (i < end && b[i] == ' ') i++;
    int dot = digits(i);
    if (dot > i && dot < end && b[dot] == '.') {
      int close = digits(dot + 1);
      if (close >= end || b[close] != ']') return;
      uptime = value(i, dot) * 1_000_000 + fraction(dot + 1, close);
      precise = true;
      upFrom = open;
      upTo = close + 1;
      at = close + 1;
      return;
    }
    int close = i;
    while (close < end && b[close] != ']') close++;
    if (close >= end || close - i < 20) return;
    int saved = at;
    at = i + 4;
    int before = end;
    end = close;
    boolean read = bsd();
    blanks();
    int year = (int) value(at, digits(at));
    end = before;
    at = read ? close + 1 : saved;
    if (!read) return;
    wall += (days(year, month, day) - days(NO_YEAR, month, day)) * DAY;
    dateFrom = open;
    dateTo = close + 1;
  }

  private long fraction(int from, int to) {
    long value = 0;
    for (int i = 0; i < 6; i++) value = value * 10 + (from + i < to ? b[from + i] - '0' : 0);
    return value;
  }

  private void date() {
    if (at >= end) return;
    int from = at;
    boolean read = b[at] >= '0' && b[at] <= '9' ? iso() : bsd();
    if (!read) {
      at = from;
      return;
    }
    dateFrom = from;
    dateTo = at;
  }

  /// `May  8 16:30:29`, with microseconds or without.
  private boolean bsd() {
    month = month();
    if (month < 0) return false;
    at += 3;
    blanks();
    int i = digits(at);
    day = (int) value(at, i);
    if (day < 1 || day > 31 || i >= end || !Cursor.isBlank(b[i])) return false;
    at = i;
    blanks();
    return clock(days(NO_YEAR, month, day));
  }

  private int month() {
    if (end - at < 4) return -1;
    for (int m = 0; m < 12; m++) {
      int k = 0;
      while (k < 3 && (b[at + k] | 0x20) == MONTHS.charAt(3 * m + k)) k++;
      if (k == 3) return m + 1;
    }
    return -1;
  }

  /// `2017-05-08T16:30:29.838361+00:00` in its variants.
  private boolean iso() {
    if (end - at < 19 || b[at + 4] != '-' || b[at + 7] != '-' || (b[at + 10] != 'T' && b[at + 10] != ' ')) return false;
    long days = days((int) value(at, at + 4), (int) value(at + 5, at + 7), (int) value(at + 8, at + 10));
    at += 11;
    if (!clock(days)) return false;
    if (at < end && b[at] == 'Z') {
      at++;
    } else if (at < end && (b[at] == '+' || b[at] == '-')) {
      int sign = b[at] == '-' ? -1 : 1;
      int i = at + 1;
      boolean colon = i + 2 < end && b[i + 2] == ':';
      long minutes = value(i, Math.min(i + 2, end)) * 60 + value(i + (colon ? 3 : 2), Math.min(i + (colon ? 5 : 4), end));
      wall -= sign * minutes * 60_000_000L;
      at = Math.min(i + (colon ? 5 : 4), end);
    }
    return true;
  }

  private boolean clock(long days) {
    if (end - at < 8 || b[at + 2] != ':' || b[at + 5] != ':') return false;
    long seconds = value(at, at + 2) * 3600 + value(at + 3, at + 5) * 60 + value(at + 6, at + 8);
    at += 8;
    wall = days * DAY + seconds * 1_000_000L;
    if (at + 1 < end && (b[at] == '.' || b[at] == ',') && b[at + 1] >= '0' && b[at + 1] <= '9') {
      int to = digits(at + 1);
      wall += fraction(at + 1, to);
      at = to;
      precise = true;
    }
    return true;
  }

  /// Days since 1970-01-01 in the Gregorian calendar.
  static long days(int year, int month, int day) {
    int y = month <= 2 ? year - 1 : year;
    int era = Math.floorDiv(y, 400);
    int yearOfEra = y - era * 400;
    int dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097L + yearOfEra * 365L + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719468;
  }
}
