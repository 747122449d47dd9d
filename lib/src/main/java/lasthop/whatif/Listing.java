package lasthop.whatif;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lasthop.ip.Family;
import lasthop.netfilter.Chain;
import lasthop.netfilter.Hook;
import lasthop.netfilter.IptablesSave;
import lasthop.netfilter.Ruleset;
import lasthop.netfilter.Table;
import lasthop.netfilter.TableKind;

/// One table of a listing while it is being edited. Mutable, used once.
final class Listing {
  private final Ruleset whole;
  private final Family family;
  private final String table;
  private final String file;
  private final Map<String, String> policies = new LinkedHashMap<>();
  private final Map<String, List<String>> rules = new LinkedHashMap<>();

  Listing(Ruleset whole, Family family, String table, String file) {
    this.whole = whole;
    this.family = family;
    this.table = table;
    this.file = file;
    TableKind kind = List.of(TableKind.values()).stream().filter(k -> k.text().equals(table)).findFirst()
        .orElseThrow(() -> new IllegalArgumentException("iptables: can't initialize iptables table `" + table + "': Table does not exist"));
    whole.table(kind).ifPresentOrElse(this::take, () -> {
      for (Hook hook : kind.hooks()) put(hook.name(), "ACCEPT");
    });
  }

  private void take(Table from) {
    for (Chain chain : from.chains()) {
      put(chain.name(), chain.policy().map(Object::toString).orElse("-"));
      for (int i = 1; i <= chain.size(); i++) rules.get(chain.name()).add(chain.rule(i).text());
    }
  }

  private void put(String chain, String policy) {
    policies.put(chain, policy);
    rules.put(chain, new ArrayList<>());
  }

  private List<String> chain(String name) {
    List<String> found = rules.get(name);
    if (found == null) throw new IllegalArgumentException("iptables: No chain/target/match by that name.");
    return found;
  }

  int size(String name) {
    return chain(name).size();
  }

  void insert(String name, int number, String text) {
    if (number > size(name) + 1) throw new IllegalArgumentException("iptables: Index of insertion too big.");
    chain(name).add(number - 1, text);
  }

  void replace(String name, int number, String text) {
    if (number > size(name)) throw new IllegalArgumentException("iptables: Index of replacement too big.");
    chain(name).set(number - 1, text);
  }

  void delete(String name, int number) {
    if (number > size(name)) throw new IllegalArgumentException("iptables: Index of deletion too big.");
    chain(name).remove(number - 1);
  }

  /// The number of the first rule with this text.
  int find(String name, String text) {
    int at = chain(name).indexOf(text);
    if (at < 0) throw new IllegalArgumentException("iptables: Bad rule (does a matching rule exist in that chain?).");
    return at + 1;
  }

  void policy(String name, String verdict) {
    chain(name);
    if (policies.get(name).equals("-")) throw new IllegalArgumentException("iptables: Bad built-in chain name.");
    if (!verdict.equals("ACCEPT") && !verdict.equals("DROP")) {
      throw new IllegalArgumentException("iptables: Bad policy name. Run `dmesg' for more information.");
    }
    policies.put(name, verdict);
  }

  void flush(String name) {
    if (name.isEmpty()) rules.values().forEach(List::clear);
    else chain(name).clear();
  }

  void define(String name) {
    if (rules.containsKey(name)) throw new IllegalArgumentException("iptables: Chain already exists.");
    put(name, "-");
  }

  void remove(String name) {
    if (!chain(name).isEmpty()) throw new IllegalArgumentException("iptables: Directory not empty.");
    if (!policies.get(name).equals("-")) throw new IllegalArgumentException("iptables: Invalid argument. Run `dmesg' for more information.");
    policies.remove(name);
    rules.remove(name);
  }

  /// The table's chains with one rule and no other.
  String with(String rule) {
    var out = new StringBuilder("*").append(table).append('\n');
    policies.forEach((name, policy) -> out.append(':').append(name).append(' ').append(policy).append(" [0:0]\n"));
    return out.append(rule).append("\nCOMMIT\n").toString();
  }

  /// The whole ruleset with the edited table in place of the one it came from.
  Ruleset read() {
    var out = new StringBuilder();
    boolean there = false;
    for (Table other : whole.tables()) {
      boolean edited = other.kind().text().equals(table);
      there |= edited;
      out.append(edited ? text() : IptablesSave.text(new Ruleset(family, whole.backend(), List.of(other), whole.report()), false));
    }
    if (!there) out.append(text());
    Ruleset read = IptablesSave.read(out.toString(), file, family);
    return new Ruleset(family, whole.backend(), read.tables(), whole.report());
  }

  private String text() {
    var out = new StringBuilder("*").append(table).append('\n');
    policies.forEach((name, policy) -> out.append(':').append(name).append(' ').append(policy).append(" [0:0]\n"));
    rules.values().forEach(list -> list.forEach(rule -> out.append(rule).append('\n')));
    return out.append("COMMIT\n").toString();
  }
}
