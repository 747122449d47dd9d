package lasthop.netfilter;

import java.util.List;

/// One match of a rule: `-m tcp --dport 8081`, or the words that need no `-m`.
///
/// @param name the extension; empty for `-s -d -i -o -p -f`
/// @param options its options in the order iptables-save prints them, values quoted as it quotes them
/// @param conditions what it demands, one for each thing that can fail by itself
public record Match(String name, List<Option> options, List<Condition> conditions) {
  public Match {
    options = List.copyOf(options);
    conditions = List.copyOf(conditions);
  }

  /// The value of an option without quotes; empty if it is not there.
  ///
  /// @param option its name without dashes
  public String value(String option) {
    for (Option o : options) {
      if (o.name().equals(option)) return RuleWords.unquote(o.value());
    }
    return "";
  }

  /// One option as iptables-save prints it.
  ///
  /// @param name without dashes
  /// @param value its words, blank separated; empty for an option without argument
  public record Option(boolean negated, String name, String value) {}
}
