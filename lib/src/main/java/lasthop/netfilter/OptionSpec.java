package lasthop.netfilter;

import java.util.List;

/// One option of an extension, as the table in [Extensions] describes it.
///
/// @param names without dashes; the first is how iptables-save prints it
/// @param kind what its argument is; [Values] reads it
/// @param group options of one group exclude each other; blank for none
/// @param words choices of the kinds that have them
record OptionSpec(List<String> names, String kind, long min, long max, boolean invertible, boolean required,
    boolean repeatable, char group, List<String> words) {

  String name() {
    return names.get(0);
  }

  /// How many words follow the option.
  int arguments() {
    return switch (kind) {
      case "none" -> 0;
      case "tcpflags", "chunks", "set" -> 2;
      default -> 1;
    };
  }

  /// Reads one column of the table: `sport,source-port=ports!@p*+`.
  static OptionSpec parse(String text) {
    int at = 0;
    while (at < text.length() && "=!*+@(".indexOf(text.charAt(at)) < 0) at++;
    List<String> names = List.of(text.substring(0, at).split(","));
    String kind = "none";
    long min = 0;
    long max = 0xffffffffL;
    List<String> words = List.of();
    if (at < text.length() && text.charAt(at) == '=') {
      int from = ++at;
      while (at < text.length() && "!*+@(".indexOf(text.charAt(at)) < 0) at++;
      kind = text.substring(from, at);
      if (at < text.length() && text.charAt(at) == '(') {
        int end = text.indexOf(')', at);
        String inner = text.substring(at + 1, end);
        int dots = inner.indexOf("..");
        if (dots < 0) {
          words = List.of(inner.split("\\|"));
        } else {
          if (dots > 0) min = Long.parseLong(inner.substring(0, dots));
          if (dots + 2 < inner.length()) max = Long.parseLong(inner.substring(dots + 2));
        }
        at = end + 1;
      }
    }
    int mark = text.indexOf('@', at);
    char group = mark < 0 ? ' ' : text.charAt(mark + 1);
    return new OptionSpec(names, kind, min, max, text.indexOf('!', at) >= 0, text.indexOf('*', at) >= 0,
        text.indexOf('+', at) >= 0, group, words);
  }
}
