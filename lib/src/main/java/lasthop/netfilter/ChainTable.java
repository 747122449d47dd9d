package lasthop.netfilter;

import java.nio.charset.StandardCharsets;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.RandomAccess;

/// The chains of a table in columns: names in one array of bytes, found by a hash of theirs, and of each chain where
/// its rules stand among those of all. A chain is made when it is asked for. Filled by a reader, then unchanged.
final class ChainTable extends AbstractList<Chain> implements RandomAccess {
  /// What a listing says of a chain before its rules.
  ///
  /// @param line that says its policy; 0 where none does
  record Head(Optional<Policy> policy, Optional<Counters> counters, int line) {
    /// That of a user chain nothing was counted in, as nearly all are.
    static final Head PLAIN = new Head(Optional.empty(), Optional.of(Counters.ZERO), 0);

    private boolean isPlain() {
      return policy.isEmpty() && line == 0 && counters.filter(Counters::isZero).isPresent();
    }
  }

  private static final int MIX = 0x9e3779b9;

  final TableKind kind;
  private byte[] names = new byte[1 << 8];
  private int[] ends = new int[1 << 4];
  private int[] hashes = new int[1 << 4];
  private int[] firsts = new int[1 << 4];
  private int[] sizes = new int[1 << 4];
  private int[] slots = new int[1 << 5];
  private int count;
  private final Map<Integer, Head> heads = new HashMap<>();
  private Chain[] made = {};
  private SaveIndex.Lines lines;
  private RuleSource source;

  ChainTable(TableKind kind) {
    this.kind = kind;
  }

  /// Mixed once more: names that differ in their last letters only would stand side by side, and be looked through.
  static int hash(byte[] text, int from, int to) {
    int h = 0;
    for (int i = from; i < to; i++) h = h * 31 + text[i];
    h *= MIX;
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
    if (begin + to - from > names.length) names = Arrays.copyOf(names, names.length * 2 + to - from);
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

  /// @param head kept where it is not that of a plain chain
  void head(int chain, Head head) {
    if (!head.isPlain()) heads.put(chain, head);
  }

  /// Brings the rules of each chain together, in their order.
  ///
  /// @param owners of each rule the chain it is of
  /// @param listed of each rule where it stands
  /// @param rules how many of both count
  Table build(int[] owners, SaveIndex.Lines listed, int rules, RuleSource from) {
    for (int i = 0; i < rules; i++) sizes[owners[i]]++;
    for (int chain = 1; chain < count; chain++) firsts[chain] = firsts[chain - 1] + sizes[chain - 1];
    int[] next = Arrays.copyOf(firsts, count);
    lines = new SaveIndex.Lines(new int[rules], new int[rules]);
    for (int i = 0; i < rules; i++) {
      int place = next[owners[i]]++;
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
    Head head = heads.getOrDefault(chain, Head.PLAIN);
    return new Chain(kind, name(chain), head.policy, head.counters, head.line, lines.offsets(), lines.numbers(), firsts[chain], sizes[chain], source);
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
