package lasthop.netfilter;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One table while its listing is read: for each chain where its rules begin in the text. Mutable.
final class TableBuilder {
  private static final int[] NO_RULES = {};
  private static final ChainBuilder[] NO_JUMPS = {};

  private final TableKind kind;
  private final Map<String, ChainBuilder> chains = new LinkedHashMap<>();

  TableBuilder(TableKind kind) {
    this.kind = kind;
  }

  TableKind kind() {
    return kind;
  }

  int size() {
    return chains.size();
  }

  boolean has(String chain) {
    return chains.containsKey(chain);
  }

  /// The chain of a name; a built-in one is there even when it was not listed.
  Optional<ChainBuilder> chain(String name) {
    ChainBuilder found = chains.get(name);
    if (found == null && kind.isBuiltin(name)) {
      found = declare(name);
      found.policy = Optional.of(Policy.ACCEPT);
    }
    return Optional.ofNullable(found);
  }

  /// The user chain of a name.
  Optional<ChainBuilder> user(String name) {
    return kind.isBuiltin(name) ? Optional.empty() : Optional.ofNullable(chains.get(name));
  }

  boolean owns(ChainBuilder chain) {
    return chain.table == this;
  }

  ChainBuilder declare(String name) {
    return chains.computeIfAbsent(name, n -> new ChainBuilder(n, this, chains.size()));
  }

  Table build(RuleSource source) {
    var built = new ArrayList<Chain>(chains.size());
    for (ChainBuilder chain : chains.values()) built.add(chain.build(kind, source));
    return new Table(kind, built);
  }

  /// The only hooks a rule may be reached from.
  record Restriction(Set<Hook> hooks, int line) {}

  /// One chain while it is read.
  static final class ChainBuilder {
    final String name;
    final int index;
    private final TableBuilder table;
    Optional<Policy> policy = Optional.empty();
    Optional<Counters> counters = Optional.empty();
    /// The line that says its policy; 0 for none.
    int headed;
    private int[] offsets = NO_RULES;
    private int[] lines = NO_RULES;
    private int size;
    /// Place of the first unconditional verdict; the largest number while there is none.
    private int verdict = Integer.MAX_VALUE;
    /// The lines of the rules behind it, once it was asked for.
    private BitSet behind;
    private List<Restriction> restrictions = List.of();
    private ChainBuilder[] jumps = NO_JUMPS;
    private int[] jumpLines = NO_RULES;
    private int jumpCount;

    ChainBuilder(String name, TableBuilder table, int index) {
      this.index = index;
      this.name = name;
      this.table = table;
    }

    int size() {
      return size;
    }

    /// @param at place from 0; at the end to append
    void add(int at, int offset, int line) {
      if (size == offsets.length) {
        offsets = Arrays.copyOf(offsets, size * 2 + 2);
        lines = Arrays.copyOf(lines, size * 2 + 2);
      }
      System.arraycopy(offsets, at, offsets, at + 1, size - at);
      System.arraycopy(lines, at, lines, at + 1, size - at);
      offsets[at] = offset;
      lines[at] = line;
      size++;
      if (at <= verdict && verdict < Integer.MAX_VALUE) verdict++;
    }

    /// Notes that the rule at a place decides on every packet: the kernel's check of a table looks no further.
    void decides(int at) {
      verdict = Math.min(verdict, at);
    }

    /// Whether the kernel's check comes to the rule of a line. Asked when the whole chain is read: rules may be inserted.
    boolean isReached(int line) {
      if (verdict >= size) return true;
      if (behind == null) {
        behind = new BitSet();
        for (int i = verdict + 1; i < size; i++) behind.set(lines[i]);
      }
      return !behind.get(line);
    }

    /// Notes that a rule on a line may be reached from these hooks only; of like rules appended in a row the first stands for all.
    void only(Set<Hook> hooks, int line, boolean appended) {
      if (hooks.size() == Hook.values().length) return;
      if (restrictions.isEmpty()) restrictions = new ArrayList<>();
      boolean same = appended && !restrictions.isEmpty() && restrictions.getLast().hooks().equals(hooks);
      if (!same) restrictions.add(new Restriction(hooks, line));
    }

    List<Restriction> restrictions() {
      return restrictions;
    }

    /// Notes that a rule on a line leads to another chain.
    void jump(ChainBuilder to, int line) {
      if (jumpCount == jumps.length) {
        jumps = Arrays.copyOf(jumps, jumpCount * 2 + 1);
        jumpLines = Arrays.copyOf(jumpLines, jumpCount * 2 + 1);
      }
      jumps[jumpCount] = to;
      jumpLines[jumpCount++] = line;
    }

    int jumps() {
      return jumpCount;
    }

    ChainBuilder jump(int number) {
      return jumps[number];
    }

    int jumpLine(int number) {
      return jumpLines[number];
    }

    Chain build(TableKind kind, RuleSource source) {
      return new Chain(kind, name, policy, counters, headed, Arrays.copyOf(offsets, size), Arrays.copyOf(lines, size), 0, size, source);
    }
  }

  /// The chains in the order listed.
  List<ChainBuilder> all() {
    return new ArrayList<>(chains.values());
  }
}
