package lasthop.trace;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import lasthop.ip.Ip;

/// Kernel and logger lines that are no TRACE but say something about one: martians, and records lost.
final class Remarks {
  private static final byte[] MARTIAN = Cursor.key("martian "), HEADER = Cursor.key("ll header: "),
      SUPPRESSED = Cursor.key("uppressed"), MISSED = Cursor.key("Missed "), LOST = Cursor.key("lost "), DROPPED = Cursor.key("messages dropped");
  private static final byte[][] WORDS = {MARTIAN, SUPPRESSED, MISSED, LOST, DROPPED};

  /// Letters that begin the words above.
  private static final boolean[] STARTS = starts();

  private static final boolean[] GLANCES = with(STARTS, ":\u00ef");
  /// What may stand before the colon of a damaged record: the last letter of its words, a blank, or part of a character that
  /// the kernel's logger never writes.
  private static final boolean[] ENDS = ends();

  private Remarks() {}

  private static boolean[] ends() {
    boolean[] ends = with(new boolean[256], " eEnNyY");
    java.util.Arrays.fill(ends, 128, 256, true);
    return ends;
  }

  private static boolean[] with(boolean[] some, String more) {
    boolean[] all = some.clone();
    for (int i = 0; i < more.length(); i++) all[more.charAt(i)] = true;
    return all;
  }

  private static boolean[] starts() {
    var starts = new boolean[256];
    for (byte[] word : WORDS) starts[word[0]] = true;
    return starts;
  }

  /// Whether nothing stands between the two positions that could be a remark, a record, or what damage left of one: at one
  /// glance, for nearly half of the lines of a log are such.
  static boolean isPlain(byte[] b, int from, int to) {
    boolean[] glances = GLANCES;
    for (int i = from; i < to; i++) {
      if (glances[b[i] & 255] && (i > from || b[i] != ':') && speaks(b, i, to)) return false;
    }
    return true;
  }

  /// Of damaged records, the colon behind "trace", "rule", "return" or "policy" tells: see [Salvage].
  private static boolean speaks(byte[] b, int at, int to) {
    byte next = at + 1 < to ? b[at + 1] : 0;
    return switch (b[at]) {
      case ':' -> ENDS[b[at - 1] & 255];
      case (byte) 0xef -> Markup.isWideColon(b, at, to);
      case 'm' -> (next == 'a' || next == 'e') && isWord(b, at, to);
      case 'u' -> next == 'p' && isWord(b, at, to);
      case 'M' -> next == 'i' && isWord(b, at, to);
      default -> next == 'o' && isWord(b, at, to);
    };
  }

  /// Whether a remark's word stands between the two positions. One pass: nearly all lines of a log hold none.
  static boolean mayRemark(byte[] b, int from, int to) {
    boolean[] starts = STARTS;
    for (int i = from; i < to; i++) {
      if (starts[b[i] & 255] && isWord(b, i, to)) return true;
    }
    return false;
  }

  private static boolean isWord(byte[] b, int at, int to) {
    for (byte[] word : WORDS) {
      if (to - at >= word.length && b[at + 1] == word[1] && Arrays.equals(b, at, at + word.length, word, 0, word.length)) return true;
    }
    return false;
  }

  /// Where the pattern begins between the two positions; -1 if it is not there.
  static int find(byte[] b, int from, int to, byte[] pattern) {
    byte first = pattern[0];
    int lastStart = to - pattern.length;
    next:
    for (int i = from; i <= lastStart; i++) {
      if (b[i] != first) continue;
      for (int k = 1; k < pattern.length; k++) {
        if (b[i + k] != pattern[k]) continue next;
      }
      return i;
    }
    return -1;
  }

  /// `IPv4: martian source 172.20.5.80 from 127.0.0.7, on dev lan0`, from "martian" on.
  static Optional<String[]> martian(byte[] b, int from, int to) {
    int at = find(b, from, to, MARTIAN);
    if (at < 0) return Optional.empty();
    String text = new String(b, at, to - at, StandardCharsets.UTF_8).strip();
    String[] words = text.split(" +");
    if (words.length < 7 || !words[3].equals("from")) return Optional.empty();
    String src = words[4].endsWith(",") ? words[4].substring(0, words[4].length() - 1) : words[4];
    int dev = words[5].equals("on") ? 6 : 5;
    if (!words[dev].equals("dev") || dev + 1 >= words.length) return Optional.empty();
    if (Ip.tryParse(words[2]).isEmpty() || Ip.tryParse(src).isEmpty()) return Optional.empty();
    return Optional.of(new String[] {words[1], words[2], src, words[dev + 1]});
  }

  /// The octets of an `ll header: 00000000: 52 54 ...` line; empty if it is none.
  static Optional<String> linkHeader(byte[] b, int from, int to) {
    int at = find(b, from, to, HEADER);
    if (at < 0) return Optional.empty();
    String text = new String(b, at + HEADER.length, to - at - HEADER.length, StandardCharsets.UTF_8).strip();
    int colon = text.indexOf(": ");
    String octets = colon == 8 ? text.substring(10) : text;
    int ascii = octets.indexOf("  ");
    return Optional.of(ascii < 0 ? octets : octets.substring(0, ascii));
  }

  /// Where the log says that records are missing: printk's and net_ratelimit's "callbacks suppressed", journald's
  /// "Suppressed N messages" and "Missed N kernel messages", rsyslog's "imklog: lost N messages".
  static Optional<Loss> loss(byte[] b, int from, int to) {
    for (byte[] word : new byte[][] {SUPPRESSED, MISSED, LOST, DROPPED}) {
      int at = find(b, from, to, word);
      if (at < 0) continue;
      String text = new String(b, from, to - from, StandardCharsets.UTF_8).strip();
      if (!text.contains("message") && !text.contains("callbacks suppressed") && !text.contains("printk")) continue;
      return Optional.of(new Loss(count(text), text));
    }
    return Optional.empty();
  }

  /// The number before what was lost: a date and a process have numbers too.
  private static long count(String text) {
    String[] words = text.split("[ :]+");
    for (int i = 0; i + 1 < words.length; i++) {
      boolean lost = words[i + 1].startsWith("callbacks") || words[i + 1].startsWith("message") || words[i + 1].equals("kernel") || words[i + 1].equals("printk");
      if (lost && !words[i].isEmpty() && words[i].length() < 12 && words[i].chars().allMatch(c -> c >= '0' && c <= '9')) return Long.parseLong(words[i]);
    }
    return -1;
  }

  /// @param count how many records; -1 when the line does not say
  record Loss(long count, String text) {}
}
