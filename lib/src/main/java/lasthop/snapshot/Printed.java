package lasthop.snapshot;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// What a command line prints, as far as a snapshot holds it.
sealed interface Printed {
  /// A listing, under the name it has in a snapshot's folder.
  record Listing(String file) implements Printed {}

  /// The routes of one table: lines without the table's name.
  ///
  /// @param file of all tables together
  record OneTable(String file, String table) implements Printed {}

  /// A file below `/proc/sys`: its value alone.
  record Value(String parameter) implements Printed {}

  /// Less than what decides: taken for the whole listing, it would mislead.
  ///
  /// @param instead the command that prints the whole
  record Part(String file, String instead) implements Printed {}

  /// Compiled when the first command is read.
  final class Patterns {
    private static final Pattern BEFORE = Pattern.compile("^(sudo(\\s+-\\S+)*|command|env|nice|LC_ALL=\\S+|LANG=\\S+|doas|busybox|time)\\s+");
    /// What may follow a command without changing what it prints.
    private static final Pattern BEHIND = Pattern.compile("\\s*(2>\\s*(&1|/dev/null)|\\|\\s*(cat|less|more|tee)(\\s+[^|;&<>]*)?|;|&&\\s*$)\\s*$");

    private Patterns() {}
  }

  Set<String> STEMS = Set.of("ip-addr", "ip-link", "ip-rule", "ip6-rule", "ip-route", "ip6-route", "ip-neigh", "ip-nexthop", "iptables-save", "ip6tables-save",
      "nft-ruleset", "sysctl", "conntrack", "ss", "nstat", "uname", "ipset");
  Set<String> ENDINGS = Set.of(".txt", ".log", ".out", ".rules", ".dump");

  /// @param command as typed, or as the name of a file that keeps what it printed
  static Optional<Printed> by(String command) {
    String line = command.strip();
    for (var before = Patterns.BEFORE.matcher(line); before.find(); before = Patterns.BEFORE.matcher(line)) line = line.substring(before.end());
    line = withoutEnd(line);
    boolean chosen = line.indexOf('|') >= 0;
    String asked = chosen ? withoutEnd(line.substring(0, line.indexOf('|')).stripTrailing()) : line;
    if (asked.matches(".*[;&<>$`(){}].*") || asked.isEmpty()) return Optional.empty();
    var words = new ArrayList<>(List.of(asked.split("\\s+")));
    String program = words.removeFirst().replaceFirst("^.*/", "");
    Optional<Printed> all = switch (program) {
      case "ip" -> ip(words);
      case "iptables-save", "ip6tables-save", "iptables-legacy-save", "ip6tables-legacy-save", "iptables-nft-save", "ip6tables-nft-save" -> save(program, words);
      case "iptables", "ip6tables" -> tables(program, words);
      case "nft" -> nft(words);
      case "sysctl" -> words.isEmpty() ? Optional.empty() : listing("sysctl.txt");
      case "cat" -> cat(words);
      case "uname" -> words.size() == 1 && words.getFirst().matches("-a|-r|-[amnrsv]*r[amnrsv]*") ? listing("uname.txt") : Optional.empty();
      case "ss" -> sockets(words);
      case "nstat" -> words.stream().allMatch(w -> w.matches("-[asz]+")) ? listing("nstat.txt") : Optional.empty();
      case "conntrack" -> conntrack(words);
      case "ipset" -> words.equals(List.of("save")) || words.equals(List.of("list")) ? listing("ipset.txt") : Optional.empty();
      default -> Optional.empty();
    };
    // Of parameters, some are as good as all: what is not shown is not known.
    return all.map(printed -> chosen && printed instanceof Listing l && !l.file().equals("sysctl.txt") ? new Part(l.file(), asked) : printed);
  }

  private static String withoutEnd(String line) {
    String left = line;
    for (var end = Patterns.BEHIND.matcher(left); end.find(); end = Patterns.BEHIND.matcher(left)) left = left.substring(0, end.start());
    return left;
  }

  /// The name that a file of a snapshot should have, from one that tells the command: `ip_route_show_table_all`,
  /// `sysctl_-a`, `iptables-save.out`, `ip rule.txt`, `ip-rule`.
  static Optional<String> file(String name) {
    int dot = name.lastIndexOf('.');
    String stem = dot > 0 && ENDINGS.contains(name.substring(dot)) ? name.substring(0, dot) : name;
    if (STEMS.contains(stem)) return Optional.of(stem + ".txt");
    if (stem.indexOf('_') < 0 && stem.indexOf(' ') < 0) return Optional.empty();
    return by(stem.replace('_', ' ')).flatMap(printed -> printed instanceof Listing l ? Optional.of(l.file()) : Optional.empty());
  }

  private static Optional<Printed> listing(String file) {
    return Optional.of(new Listing(file));
  }

