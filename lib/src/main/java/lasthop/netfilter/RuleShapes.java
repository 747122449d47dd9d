package lasthop.netfilter;

import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lasthop.netfilter.TableBuilder.ChainBuilder;

/// Recognises rules that differ from one read before only in values of the same kind: an address, a port, a comment,
/// a probability, a chain. Such a rule needs no second reading to be known as good; large rulesets are made of few
/// shapes. A shape is the hash of the line's words with a sign in the place of each such value.
final class RuleShapes {
  private static final long SEED = 0xcbf29ce484222325L;
  private static final long STEP = 0x100000001b3L;
  private static final int ADDRESS = 1;
  private static final int PORT = 2;
  private static final int ADDRESS_PORT = 3;
  private static final int PROBABILITY = 4;
  private static final int QUOTED = 5;
  private static final int CHAIN = 6;

  /// What a rule of a known shape asks of the hooks it is reached from.
  record Known(Set<Hook> hooks) {}

  private final Map<TableKind, Map<Long, Known>> known = new EnumMap<>(TableKind.class);
  private byte[] line = {};
  private int length;
  private long shape;
  private Optional<ChainBuilder> chain = Optional.empty();
  private Optional<ChainBuilder> target = Optional.empty();

  /// The shape of a rule line `-A CHAIN …`.
  ///
  /// @param text holds the line from one index to another
  /// @return whether the line has one; then [#known], [#chain] and [#target] speak of it
  boolean look(TableBuilder table, byte[] text, int from, int to) {
    if (to - from < 4 || to - from > 1000) return false;
    line = text;
    length = to;
    if (line[from] != '-' || line[from + 1] != 'A' || line[from + 2] != ' ') return false;
    int end = wordEnd(from + 3);
    chain = user(table, chain, from + 3, end);
    target = Optional.empty();
    shape = chain.isPresent() ? (SEED ^ CHAIN) * STEP : word(SEED, from + 3, end);
    if (chain.isEmpty()) {
      chain = table.chain(string(from + 3, end));
      if (chain.isEmpty()) return false;
    }
    return words(table, end + 1);
  }

  private boolean words(TableBuilder table, int from) {
    int option = 0;
    for (int at = from; at < length; ) {
      if (line[at] == '"') {
        int close = quoteEnd(at + 1);
        if (close < 0) return false;
        shape = sign(QUOTED);
        option = 0;
        at = close + 2;
        continue;
      }
      int end = wordEnd(at);
      if (end == at || line[end - 1] == '"') return false;
      if (option == 'j' || option == 'g') {
        target = user(table, Optional.empty(), at, end);
        shape = target.isPresent() ? sign(CHAIN) : word(shape, at, end);
      } else {
        int kind = value(option, at, end);
        shape = kind == 0 ? word(shape, at, end) : sign(kind);
      }
      option = option(at, end);
      at = end + 1;
    }
    return true;
  }

  private long sign(int kind) {
    return (shape ^ kind ^ 0x5bd1e995_00000000L) * STEP;
  }

  private long word(long hash, int from, int to) {
    long h = hash;
    for (int i = from; i < to; i++) h = (h ^ line[i]) * STEP;
    h = (h ^ ' ') * STEP;
    return h ^ h >>> 29;
  }

  /// A short name for the options whose values a shape leaves open; 0 for all others.
  private int option(int from, int to) {
    if (line[from] != '-') return 0;
    if (to - from == 2) return line[from + 1];
    if (is("--dport", from, to) || is("--sport", from, to)) return 'P';
    if (is("--to-destination", from, to)) return 'T';
    return is("--probability", from, to) ? 'R' : 0;
  }

  private boolean is(String word, int from, int to) {
    if (to - from != word.length()) return false;
    for (int i = from; i < to; i++) {
      if (line[i] != word.charAt(i - from)) return false;
    }
    return true;
  }

  private int value(int option, int from, int to) {
    return switch (option) {
      case 's', 'd' -> address(from, to, '/', 32) ? ADDRESS : 0;
      case 'P' -> number(from, to, 65535) ? PORT : 0;
      case 'T' -> address(from, to, ':', 65535) ? ADDRESS_PORT : 0;
      case 'R' -> to - from > 2 && line[from] == '0' && line[from + 1] == '.' && digits(from + 2, to) ? PROBABILITY : 0;
      default -> 0;
    };
  }

  /// A dotted quad, a sign, and a number above 0.
  private boolean address(int from, int to, char sign, int max) {
    int at = from;
    for (int octet = 0; octet < 4; octet++) {
      int end = at;
      while (end < to && line[end] >= '0' && line[end] <= '9') end++;
      if (!number(at, end, 255)) return false;
      at = end + 1;
      if (end == to || line[end] != (octet < 3 ? '.' : sign)) return false;
    }
    return number(at, to, max) && line[at] != '0';
  }

  /// A decimal number without leading zeros.
  private boolean number(int from, int to, int max) {
    if (to - from > 5 || !digits(from, to) || line[from] == '0' && to - from > 1) return false;
    int value = 0;
    for (int i = from; i < to; i++) value = value * 10 + line[i] - '0';
    return value <= max;
  }

  private boolean digits(int from, int to) {
    for (int i = from; i < to; i++) {
      if (line[i] < '0' || line[i] > '9') return false;
    }
    return to > from;
  }

  private int wordEnd(int from) {
    int at = from;
    while (at < length && line[at] != ' ') at++;
    return at;
  }

  /// Where a quoted word of at most 255 plain characters ends; -1 if it is not one.
  private int quoteEnd(int from) {
    int at = from;
    while (at < length && line[at] != '"' && line[at] != '\\') at++;
    boolean good = at < length && line[at] == '"' && at - from <= 255 && (at + 1 == length || line[at + 1] == ' ');
    return good ? at : -1;
  }

  /// The user chain of a name; `last` is tried first, since rules of a chain stand together.
  private Optional<ChainBuilder> user(TableBuilder table, Optional<ChainBuilder> last, int from, int to) {
    return last.isPresent() && table.isNamed(last.get(), line, from, to) ? last.filter(c -> !c.isBuiltin()) : table.user(line, from, to);
  }

  private String string(int from, int to) {
    return new String(line, from, to - from, StandardCharsets.UTF_8);
  }

  Optional<Known> known(TableKind table) {
    Map<Long, Known> shapes = known.get(table);
    return shapes == null ? Optional.empty() : Optional.ofNullable(shapes.get(shape));
  }

  /// Remembers the shape just looked at: it was read and found good.
  void learn(TableKind table, Set<Hook> hooks) {
    known.computeIfAbsent(table, k -> new HashMap<>()).put(shape, new Known(hooks));
  }

  ChainBuilder chain() {
    return chain.orElseThrow();
  }

  Optional<ChainBuilder> target() {
    return target;
  }
}
