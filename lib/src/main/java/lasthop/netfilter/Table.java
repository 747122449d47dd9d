package lasthop.netfilter;

import java.util.List;
import java.util.Optional;

/// One table of an iptables ruleset.
public final class Table {
  private final TableKind kind;
  private final List<Chain> chains;
  private final java.util.Map<String, Chain> byName;

  Table(TableKind kind, List<Chain> chains) {
    this.kind = kind;
    this.chains = List.copyOf(chains);
    var names = new java.util.HashMap<String, Chain>(chains.size() * 2);
    for (Chain chain : chains) names.put(chain.name(), chain);
    this.byName = names;
  }

  public TableKind kind() {
    return kind;
  }

  /// All chains in the order of the listing.
  public List<Chain> chains() {
    return chains;
  }

  public Optional<Chain> chain(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /// The built-in chain of a hook; empty where the table has none.
  public Optional<Chain> chain(Hook hook) {
    return kind.hooks().contains(hook) ? chain(hook.name()) : Optional.empty();
  }

  @Override public String toString() {
    return kind.text();
  }
}
