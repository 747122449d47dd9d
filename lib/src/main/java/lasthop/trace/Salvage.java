package lasthop.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lasthop.text.Origin;
import lasthop.text.Repair;
import lasthop.text.Report;
import lasthop.text.Unread;

/// Damaged TRACE text: wrapped, glued, letter case changed, blanks inside words, octets lost. Lines are collected until
/// a clean one comes, then read as one squeezed text in which only the order of the keys counts.
///
/// Decides only what the text itself decides; what other records of the same packet prove is [Completion]'s part.
final class Salvage {
  private static final int ENOUGH = 1 << 18;
  private static final int CONTINUATION = 2048;
  /// Compiled when the first damage is met: most logs have none.
  private static final class Patterns {
    static final Pattern HOP = Pattern.compile("(raw|mangle|nat|filter|security):([^:=]{1,60}):(rule|return|policy):(\\d{1,6})in=");
    static final Pattern WORD = Pattern.compile("[a-z]{2,9}=|trace:|(?:raw|mangle|nat|filter|security):|df|mf|ce|frag:|opt|\\(|cwr|ece|urg|ack|psh|rst|syn|fin|incomplete|\\[|bytes\\]");
  }
  private static final String MARK = "trace:";
  /// No stamp in brackets is longer.
  private static final int UPTIME = 24;

  private static final byte[] NOTHING = {};
  private static final String[] OPEN_ENDS = {"kernel:", "t", "tr", "tra", "trac", "trace"};

  private final Names names;
  private final Envelope envelope = new Envelope(new Pool());
  private Squeezed.Builder pending = new Squeezed.Builder();
  private int sinceAnchor;
  private byte[] before = NOTHING;
  private int beforeLine;
  private long beforeOffset;

  /// @param events in the order of the text
  /// @param gaps one for each record cut short
  record Result(List<Event> events, List<Gap> gaps, Report report) {}

  Salvage(Hints hints) {
    names = new Names(hints);
  }

  Names names() {
    return names;
  }

  boolean isPending() {
    return pending.length() > 0;
  }

  /// Whether enough is collected to decode some: a paste may be one line of many megabytes.
  boolean isFull() {
    return pending.length() > ENOUGH;
  }

  /// Whether the line is damaged TRACE text or goes on with some.
  boolean wants(byte[] b, int from, int to, boolean hasMark) {
    if (hasMark || looksDamaged(b, from, to)) return true;
    return isPending() && sinceAnchor < CONTINUATION && to > from && !startsAnew(b, from, to);
  }

  /// Whether the line is a whole one of its own that cannot be part of a record, whatever damage is around it.
  boolean isForeign(byte[] b, int from, int to) {
    return !looksDamaged(b, from, to) && startsAnew(b, from, to);
  }

  /// A colon behind "trace", in any case and with blanks between, or behind "rule", "return" or "policy" and before a
  /// digit.
  private static boolean looksDamaged(byte[] b, int from, int to) {
    for (int i = from + 4; i < to; i++) {
      boolean wide = Markup.isWideColon(b, i, to);
      if (b[i] != ':' && !wide) continue;
      if (endsWith(b, from, i, "trace")) return true;
      int next = i + (wide ? 3 : 1);
      while (next < to && isGap(b[next])) next++;
      boolean digit = next < to && b[next] >= '0' && b[next] <= '9';
      if (digit && (endsWith(b, from, i, "rule") || endsWith(b, from, i, "return") || endsWith(b, from, i, "policy"))) return true;
    }
    return false;
  }

  private static boolean endsWith(byte[] b, int from, int end, String word) {
    int i = end - 1;
    for (int k = word.length() - 1; k >= 0; k--) {
      while (i >= from && isGap(b[i])) i--;
      if (i < from || (b[i] | 0x20) != word.charAt(k)) return false;
      i--;
    }
    return true;
  }

  /// A blank, or part of a character that the kernel's logger never writes.
  private static boolean isGap(byte c) {
    return c == ' ' || c < 0;
  }

  /// Whether the line begins with an envelope of its own and so is no continuation of the one before.
  private boolean startsAnew(byte[] b, int from, int to) {
    return envelope.begins(b, from, Math.min(to, from + 120));
  }

