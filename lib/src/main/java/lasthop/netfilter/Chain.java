package lasthop.netfilter;

import java.util.AbstractList;
import java.util.List;
import java.util.Optional;
import java.util.RandomAccess;

/// One chain: its rules in order, and for a built-in chain its policy. Rules are made when asked for.
public final class Chain {
  private final TableKind table;
  private final String name;
  private final Optional<Policy> policy;
  private final Optional<Counters> counters;
  private final int[] offsets;
  private final int[] lines;
  private final RuleSource source;

  /// @param offsets where in the text the line of each rule begins; a line that makes several rules stands once for each
  /// @param lines the number of each of these lines, from 1
  Chain(TableKind table, String name, Optional<Policy> policy, Optional<Counters> counters, int[] offsets, int[] lines,
      RuleSource source) {
    this.table = table;
    this.name = name;
    this.policy = policy;
    this.counters = counters;
    this.offsets = offsets;
    this.lines = lines;
    this.source = source;
  }

  public TableKind table() {
    return table;
  }

  public String name() {
    return name;
  }

  /// The policy of a built-in chain; empty for a user chain.
  public Optional<Policy> policy() {
    return policy;
  }

  /// The policy's counters; empty where the listing has none.
  public Optional<Counters> counters() {
    return counters;
  }

  /// How many rules it has.
  public int size() {
    return offsets.length;
  }

  /// The rule of a number, counted from 1 as `iptables -L --line-numbers` does.
  ///
  /// @throws IllegalArgumentException when there is no such rule
  public Rule rule(int number) {
    if (number < 1 || number > offsets.length) {
      throw new IllegalArgumentException("no rule " + number + " in " + this + ": it has " + offsets.length);
    }
    int at = number - 1;
    int part = 0;
    while (at - part > 0 && offsets[at - part - 1] == offsets[at]) part++;
    return source.rule(this, number, offsets[at], lines[at], part);
  }

  /// All rules, first to last; a view that makes each rule when it is asked for.
  public List<Rule> rules() {
    return new View();
  }

  @Override public String toString() {
    return table.text() + ":" + name;
  }

  private final class View extends AbstractList<Rule> implements RandomAccess {
    @Override public Rule get(int index) {
      java.util.Objects.checkIndex(index, offsets.length);
      return rule(index + 1);
    }

    @Override public int size() {
      return offsets.length;
    }
  }
}
