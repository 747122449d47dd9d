package lasthop.whatif;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import lasthop.host.Host;
import lasthop.ip.Family;
import lasthop.netfilter.Backend;
import lasthop.netfilter.Chain;
import lasthop.netfilter.IptablesSave;
import lasthop.netfilter.Rule;
import lasthop.netfilter.Ruleset;
import lasthop.netfilter.Table;
import lasthop.text.Unread;

/// `iptables [-t TABLE] -A|-I|-D|-R|-P|-F|-N|-X …`.
///
/// The listing is edited as text and read again: the rule means what the reader of listings makes of it, and what that
/// refuses is refused.
///
/// @param backend of `iptables-legacy` and `iptables-nft`; {@link Backend#UNKNOWN} of `iptables`, which is one of them
public record IptablesChange(String command, Family family, Backend backend, String table, char verb, String chain, int number, String spec) implements Change {
  static IptablesChange parse(String command, List<String> given, Family family, Backend backend) {
    var words = new ArrayList<>(given);
    String table = taken(words, "-t", "--table").orElse("filter");
    words.removeIf(w -> w.equals("-w") || w.equals("--wait"));
    if (words.isEmpty()) throw new IllegalArgumentException("iptables: no command specified");
    char verb = verb(words.removeFirst());
    if (words.isEmpty()) {
      if (verb == 'F') return new IptablesChange(command, family, backend, table, verb, "", 0, "");
      throw new IllegalArgumentException("iptables: a chain is missing");
    }
    String chain = words.removeFirst();
    int number = 0;
    boolean numbered = verb == 'I' || verb == 'D' || verb == 'R';
    if (numbered && !words.isEmpty() && words.getFirst().chars().allMatch(c -> c >= '0' && c <= '9')) number = number(words.removeFirst());
    else if (verb == 'I') number = 1;
    else if (verb == 'R') throw new IllegalArgumentException("iptables: -R requires a rule number");
    var spec = new StringBuilder();
    for (String word : words) spec.append(spec.isEmpty() ? "" : " ").append(quoted(word));
    return new IptablesChange(command, family, backend, table, verb, chain, number, spec.toString());
  }

  private static int number(String digits) {
    if (digits.length() > 9 || digits.equals("0")) throw new IllegalArgumentException("iptables: invalid rule number \"" + digits + "\"");
    return Integer.parseInt(digits);
  }

  private static Optional<String> taken(List<String> words, String shortName, String longName) {
    for (int i = 0; i + 1 < words.size(); i++) {
      if (words.get(i).equals(shortName) || words.get(i).equals(longName)) {
        String value = words.get(i + 1);
        words.subList(i, i + 2).clear();
        return Optional.of(value);
      }
    }
    return Optional.empty();
  }

  private static char verb(String word) {
    return switch (word) {
      case "-A", "--append" -> 'A';
      case "-I", "--insert" -> 'I';
      case "-D", "--delete" -> 'D';
      case "-R", "--replace" -> 'R';
      case "-P", "--policy" -> 'P';
      case "-F", "--flush" -> 'F';
      case "-N", "--new-chain" -> 'N';
      case "-X", "--delete-chain" -> 'X';
      default -> throw new IllegalArgumentException("iptables: \"" + word + "\": understood are -A -I -D -R -P -F -N -X");
    };
  }

  private static String quoted(String word) {
    return word.isEmpty() || word.indexOf(' ') >= 0 ? "\"" + word.replace("\\", "\\\\").replace("\"", "\\\"") + "\"" : word;
  }

  @Override public Host apply(Host host) {
    Ruleset rules = host.rules().tool(family, backend)
        .orElseThrow(() -> new IllegalArgumentException("what iptables-" + backend.name().toLowerCase(Locale.ROOT) + "-save lists is not in the snapshot"));
    var edited = new Listing(rules, family, table, host.rules().toolFile(family, backend) + " (changed)");
    switch (verb) {
      case 'A' -> edited.insert(chain, edited.size(chain) + 1, rule(edited).text());
      case 'I' -> edited.insert(chain, number, rule(edited).text());
      case 'R' -> edited.replace(chain, number, rule(edited).text());
      case 'D' -> edited.delete(chain, number > 0 ? number : edited.find(chain, rule(edited).text()));
      case 'P' -> edited.policy(chain, spec);
      case 'F' -> edited.flush(chain);
      case 'N' -> edited.define(chain);
      default -> edited.remove(chain);
    }
    return host.withRules(host.rules().withTool(edited.read()));
  }

  /// The rule as the listing would print it, read in company of the chains it may jump to.
  private Rule rule(Listing listing) {
    Ruleset one = IptablesSave.read(listing.with("-A " + chain + " " + spec), "command", family);
    List<Unread> unread = one.report().unread();
    if (!unread.isEmpty()) throw new IllegalArgumentException((family == Family.IPV4 ? "iptables" : "ip6tables") + ": " + unread.getFirst().reason());
    return one.tables().stream().filter(t -> t.kind().text().equals(table)).map(Table::chains).flatMap(List::stream)
        .filter(c -> c.name().equals(chain)).map(Chain::rules).filter(r -> !r.isEmpty()).map(List::getLast).findFirst()
        .orElseThrow(() -> new IllegalArgumentException("iptables: No chain/target/match by that name."));
  }

  @Override public String toString() {
    return command;
  }
}