  void add(byte[] b, int from, int to, int line, long offset) {
    if (!isPending() && before.length > 0) pending.add(before, 0, before.length, beforeLine, beforeOffset);
    before = NOTHING;
    sinceAnchor = looksDamaged(b, from, to) ? 0 : sinceAnchor + to - from;
    pending.add(b, from, to, line, offset);
  }

  /// Keeps a short line that may hold nothing but the envelope of a record wrapped onto the next.
  void remember(byte[] b, int from, int to, int line, long offset) {
    boolean open = to - from > 12 && to - from <= 132 && hasOpenEnd(b, from, to);
    before = open ? java.util.Arrays.copyOfRange(b, from, to) : NOTHING;
    beforeLine = line;
    beforeOffset = offset;
  }

  private static boolean hasOpenEnd(byte[] b, int from, int to) {
    int end = to;
    while (end > from && Cursor.isBlank(b[end - 1])) end--;
    if (end > from && b[end - 1] == ']') return true;
    for (int i = end - 1; i >= Math.max(from, end - UPTIME); i--) {
      if (b[i] == '[') return true;
    }
    for (String word : OPEN_ENDS) {
      if (endsWith(b, from, end, word)) return true;
    }
    return false;
  }

  /// One hop found in the text.
  private record Anchor(int record, int mark, int hop, int body, String table, int chain, int chainEnd, Kind kind, int number,
      DamagedEnvelope.Found envelope) {}

  /// Reads all that was collected and forgets it.
  Result decode(String file) {
    Squeezed text = pending.build();
    pending = new Squeezed.Builder();
    sinceAnchor = 0;
    var out = new Result(new ArrayList<>(), new ArrayList<>(), Report.EMPTY);
    var repairs = new ArrayList<Repair>();
    var unread = new ArrayList<Unread>();
    List<Anchor> anchors = anchors(text, file, unread, out.gaps());
    for (Anchor a : anchors) {
      if (!text.hasGap(a.chain(), a.chainEnd())) names.learnChain(a.table(), text.raw(a.chain(), a.chainEnd()));
    }
    var cut = new CutLines(file);
    for (int i = 0; i < anchors.size(); i++) {
      int end = i + 1 < anchors.size() ? anchors.get(i + 1).record() : text.length();
      boolean whole = record(text, anchors.get(i), end, file, out, repairs, unread);
      int line = text.line(anchors.get(i).hop());
      if (!whole && text.line(end - 1) == line) cut.add(line, text.width(line));
    }
    cut.report().ifPresent(unread::add);
    strays(text, anchors, file, unread, out.gaps());
    return new Result(out.events(), out.gaps(), new Report(repairs, unread));
  }

  private static List<Anchor> anchors(Squeezed text, String file, List<Unread> unread, List<Gap> gaps) {
    var anchors = new ArrayList<Anchor>();
    Matcher m = Patterns.HOP.matcher(text.low);
    int floor = 0;
    while (m.find()) {
      int mark = m.start() - MARK.length();
      if (mark < floor || !text.low.startsWith(MARK, mark)) {
        var origin = new Origin(file, text.line(m.start()));
        unread.add(new Unread(origin, text.raw(m.start(), Math.min(text.length(), m.start() + 200)), "looks like a TRACE record but the word TRACE is not before it"));
        gaps.add(new Gap(origin, Stamp.NONE, "", -1, "a record is damaged here"));
        continue;
      }
      var envelope = DamagedEnvelope.before(text, mark, floor);
      anchors.add(new Anchor(envelope.from(), mark, m.start(), m.end(), m.group(1), m.start(2), m.end(2),
          Kind.valueOf(m.group(3).toUpperCase(Locale.ROOT)), Integer.parseInt(m.group(4)), envelope));
      floor = m.end();
    }
    return anchors;
  }

