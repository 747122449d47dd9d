package lasthop.snapshot;

import java.util.HashSet;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lasthop.link.Links;
import lasthop.text.Lines;
import lasthop.text.Origin;
import lasthop.text.Report;
import lasthop.text.Unread;
import lasthop.text.Words;

/// Whether what a listing does not show is not there. A line that was not understood may have been an entry: it was, if
/// it holds the words of one or stands between entries. Prompts, commands and errors stand before or behind.
final class Completeness {
  /// What is left of a route or a rule where several were run together.
  private static final Pattern RUN_TOGETHER = Pattern.compile("(dev|via|nexthop).{3}|^\\d+:$");

  private final Pattern words;

  /// @param words what an entry of the listing cannot do without
  Completeness(String words) {
    this.words = Pattern.compile(words);
  }

  /// @param entries where the entries stand that were understood
  boolean isWhole(Report report, Supplier<Stream<Origin>> entries) {
    if (report.unread().isEmpty()) return true;
    Set<Origin> understood = entries.get().collect(Collectors.toSet());
    return report.unread().stream().allMatch(
        unread -> understood.contains(unread.origin()) ? !RUN_TOGETHER.matcher(unread.text()).find() : isNone(unread, understood));
  }

  /// Whether a listing of addresses goes to its end: it shows every device that is known, and says how long the last
  /// address is valid if it says so of others.
  static boolean ofAddresses(List<Lines> listing, Links links) {
    var shown = new HashSet<String>();
    boolean validity = false;
    boolean open = false;
    for (Lines line : listing) {
      var words = new Words(line.line());
      String first = words.next();
      if (first.endsWith(":")) shown.add(words.next().replaceFirst("[@:].*", ""));
      if (first.equals("valid_lft")) validity = true;
      open = first.startsWith("inet") || open && !first.equals("valid_lft");
    }
    return !(open && validity) && links.all().stream().allMatch(l -> shown.contains(l.name()));
  }

  /// Whether a line that was not understood is no entry.
  private boolean isNone(Unread unread, Set<Origin> understood) {
    if (words.matcher(unread.text()).find()) return false;
    int line = unread.origin().line();
    IntSummaryStatistics lines = understood.stream().filter(o -> o.file().equals(unread.origin().file())).mapToInt(Origin::line).summaryStatistics();
    return line < lines.getMin() || line > lines.getMax();
  }
}
