package lasthop.collect;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import lasthop.ip.Family;

/// Rules of a capture that was killed before it could take them away. Its mark tells them from everybody else's.
final class Leftovers {
  private Leftovers() {}

  /// What to run to be rid of them, in order; rules of a capture that still runs are left alone.
  ///
  /// @param inside words that run a command in the namespace to look at; empty for this one
  static List<Command> commands(List<String> inside) throws IOException {
    var commands = new ArrayList<Command>();
    for (String tool : List.of("iptables-legacy", "ip6tables-legacy", "iptables-nft", "ip6tables-nft")) {
      for (String line : Shell.lines(Command.of(inside, tool + "-save"))) iptables(tool, line, inside, commands);
    }
    for (String line : Shell.lines(Command.of(inside, "nft", "list", "tables"))) nft(line, inside, commands);
    return commands.stream().distinct().toList();
  }

  private static void iptables(String tool, String line, List<String> inside, List<Command> commands) {
    var mark = Mark.find(line);
    if (!line.startsWith("-A ") || mark.isEmpty() || mark.get().isAlive()) return;
    List<String> rule = new ArrayList<>(unquoted(line));
    rule.set(0, "-D");
    commands.add(Command.of(inside, tool, "-w", "-t", "raw").plus(rule));
    Family family = tool.startsWith("ip6") ? Family.IPV6 : Family.IPV4;
    restore(mark.get(), family, inside, commands);
  }

  private static void restore(Mark mark, Family family, List<String> inside, List<Command> commands) {
    List<Setting> settings = TracePlan.settings(family == Family.IPV4, inside);
    for (int i = 0; i < Math.min(settings.size(), mark.before().size()); i++) {
      String before = mark.before().get(i);
      // Whoever may write rules in that namespace may write such a comment: only plain words are taken from it.
      if (before.matches("[A-Za-z0-9_]+")) commands.add(settings.get(i).write(before));
    }
  }

  private static void nft(String line, List<String> inside, List<Command> commands) {
    String prefix = "table inet lasthop_capture_";
    if (!line.startsWith(prefix)) return;
    String[] part = line.substring(prefix.length()).split("_");
    var mark = part.length == 2 ? Mark.find("lasthop-capture:" + part[0] + ":" + part[1]) : java.util.Optional.<Mark>empty();
    if (mark.isPresent() && !mark.get().isAlive()) {
      commands.add(Command.of(inside, "nft", "delete table inet " + mark.get().table()));
    }
  }

  /// The words of a saved rule: iptables-save puts words with odd letters in double quotes and `\` before `"` and `\`.
  private static List<String> unquoted(String line) {
    var words = new ArrayList<String>();
    var word = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == ' ' && !quoted) {
        words.add(word.toString());
        word.setLength(0);
      } else {
        if (c == '\\' && quoted && i + 1 < line.length()) c = line.charAt(++i);
        word.append(c);
      }
    }
    words.add(word.toString());
    return words;
  }
}
