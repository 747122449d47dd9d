package lasthop.nft;

import java.util.List;
import java.util.Optional;
import lasthop.text.Origin;

/// One chain of a table: its rules in order, and where it is attached if it is a base chain.
///
/// @param table the name of its table
/// @param handle the kernel's number; 0 when listed without `-a`
/// @param base empty for a chain that is only jumped to
public record NftChain(NftFamily family, String table, String name, long handle, Optional<NftBase> base,
    List<NftRule> rules, Origin origin) {
  public NftChain {
    rules = List.copyOf(rules);
  }

  /// The rule with a handle: what tells its number (`where` in answers) from a trace line.
  public Optional<NftRule> byHandle(long wanted) {
    for (NftRule rule : rules) {
      if (rule.handle() == wanted && wanted > 0) return Optional.of(rule);
    }
    return Optional.empty();
  }

  @Override public String toString() {
    return table + ":" + name;
  }
}
