package lasthop.netfilter;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// One table of an iptables ruleset.
public final class Table {
  private final TableKind kind;
  private final List<Chain> chains;
  private final Function<String, Optional<Chain>> byName;

  Table(TableKind kind, List<Chain> listed) {
    this.kind = kind;
    this.chains = List.copyOf(listed);
    var names = new HashMap<String, Chain>(chains.size() * 2);
    for (Chain chain : chains) names.put(chain.name(), chain);
    this.byName = name -> Optional.ofNullable(names.get(name));
  }

  Table(ChainTable chains) {
    this.kind = chains.kind;
    this.chains = chains;
    this.byName = chains::named;
  }

  public TableKind kind() {
    return kind;
  }

  /// All chains in the order of the listing.
  public List<Chain> chains() {
    return chains;
  }

  public Optional<Chain> chain(String name) {
    return byName.apply(name);
  }

  /// The first chain whose name begins so.
  public Optional<Chain> chainBeginning(String prefix) {
    if (chains instanceof ChainTable large) return large.beginning(prefix.getBytes(StandardCharsets.UTF_8));
    return chains.stream().filter(c -> c.name().startsWith(prefix)).findFirst();
  }

  /// The built-in chain of a hook; empty where the table has none.
  public Optional<Chain> chain(Hook hook) {
    return kind.hooks().contains(hook) ? chain(hook.name()) : Optional.empty();
  }

  @Override public String toString() {
    return kind.text();
  }
}