  /// @return whether its last required key is there
  private boolean record(Squeezed text, Anchor a, int end, String file, Result out, List<Repair> repairs, List<Unread> unread) {
    var origin = new Origin(file, text.line(a.record()));
    var fields = new DamagedFields(text, names, a.body(), end).read();
    Names.Spelling chain = names.chain(a.table(), text.raw(a.chain(), a.chainEnd()));
    boolean nextFollows = end < text.length();
    if (!fields.isWhole()) {
      out.gaps().add(new Gap(origin, a.envelope().stamp(), a.envelope().host(), -1, "a record is cut short here"));
    }
    var reading = new Reading(fields.missing(), !chain.certain(), true, false);
    out.events().add(new Event(origin, text.offset(a.record()), a.envelope().stamp(), host(a.envelope().host()), a.table(), chain.name(),
        a.kind(), a.number(), NftStep.NONE, fields.packet(), reading));
    repairs.add(new Repair(origin, out.events().getLast().hop() + ": " + what(text, a, fields, end, chain)));
    if (nextFollows && fields.end() < end - 40 && fields.isWhole()) {
      unread.add(new Unread(new Origin(file, text.line(fields.end())), text.raw(fields.end(), Math.min(end, fields.end() + 200)),
          "text between two records that belongs to neither"));
    }
    return fields.isWhole();
  }

  private static String host(String written) {
    return written.toLowerCase(Locale.ROOT);
  }

  private static String what(Squeezed text, Anchor a, DamagedFields fields, int end, Names.Spelling chain) {
    var parts = new ArrayList<String>();
    int behind = Math.max(a.body(), fields.end());
    int firstLine = text.line(a.record());
    int lastLine = text.line(behind - 1);
    if (lastLine > firstLine) parts.add("joined from " + (lastLine - firstLine + 1) + " lines");
    if (a.record() > 0 && text.line(a.record() - 1) == firstLine) parts.add(isFirstOfLine(text, a) ? "what stands before it in its line left out" : "separated from the record before it");
    String written = text.raw(a.chain(), a.chainEnd());
    if (!written.equals(chain.name())) {
      parts.add("chain " + written + " read as " + chain.name() + (chain.certain() ? "" : " (letter case by convention, uncertain)"));
    }
    if (!text.raw(a.mark(), a.mark() + MARK.length()).equals("TRACE:")) parts.add("letter case restored");
    if (text.isDressed(firstLine, lastLine)) parts.add("marks of a terminal, a mailer or a page taken out");
    if (hasBlankInWord(text, a.mark(), fields.isWhole() ? behind : a.body())) parts.add("blanks inside words removed");
    if (fields.isWhole() && behind < end && text.line(behind) == lastLine) parts.add("what follows it in its line left out");
    if (!fields.missing().isEmpty()) parts.add("not readable: " + String.join(", ", fields.missing()));
    return parts.isEmpty() ? "blanks or tabs where the kernel writes none" : String.join("; ", parts);
  }

  private static boolean isFirstOfLine(Squeezed text, Anchor a) {
    int before = text.low.lastIndexOf(MARK, a.mark() - 1);
    return before < 0 || text.line(before) < text.line(a.record());
  }

  /// Whether a blank within a line stands before anything but a word that begins a part of a record.
  private static boolean hasBlankInWord(Squeezed text, int from, int to) {
    Matcher word = Patterns.WORD.matcher(text.low);
    for (int i = from + 1; i < to; i++) {
      if (text.gap(i) && text.line(i) == text.line(i - 1) && !word.region(i, to).lookingAt()) return true;
    }
    return false;
  }

  /// TRACE-like text that holds no hop.
  private static void strays(Squeezed text, List<Anchor> anchors, String file, List<Unread> unread, List<Gap> gaps) {
    int from = 0;
    int next = 0;
    while (true) {
      int mark = text.low.indexOf(MARK, from);
      if (mark < 0) return;
      from = mark + MARK.length();
      while (next < anchors.size() && anchors.get(next).mark() < mark) next++;
      if (next < anchors.size() && anchors.get(next).mark() == mark) continue;
      var origin = new Origin(file, text.line(mark));
      int to = next < anchors.size() ? Math.min(anchors.get(next).record(), mark + 200) : Math.min(text.length(), mark + 200);
      unread.add(new Unread(origin, text.raw(mark, Math.max(to, from)), "looks like a TRACE record but shows no table, chain and number"));
      gaps.add(new Gap(origin, Stamp.NONE, "", -1, "a record is cut short here"));
    }
  }
}
