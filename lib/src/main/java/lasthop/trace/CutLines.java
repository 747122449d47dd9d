package lasthop.trace;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import lasthop.text.Origin;
import lasthop.text.Unread;

/// Records cut short where their lines end. Several that end at one column were cut by what showed them: a terminal, a pager, a table.
final class CutLines {
  private final String file;
  /// The lines that end at each width.
  private final Map<Integer, Ends> ends = new TreeMap<>();

  private record Ends(int first, int count) {}

  CutLines(String file) {
    this.file = file;
  }

  void add(int line, int width) {
    ends.merge(width, new Ends(line, 1), (had, one) -> new Ends(had.first(), had.count() + 1));
  }

  /// What to say of them, once; empty where no two end alike.
  Optional<Unread> report() {
    return ends.entrySet().stream().filter(e -> e.getValue().count() > 1).max(Map.Entry.comparingByValue((a, b) -> a.count() - b.count()))
        .map(e -> new Unread(new Origin(file, e.getValue().first()), "", e.getValue().count() + " lines are cut at column " + e.getKey()
            + ", as a terminal or pager cuts them: give them whole (journalctl -k --no-pager > FILE, or dmesg > FILE)"));
  }
}
