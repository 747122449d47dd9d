package lasthop.netfilter;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// One table of an iptables ruleset.
public final class Table {
  private final ChainTable chains;

  Table(ChainTable chains) {
    this.chains = chains;
  }

  public TableKind kind() {
    return chains.kind;
  }

  /// All chains in the order of the listing.
  public List<Chain> chains() {
    return chains;
  }

  public Optional<Chain> chain(String name) {
    return chains.named(name);
  }

  /// The first chain whose name begins so.
  public Optional<Chain> chainBeginning(String prefix) {
    return chains.beginning(prefix.getBytes(StandardCharsets.UTF_8));
  }

  /// The built-in chain of a hook; empty where the table has none.
  public Optional<Chain> chain(Hook hook) {
    return chains.kind.hooks().contains(hook) ? chain(hook.name()) : Optional.empty();
  }

  @Override public String toString() {
    return chains.kind.text();
  }
}
