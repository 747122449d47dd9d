package lasthop.netfilter;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One table while its listing is read: for each chain where its rules begin in the text. Mutable.
final class TableBuilder {
  private static final int[] NO_RULES = {};
  private static final ChainBuilder[] NO_JUMPS = {};

  private final TableKind kind;
  private final ChainTable names;
  private final List<ChainBuilder> chains = new ArrayList<>();

  TableBuilder(TableKind kind) {
    this.kind = kind;
    this.names = new ChainTable(kind);
  }

  TableKind kind() {
    return kind;
  }

  int size() {
    return chains.size();
  }

  boolean has(String chain) {
    return find(chain) >= 0;
  }

  private int find(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    return names.find(bytes, 0, bytes.length);
  }

  /// The chain of a name; a built-in one is there even when it was not listed.
  Optional<ChainBuilder> chain(String name) {
    int found = find(name);
    if (found >= 0) return Optional.of(chains.get(found));
    if (!kind.isBuiltin(name)) return Optional.empty();
    ChainBuilder added = declare(name);
    added.policy = Optional.of(Policy.ACCEPT);
    return Optional.of(added);
  }

  /// The user chain of a name.
  Optional<ChainBuilder> user(byte[] text, int from, int to) {
    int found = names.find(text, from, to);
    return found < 0 || chains.get(found).builtin ? Optional.empty() : Optional.of(chains.get(found));
  }

  boolean isNamed(ChainBuilder chain, byte[] text, int from, int to) {
    return chain.table == this && names.isNamed(chain.index, text, from, to);
  }

  ChainBuilder declare(String name) {
    int found = find(name);
    if (found >= 0) return chains.get(found);
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    return added(new ChainBuilder(name, this, names.add(bytes, 0, bytes.length)));
  }

  private ChainBuilder added(ChainBuilder chain) {
    chains.add(chain);
    return chain;
  }

  Table build(RuleSource source) {
    int rules = 0;
    for (ChainBuilder chain : chains) rules += chain.size;
    int[] owners = new int[rules];
    var lines = new SaveIndex.Lines(new int[rules], new int[rules]);
    int at = 0;
    for (ChainBuilder chain : chains) {
      names.head(chain.index, new ChainTable.Head(chain.policy, chain.counters, chain.headed));
      Arrays.fill(owners, at, at + chain.size, chain.index);
      System.arraycopy(chain.offsets, 0, lines.offsets(), at, chain.size);
      System.arraycopy(chain.lines, 0, lines.numbers(), at, chain.size);
      at += chain.size;
    }
    return names.build(owners, lines, rules, source);
  }

  /// The only hooks a rule may be reached from.
  record Restriction(Set<Hook> hooks, int line) {}

  /// One chain while it is read.
  static final class ChainBuilder {
    final String name;
    final int index;
    private final TableBuilder table;
    private final boolean builtin;
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
      this.builtin = table.kind.isBuiltin(name);
    }

    boolean isBuiltin() {
      return builtin;
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
  }

  /// The chains in the order listed.
  List<ChainBuilder> all() {
    return List.copyOf(chains);
  }
}
