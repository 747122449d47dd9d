package lasthop.routing;

import java.util.List;
import lasthop.text.Origin;

/// A rule of the routing policy database: for whom, and what then.
///
/// @param priority lower runs first; 0 to 4294967295
/// @param suppressPrefix results with a prefix this short or shorter do not count; -1 for none
/// @param suppressGroup results leaving by a device of this group do not count; -1 for none
/// @param realms as printed; empty for none
/// @param unknown words of the line that are not understood
public record PolicyRule(long priority, Selector selector, Action action, int suppressPrefix, long suppressGroup,
    String realms, String proto, List<String> unknown, Origin origin) {
  public PolicyRule {
    unknown = List.copyOf(unknown);
  }

  /// Reads a line of `ip rule`. Words that are not understood are kept in [#unknown].
  ///
  /// @throws IllegalArgumentException when it has no priority or a value cannot be read
  public static PolicyRule parse(String line, Origin origin) {
    return new RuleReader(line, origin).read();
  }

  /// What a rule that matches does.
  public sealed interface Action {
    /// Search a table; one that ends without an answer lets the walk go on.
    record Lookup(String table) implements Action {}

    /// Go on at the first rule with that priority.
    ///
    /// @param unresolved whether there is none, as [Rpdb] finds: then the rule is no match
    record Goto(long priority, boolean unresolved) implements Action {}

    /// Search the table of the flow's VRF.
    record L3mdev() implements Action {}

    record Nop() implements Action {}

    /// `unreachable`, `prohibit`, `blackhole`: ends the walk with an error.
    record Reject(RouteType type) implements Action {}
  }

  PolicyRule with(Action other) {
    return new PolicyRule(priority, selector, other, suppressPrefix, suppressGroup, realms, proto, unknown, origin);
  }

  @Override public String toString() {
    return RuleText.print(this);
  }
}
