package lasthop.whatif;

import java.util.ArrayList;
import java.util.List;
import lasthop.host.Host;
import lasthop.nft.NftRuleset;
import lasthop.text.Unread;

/// `nft add|insert rule FAMILY TABLE CHAIN [handle N] …` and `nft delete rule FAMILY TABLE CHAIN handle N`.
///
/// The listing is edited as text and read again, so that a rule means what the listing's reader makes of it.
///
/// @param handle of the rule to delete, to add behind or to insert before; empty for the end or the beginning of the chain
public record NftChange(String command, Verb verb, String family, String table, String chain, String handle, String statement) implements Change {
  private static final String FILE = "nft-ruleset.txt";

  public enum Verb { ADD, INSERT, DELETE }

  static NftChange parse(String command, List<String> words) {
    var left = new ArrayList<>(words);
    Verb verb = switch (left.isEmpty() ? "" : left.removeFirst()) {
      case "add" -> Verb.ADD;
      case "insert" -> Verb.INSERT;
      case "delete" -> Verb.DELETE;
      default -> throw new IllegalArgumentException("nft: understood are add rule, insert rule and delete rule … handle N");
    };
    if (left.isEmpty() || !left.removeFirst().equals("rule")) throw new IllegalArgumentException("nft: only rules can be changed here");
    String family = !left.isEmpty() && List.of("ip", "ip6", "inet", "arp", "bridge", "netdev").contains(left.getFirst()) ? left.removeFirst() : "ip";
    if (left.size() < 3) throw new IllegalArgumentException("Error: syntax error, unexpected end of file");
    String table = left.removeFirst();
    String chain = left.removeFirst();
    String handle = "";
    if (left.getFirst().equals("handle") || left.getFirst().equals("position")) {
      left.removeFirst();
      handle = left.isEmpty() ? "" : left.removeFirst();
      if (!handle.matches("[1-9][0-9]{0,18}")) throw new IllegalArgumentException("Error: \"" + handle + "\" is no handle");
    } else if (verb == Verb.DELETE) {
      throw new IllegalArgumentException("nft: a rule is deleted by its handle");
    }
    if (left.isEmpty() != (verb == Verb.DELETE)) throw new IllegalArgumentException("Error: syntax error, unexpected end of file");
    return new NftChange(command, verb, family, table, chain, handle, String.join(" ", left));
  }

  @Override public Host apply(Host host) {
    String text = host.text(FILE).orElseThrow(() -> new IllegalArgumentException(
        "the host's nftables rules are not known: collect nft -a list ruleset into " + FILE));
    var lines = new ArrayList<>(List.of(text.split("\n", -1)));
    int from = chainLine(lines);
    int end = from;
    while (!lines.get(end).strip().equals("}")) end++;
    switch (verb) {
      case ADD -> lines.add(handle.isEmpty() ? end : handleLine(lines, from, end) + 1, "\t\t" + statement);
      case INSERT -> lines.add(handle.isEmpty() ? firstRule(lines, from, end) : beginOf(lines, from, handleLine(lines, from, end)), "\t\t" + statement);
      case DELETE -> {
        int last = handleLine(lines, from, end);
        lines.subList(beginOf(lines, from, last), last + 1).clear();
      }
    }
    NftRuleset changed = NftRuleset.parse(FILE + " (changed)", String.join("\n", lines));
    int before = host.rules().nft().report().unread().size();
    List<Unread> unread = changed.report().unread();
    if (unread.size() > before) throw new IllegalArgumentException("Error: " + unread.getLast().reason() + ": " + statement);
    return host.withRules(host.rules().with(changed));
  }

  private int chainLine(List<String> lines) {
    boolean inTable = false;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.startsWith("table ")) inTable = line.startsWith("table " + family + " " + table + " ");
      if (inTable && (line.equals("chain " + chain + " {") || line.startsWith("chain " + chain + " { #"))) return i;
    }
    throw new IllegalArgumentException("Error: No such file or directory: there is no chain " + family + " " + table + " " + chain);
  }

  /// Behind the line that makes it a base chain, if there is one.
  private static int firstRule(List<String> lines, int from, int end) {
    int at = from + 1;
    while (at < end && (lines.get(at).strip().startsWith("type ") || lines.get(at).strip().startsWith("comment "))) at++;
    return at;
  }

  /// The first line of the rule that ends with a line: long sets are listed in several.
  private static int beginOf(List<String> lines, int from, int last) {
    int at = last;
    while (at > firstRule(lines, from, last) && !lines.get(at - 1).contains("# handle ")) at--;
    return at;
  }

  private int handleLine(List<String> lines, int from, int end) {
    for (int i = from + 1; i < end; i++) if (lines.get(i).endsWith("# handle " + handle)) return i;
    throw new IllegalArgumentException("Error: Could not process rule: No such file or directory: no rule of " + chain + " has handle " + handle);
  }

  @Override public String toString() {
    return command;
  }
}
