package lasthop.netfilter;

import java.util.List;

/// Options as iptables-save prints them.
final class OptionText {
  private OptionText() {}

  static String of(List<Match.Option> options) {
    var out = new StringBuilder();
    for (Match.Option option : options) out.append(' ').append(of(option));
    return out.toString();
  }

  /// `! --dport 80`; `--mode random ! --probability 0.5` keeps the sign at its own option.
  static String of(Match.Option option) {
    if (option.name().isEmpty()) return option.value();
    String name = (option.negated() ? "! --" : "--") + option.name();
    return option.value().isEmpty() ? name : name + " " + option.value();
  }
}
