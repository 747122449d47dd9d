package lasthop.netfilter;

import java.util.AbstractList;
import java.util.List;
import java.util.Optional;
import java.util.RandomAccess;
import java.util.function.IntFunction;

/// One chain: its rules in order, and for a built-in chain its policy. Rules are made when asked for.
public final class Chain {
  private final TableKind table;
  private final String name;
  private final Optional<Policy> policy;
  private final Optional<Counters> counters;
  private final int size;
  private final IntFunction<Rule> rules;

  /// @param rules the rule of a number, counted from 1; gives equal rules each time
  Chain(TableKind table, String name, Optional<Policy> policy, Optional<Counters> counters, int size,
      IntFunction<Rule> rules) {
    this.table = table;
    this.name = name;
    this.policy = policy;
    this.counters = counters;
    this.size = size;
    this.rules = rules;
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
    return size;
  }

  /// The rule of a number, counted from 1 as `iptables -L --line-numbers` does.
  ///
  /// @throws IllegalArgumentException when there is no such rule
  public Rule rule(int number) {
    if (number < 1 || number > size) {
      throw new IllegalArgumentException("no rule " + number + " in " + table.text() + ":" + name + ": it has " + size);
    }
    return rules.apply(number);
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
      java.util.Objects.checkIndex(index, size);
      return rules.apply(index + 1);
    }

    @Override public int size() {
      return size;
    }
  }
}