  private static Optional<Printed> ip(List<String> words) {
    String family = "";
    boolean json = false;
    while (!words.isEmpty() && words.getFirst().startsWith("-")) {
      String option = words.removeFirst();
      if (option.equals("-4") || option.equals("-6")) family = option;
      else if (option.matches("-j|-json")) json = true;
      else if (!option.matches("-(d|details|s|stats|statistics|N|Numeric|c|color|c=\\w+|color=\\w+|p|pretty|h|human)")) return Optional.empty();
    }
    if (words.isEmpty()) return Optional.empty();
    String object = words.removeFirst();
    if (!words.isEmpty() && words.getFirst().matches("sh(ow?)?|l(s|i|ist?)?")) words.removeFirst();
    String end = json ? ".json" : ".txt";
    boolean all = words.isEmpty();
    String six = family.equals("-6") ? "6" : "";
    if (isShort(object, "rule", "ru")) return all ? listing("ip" + six + "-rule" + end) : part("ip" + six + "-rule" + end, "ip" + blank(family) + " rule");
    if (isShort(object, "route", "r")) return routes(words, "ip" + six + "-route" + end, "ip" + blank(family) + " route show table all", json);
    if (isShort(object, "address", "a") || object.equals("addrs")) return all && family.isEmpty() ? listing("ip-addr" + end) : part("ip-addr" + end, "ip addr");
    if (isShort(object, "link", "l")) return all ? listing("ip-link" + end) : part("ip-link" + end, "ip -d link");
    if (isShort(object, "neighbour", "n") || isShort(object, "neighbor", "n")) return all && !family.equals("-6") ? listing("ip-neigh" + end) : part("ip-neigh" + end, "ip neigh");
    if (object.equals("maddress")) return all && end.equals(".txt") ? listing("ip-maddr.txt") : part("ip-maddr.txt", "ip maddr");
    if (object.equals("nexthop")) return all ? listing("ip-nexthop" + end) : part("ip-nexthop" + end, "ip nexthop");
    boolean policies = isShort(object, "xfrm", "x") && words.equals(List.of("policy"));
    return policies && !json ? listing("xfrm-policy.txt") : Optional.empty();
  }

  private static String blank(String family) {
    return family.isEmpty() ? "" : " " + family;
  }

  /// Whether a word is the object's name or a beginning of it that ip takes for it.
  private static boolean isShort(String word, String object, String shortest) {
    return word.startsWith(shortest) && object.startsWith(word);
  }

  private static Optional<Printed> routes(List<String> words, String file, String instead, boolean json) {
    if (words.isEmpty()) return json ? part(file, instead) : Optional.of(new OneTable(file, "main"));
    boolean table = words.size() == 2 && words.getFirst().matches("t|tab|table");
    if (table && Set.of("all", "0").contains(words.getLast())) return listing(file);
    return table && !json ? Optional.of(new OneTable(file, words.getLast())) : part(file, instead);
  }

  private static Optional<Printed> part(String file, String instead) {
    return Optional.of(new Part(file, instead));
  }

  private static Optional<Printed> save(String program, List<String> words) {
    String file = program.replace("-legacy", "") + ".txt";
    if (program.contains("-legacy")) file = program + ".txt";
    return words.stream().allMatch(w -> w.equals("-c") || w.equals("--counters")) ? listing(file) : part(file, program + " -c");
  }

  private static Optional<Printed> tables(String program, List<String> words) {
    boolean lists = words.stream().anyMatch(w -> w.matches("-[a-zA-Z]*[LS][a-zA-Z]*|--list(-rules)?"));
    return lists ? part(program + "-save.txt", program + "-save -c") : Optional.empty();
  }

  private static Optional<Printed> nft(List<String> words) {
    words.removeIf(w -> w.matches("-[ansy]+|--(handle|numeric|stateless)"));
    if (words.equals(List.of("list", "ruleset"))) return listing("nft-ruleset.txt");
    return !words.isEmpty() && words.getFirst().equals("list") ? part("nft-ruleset.txt", "nft -a list ruleset") : Optional.empty();
  }

  private static Optional<Printed> cat(List<String> words) {
    String path = words.size() == 1 ? words.getFirst() : "";
    return path.startsWith("/proc/sys/") ? Optional.of(new Value(path.substring("/proc/sys/".length()).replace('.', '\0').replace('/', '.').replace('\0', '/')))
        : path.equals("/proc/version") ? listing("uname.txt") : Optional.empty();
  }

  /// Listening sockets of both protocols.
  private static Optional<Printed> sockets(List<String> words) {
    String letters = String.join("", words);
    if (!letters.matches("[-a-zA-Z]*")) return Optional.empty();
    return letters.contains("t") && letters.contains("u") && letters.contains("l") && letters.contains("n") ? listing("ss.txt") : part("ss.txt", "ss -tlnu");
  }

  private static Optional<Printed> conntrack(List<String> words) {
    if (words.isEmpty()) return Optional.empty();
    if (words.equals(List.of("-S"))) return listing("conntrack-S.txt");
    if (!words.getFirst().equals("-L")) return Optional.empty();
    return words.size() == 1 || words.subList(1, words.size()).equals(List.of("-o", "extended")) ? listing("conntrack.txt") : part("conntrack.txt", "conntrack -L");
  }
}
