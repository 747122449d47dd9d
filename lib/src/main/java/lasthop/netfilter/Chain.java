package lasthop.netfilter;

import java.util.AbstractList;
import java.util.List;
import java.util.Optional;
import java.util.RandomAccess;
import lasthop.packet.Packet;
import lasthop.text.Origin;

/// One chain: its rules in order, and for a built-in chain its policy. Rules are made when asked for.
public final class Chain {
  private final TableKind table;
  private final String name;
  private final Optional<Policy> policy;
  private final Optional<Counters> counters;
  private final int headed;
  private final int[] offsets;
  private final int[] lines;
  private final int first;
  private final int size;
  private final RuleSource source;

  /// @param headed number of the line that says its policy; 0 where none does
  /// @param offsets where in the text the line of each rule begins; a line that makes several rules stands once for each
  /// @param lines the number of each of these lines, from 1
  /// @param first index of its first rule in both
  /// @param size how many rules it has
  Chain(TableKind table, String name, Optional<Policy> policy, Optional<Counters> counters, int headed,
      int[] offsets, int[] lines, int first, int size, RuleSource source) {
    this.table = table;
    this.name = name;
    this.policy = policy;
    this.counters = counters;
    this.headed = headed;
    this.offsets = offsets;
    this.lines = lines;
    this.first = first;
    this.size = size;
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

  /// Where its policy is said; without a line where none is.
  public Origin origin() {
    return new Origin(source.file(), headed);
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
      throw new IllegalArgumentException("no rule " + number + " in " + this + ": it has " + size);
    }
    int at = first + number - 1;
    int part = 0;
    while (at - part > first && offsets[at - part - 1] == offsets[at]) part++;
    return source.rule(this, number, offsets[at], lines[at], part);
  }

  /// The first rule, from a number on, that is not seen at its first words to ask for another destination; one more than
  /// there are if none is left.
  public int next(Packet packet, int from) {
    byte[] wanted = RuleSource.destination(packet.dst());
    int number = from;
    while (number <= size && source.asksForOther(offsets[first + number - 1], name.length(), wanted)) number++;
    return number;
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
      return rule(index + 1);
    }

    @Override public int size() {
      return size;
    }
  }
}
