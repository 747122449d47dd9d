package lasthop.netfilter;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The options of one match or target while a rule is read. Mutable and short-lived.
final class Given {
  private final Extension extension;
  private final Map<String, Match.Option> options = new LinkedHashMap<>();
  private final List<Match.Option> inOrder = new ArrayList<>();

  Given(Extension extension) {
    this.extension = extension;
  }

  Extension extension() {
    return extension;
  }

  String name() {
    return extension.name();
  }

  /// Takes one option with its canonical value.
  void add(OptionSpec spec, boolean negated, String value) throws Refused {
    if (negated && !spec.invertible()) throw new Refused("--" + spec.name() + " cannot be negated");
    if (!spec.repeatable() && options.containsKey(spec.name())) throw new Refused("--" + spec.name() + " is given twice");
    for (OptionSpec other : extension.options()) {
      boolean excluded = spec.group() != ' ' && other.group() == spec.group() && other != spec && has(other.name());
      if (excluded) throw new Refused("--" + spec.name() + " excludes --" + other.name());
    }
    var option = new Match.Option(negated, spec.name(), value);
    options.put(spec.name(), option);
    inOrder.add(option);
  }

  boolean has(String option) {
    return options.containsKey(option);
  }

  boolean isEmpty() {
    return options.isEmpty();
  }

  boolean negated(String option) {
    return has(option) && options.get(option).negated();
  }

  String value(String option) {
    return has(option) ? options.get(option).value() : "";
  }

  long number(String option, long absent) {
    return has(option) ? Numbers.value(value(option)) : absent;
  }

  List<Match.Option> inOrder() {
    return inOrder;
  }

  /// Makes what [#set] put here the order of the words.
  Given keptInOrder() {
    inOrder.clear();
    inOrder.addAll(options.values());
    return this;
  }

  void set(boolean negated, String option, String value) {
    options.put(option, new Match.Option(negated, option, value));
  }

  void remove(String option) {
    options.remove(option);
  }

  /// The options without which the extension cannot be.
  void requireAll() throws Refused {
    for (OptionSpec spec : extension.options()) {
      if (spec.required() && !has(spec.name())) throw new Refused(name() + " needs --" + spec.name());
    }
  }

  void require(String... anyOf) throws Refused {
    for (String option : anyOf) {
      if (has(option)) return;
    }
    throw new Refused(name() + " needs --" + String.join(" or --", anyOf));
  }

  /// The options there are, in the order of the table.
  List<Match.Option> inTableOrder() {
    var out = new ArrayList<Match.Option>();
    for (OptionSpec spec : extension.options()) {
      if (has(spec.name())) out.add(options.get(spec.name()));
    }
    return out;
  }
}
