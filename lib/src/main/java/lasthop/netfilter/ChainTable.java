package lasthop.netfilter;

import java.nio.charset.StandardCharsets;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.RandomAccess;

/// The chains of a large table in columns: names in one array of bytes, found by a hash of theirs, and of each chain where
/// its rules stand among those of all. A chain is made when it is asked for. Filled by [SaveIndex], then unchanged.
final class ChainTable extends AbstractList<Chain> implements RandomAccess {
  final TableKind kind;
  private byte[] names = new byte[1 << 12];
  private int[] ends = new int[1 << 8];
  private int[] hashes = new int[1 << 8];
  private int[] firsts = new int[1 << 8];
  private int[] sizes = new int[1 << 8];
  private int[] slots = new int[1 << 9];
  private int count;
  private final Map<Integer, Policy> policies = new HashMap<>();
  private final Map<Integer, Integer> headed = new HashMap<>();
  private final Map<Integer, Counters> counters = new HashMap<>();
  private Chain[] made = {};
  private SaveIndex.Lines lines;
  private RuleSource source;

  ChainTable(TableKind kind) {
    this.kind = kind;
  }

  static int hash(byte[] text, int from, int to) {
    int h = 0;
    for (int i = from; i < to; i++) h = h * 31 + text[i];
    return h ^ h >>> 15;
  }

  /// The place of a name in the table; -1 if it is not there.
  int find(byte[] text, int from, int to) {
    int hash = hash(text, from, to);
    for (int slot = hash & slots.length - 1; slots[slot] != 0; slot = slot + 1 & slots.length - 1) {
      int chain = slots[slot] - 1;
      if (hashes[chain] == hash && isNamed(chain, text, from, to)) return chain;
    }
    return -1;
  }

  boolean isNamed(int chain, byte[] text, int from, int to) {
    int begin = begin(chain);
    if (to - from != ends[chain] - begin) return false;
    for (int i = from; i < to; i++) {
      if (names[begin++] != text[i]) return false;
    }
    return true;
  }

  /// A new chain; its name must not be there yet.
  ///
  /// @return its place
  int add(byte[] text, int from, int to) {
    if (count == ends.length) grow();
    int begin = begin(count);
    if (begin + to - from > names.length) names = Arrays.copyOf(names, names.length * 2);
    System.arraycopy(text, from, names, begin, to - from);
    ends[count] = begin + to - from;
    hashes[count] = hash(text, from, to);
    place(count);
    return count++;
  }

  private void grow() {
    int more = count * 2;
    ends = Arrays.copyOf(ends, more);
    hashes = Arrays.copyOf(hashes, more);
    firsts = Arrays.copyOf(firsts, more);
    sizes = Arrays.copyOf(sizes, more);
    slots = new int[more * 2];
    for (int chain = 0; chain < count; chain++) place(chain);
  }

  private void place(int chain) {
    int slot = hashes[chain] & slots.length - 1;
    while (slots[slot] != 0) slot = slot + 1 & slots.length - 1;
    slots[slot] = chain + 1;
  }

  private int begin(int chain) {
    return chain == 0 ? 0 : ends[chain - 1];
  }

  /// @param line where this is said, from 1
  void head(int chain, Optional<Policy> policy, Optional<Counters> counted, int line) {
    policy.ifPresent(p -> policies.put(chain, p));
    headed.put(chain, line);
    counted.ifPresent(c -> counters.put(chain, c));
  }

  void countRule(int chain) {
    sizes[chain]++;
  }

  /// Brings the rules of each chain together, in their order.
  ///
  /// @param chains of each rule the chain it is of
  Table build(int[] chains, SaveIndex.Lines listed, RuleSource from) {
    int rules = 0;
    for (int chain = 0; chain < count; chain++) {
      firsts[chain] = rules;
      rules += sizes[chain];
    }
    int[] next = Arrays.copyOf(firsts, count);
    lines = new SaveIndex.Lines(new int[rules], new int[rules]);
    for (int i = 0; i < rules; i++) {
      int place = next[chains[i]]++;
      lines.offsets()[place] = listed.offsets()[i];
      lines.numbers()[place] = listed.numbers()[i];
    }
    source = from;
    made = new Chain[count];
    return new Table(this);
  }

  @Override public int size() {
    return count;
  }

  /// Two threads may both make one: the chains are equal in all they say.
  @Override public Chain get(int index) {
    Chain chain = made[index];
    if (chain == null) made[index] = chain = make(index);
    return chain;
  }

  private Chain make(int chain) {
    Optional<Policy> policy = Optional.ofNullable(policies.get(chain));
    Counters counted = counters.getOrDefault(chain, Counters.ZERO);
    return new Chain(kind, name(chain), policy, Optional.of(counted), headed.getOrDefault(chain, 0), lines.offsets(), lines.numbers(), firsts[chain], sizes[chain], source);
  }

  private String name(int chain) {
    int begin = begin(chain);
    return new String(names, begin, ends[chain] - begin, StandardCharsets.UTF_8);
  }

  Optional<Chain> named(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    int found = find(bytes, 0, bytes.length);
    return found < 0 ? Optional.empty() : Optional.of(get(found));
  }

  /// The first chain whose name begins so.
  Optional<Chain> beginning(byte[] prefix) {
    for (int chain = 0; chain < count; chain++) {
      int begin = begin(chain);
      if (ends[chain] - begin >= prefix.length && Arrays.equals(names, begin, begin + prefix.length, prefix, 0, prefix.length)) {
        return Optional.of(get(chain));
      }
    }
    return Optional.empty();
  }
}
