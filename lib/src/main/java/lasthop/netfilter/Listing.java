package lasthop.netfilter;

import java.util.List;
import java.util.Optional;
import lasthop.text.Report;

/// What `iptables -L` printed: rules as columns, which is less than the rules themselves.
///
/// @param chains in the order listed
/// @param report lines not understood
public record Listing(List<ListedChain> chains, Report report) {
  public Listing {
    chains = List.copyOf(chains);
  }

  /// Reads the output of `iptables -L` with any of `-n -v -x --line-numbers`, by old and new iptables.
  ///
  /// @param file name for origins
  public static Listing read(String text, String file) {
    return new ListingReader(file).read(text);
  }

  /// @param policy empty for a user chain
  public record ListedChain(String name, Optional<String> policy, List<ListedRule> rules) {
    public ListedChain {
      rules = List.copyOf(rules);
    }
  }

  /// One rule; words as printed.
  ///
  /// @param number place in the chain from 1, as printed or else counted
  /// @param target empty where the rule has none
  /// @param prot name or number, `!` before it when negated
  /// @param in device, `*` or `any` for every one; empty without `-v`
  /// @param options what follows the addresses; empty for nothing
  /// @param counters with `-v`; K, M, G and T stand for powers of 1000, so large ones are rounded
  public record ListedRule(int number, Optional<String> target, String prot, String source, String destination,
      Optional<String> in, Optional<String> out, String options, Optional<Counters> counters) {}
}
