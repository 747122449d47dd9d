package lasthop.netfilter;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import lasthop.ip.Family;
import lasthop.ip.Ip;
import lasthop.text.Origin;

/// Makes rules of one text on demand: for each rule there is only where its line begins.
final class RuleSource {
  private final ByteBuffer text;
  private final String file;
  private final Family family;

  RuleSource(ByteBuffer text, String file, Family family) {
    this.text = text;
    this.file = file;
    this.family = family;
  }

  String file() {
    return file;
  }

  Family family() {
    return family;
  }

  /// The rule of a line that begins at an offset.
  ///
  /// @param part which of the rules that line makes, from 0
  Rule rule(Chain chain, int number, int offset, int line, int part) {
    String words = line(offset);
    Optional<Counters> counters = Optional.empty();
    if (words.startsWith("[")) {
      int end = words.indexOf(']');
      counters = counters(words.substring(0, Math.max(0, end) + 1));
      words = words.substring(end + 1).strip();
    }
    Origin origin = new Origin(file, line);
    try {
      List<RuleLine> read = RuleParser.parse(words, family);
      if (read.isEmpty()) throw new Refused("the rule is for the other family");
      RuleLine rule = read.get(Math.min(part, read.size() - 1));
      return new Rule(chain.table(), chain.name(), number, rule.matches(), rule.target(),
          counters.or(rule::counters), rule.text(), origin);
    } catch (Refused e) {
      return unread(chain, number, counters, words, origin, e.getMessage());
    }
  }

  /// A rule that could not be read still has its place: it may match anything and do anything.
  private static Rule unread(Chain chain, int number, Optional<Counters> counters, String words, Origin origin, String why) {
    var open = new Condition(words, false, new Test.Unmodelled(why));
    return new Rule(chain.table(), chain.name(), number, List.of(new Match("unread", List.of(), List.of(open))),
        new Target.Unmodelled("unread"), counters, words, origin);
  }

  /// ` -d ADDRESS/32 ` in bytes.
  static byte[] destination(Ip dst) {
    return (" -d " + dst + "/" + dst.family().bits() + " ").getBytes(StandardCharsets.US_ASCII);
  }

  /// Whether the line of a rule `-A CHAIN -d ADDRESS/32 …` asks for another address than this: told by its letters alone, so
  /// that of a long chain few rules need to be read. False where the line looks otherwise.
  ///
  /// @param name how long the chain's name is
  boolean asksForOther(int offset, int name, byte[] wanted) {
    int at = offset + 3 + name;
    if (at + 4 > text.limit() || text.get(offset) != '-') return false;
    for (int i = 0; i < 4; i++) {
      if (text.get(at + i) != wanted[i]) return false;
    }
    int i = 4;
    while (i < wanted.length && at + i < text.limit() && text.get(at + i) == wanted[i]) i++;
    return i < wanted.length && isHost(at + 4);
  }

  /// `10.0.0.1/32 ` and no other spelling of an address.
  private boolean isHost(int from) {
    int at = from;
    for (int octet = 0; octet < 4; octet++) {
      int begin = at;
      int value = 0;
      while (at < text.limit() && at - begin < 4 && text.get(at) >= '0' && text.get(at) <= '9') value = value * 10 + text.get(at++) - '0';
      if (at == begin || value > 255 || text.get(begin) == '0' && at - begin > 1) return false;
      if (at + 4 > text.limit() || text.get(at++) != (octet < 3 ? '.' : '/')) return false;
    }
    return text.get(at) == '3' && text.get(at + 1) == '2' && text.get(at + 2) == ' ';
  }

  /// The line at an offset, without its line end.
  String line(int offset) {
    int end = offset;
    int limit = text.limit();
    while (end < limit && text.get(end) != '\n') end++;
    while (end > offset && text.get(end - 1) == '\r') end--;
    byte[] bytes = new byte[end - offset];
    text.get(offset, bytes);
    return new String(bytes, StandardCharsets.UTF_8).strip();
  }

  /// `[packets:bytes]`; empty if it is not that.
  static Optional<Counters> counters(String word) {
    int colon = word.indexOf(':');
    if (colon < 2 || !word.startsWith("[") || !word.endsWith("]")) return Optional.empty();
    try {
      return Optional.of(new Counters(Long.parseUnsignedLong(word.substring(1, colon)),
          Long.parseUnsignedLong(word.substring(colon + 1, word.length() - 1))));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
