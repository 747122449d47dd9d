package lasthop.nft;

import java.util.Map;
import java.util.Optional;
import java.util.LinkedHashMap;
import java.util.Collections;
import lasthop.text.Origin;

/// One table: chains, sets and maps in listed order.
///
/// @param handle the kernel's number; 0 when listed without `-a`
/// @param dormant switched off: its base chains see no packet
/// @param byIptables whether iptables-nft writes it: said by the listing, or one of its own names in its own layout
public record NftTable(NftFamily family, String name, long handle, boolean dormant, boolean byIptables,
    Map<String, NftChain> chains, Map<String, NftSet> sets, Origin origin) {
  public NftTable {
    chains = Collections.unmodifiableMap(new LinkedHashMap<>(chains));
    sets = Collections.unmodifiableMap(new LinkedHashMap<>(sets));
  }

  public Optional<NftChain> chain(String wanted) {
    return Optional.ofNullable(chains.get(wanted));
  }

  public Optional<NftSet> set(String wanted) {
    return Optional.ofNullable(sets.get(wanted));
  }

  /// The chain and rule of a handle, which is unique in a table.
  public Optional<NftRule> byHandle(long handle) {
    for (NftChain chain : chains.values()) {
      Optional<NftRule> rule = chain.byHandle(handle);
      if (rule.isPresent()) return rule;
    }
    return Optional.empty();
  }

  /// `ip nat`, as trace lines name it.
  @Override public String toString() {
    return family + " " + name;
  }
}
