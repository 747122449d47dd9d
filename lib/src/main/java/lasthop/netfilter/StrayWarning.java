package lasthop.netfilter;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lasthop.text.Origin;
import lasthop.text.Repair;

/// Takes out the warning of iptables-nft that legacy tables are loaded where it broke a line in two: it goes to another
/// stream, which is not kept back as the listing is. A warning on a line of its own is a comment and stays.
///
/// @param text the listing without the warnings; what follows a mended line keeps its line number
/// @param repairs one for each line mended
record StrayWarning(String text, List<Repair> repairs) {
  private static final Pattern WARNING = Pattern.compile(
      "(?<=[^\\n])# Warning: ip6?tables-legacy tables present, use ip6?tables-legacy(-save)? to see them\\r?\\n");
  /// How a line begins that nothing was torn from.
  private static final Pattern FRESH = Pattern.compile(
      "-[ANPI] |\\*[a-z]+\\s|:\\S+ (ACCEPT|DROP|-) \\[|COMMIT\\s|# |\\[\\d+:\\d+\\] -|Chain |num |target |\\s*pkts ");

  static StrayWarning without(String text, String file) {
    var out = new StringBuilder(text.length());
    var repairs = new ArrayList<Repair>();
    Matcher warning = WARNING.matcher(text);
    int from = 0;
    int line = 1;
    while (warning.find(from)) {
      out.append(text, from, warning.start());
      for (int i = from; i < warning.start(); i++) line += text.charAt(i) == '\n' ? 1 : 0;
      repairs.add(new Repair(new Origin(file, line++), "a warning of iptables stood in the line"));
      from = warning.end();
      boolean fresh = FRESH.matcher(text).region(from, text.length()).lookingAt();
      boolean whole = fresh && isWhole(text.substring(text.lastIndexOf('\n', warning.start()) + 1, warning.start()));
      int lineEnd = whole ? from : text.indexOf('\n', from);
      out.append(text, from, lineEnd < 0 ? text.length() : lineEnd).append('\n');
      from = lineEnd < 0 ? text.length() : lineEnd;
    }
    return new StrayWarning(out.append(text, from, text.length()).toString(), repairs);
  }

  /// Whether a line may end here: not within quotes, and not after the counters of a rule.
  private static boolean isWhole(String begun) {
    boolean quoted = begun.replaceAll("\\\\.", "").chars().filter(c -> c == '"').count() % 2 != 0;
    return !quoted && !begun.matches("\\s*\\[\\d+:\\d+\\]\\s*");
  }
}
