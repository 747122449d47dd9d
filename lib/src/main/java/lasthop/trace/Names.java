package lasthop.trace;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Which spelling of a name is the true one, by what snapshot and clean lines say: damaged text loses letter case.
final class Names {
  private static final Set<String> BUILT_IN = Set.of("PREROUTING", "INPUT", "FORWARD", "OUTPUT", "POSTROUTING");

  private final Hints hints;
  private final Map<String, String> chains = new HashMap<>();
  private final Map<String, String> devices = new HashMap<>();
  private final Map<String, Set<String>> learnt = new HashMap<>();

  Names(Hints hints) {
    this.hints = hints;
    hints.chains().forEach((table, names) -> names.keySet().forEach(n -> chains.putIfAbsent(key(table, n), n)));
    hints.devices().forEach(d -> devices.putIfAbsent(lower(d), d));
  }

  /// @param certain whether the spelling was seen, not only guessed by convention
  record Spelling(String name, boolean certain) {}

  private static String key(String table, String chain) {
    return table + ":" + lower(chain);
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  /// Takes the names of an undamaged line.
  void learn(Seen e) {
    if (!learnt.computeIfAbsent(e.table(), t -> new HashSet<>()).add(e.chain())) return;
    chains.putIfAbsent(key(e.table(), e.chain()), e.chain());
    learnDevice(e.packet().meta().in());
    learnDevice(e.packet().meta().out());
  }

  private void learnDevice(String dev) {
    if (!dev.isEmpty()) devices.putIfAbsent(lower(dev), dev);
  }

  /// Takes a chain's name from damaged text whose letter case is plainly its own: two capitals or more survive neither
  /// lower-casing nor capitalising.
  void learnChain(String table, String name) {
    if (capitals(name) < 2) return;
    chains.merge(key(table, name), name, (a, b) -> capitals(a) >= capitals(b) ? a : b);
  }

  private static int capitals(String name) {
    return (int) name.chars().filter(Character::isUpperCase).count();
  }

  /// The chain's name as the rule set spells it. Without any evidence: upper case, as nearly all tools name chains.
  Spelling chain(String table, String damaged) {
    String upper = damaged.toUpperCase(Locale.ROOT);
    if (BUILT_IN.contains(upper)) return new Spelling(upper, true);
    String known = chains.get(key(table, damaged));
    if (known != null) return new Spelling(known, true);
    return new Spelling(upper, false);
  }

  /// A device's name: as known, else as written.
  String device(String damaged) {
    return damaged.isEmpty() ? "" : devices.getOrDefault(lower(damaged), hints.devices().isEmpty() ? lower(damaged) : damaged);
  }
}
