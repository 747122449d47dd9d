package lasthop.netfilter;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import lasthop.ip.Family;
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
