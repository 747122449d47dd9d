package lasthop.text;

import java.util.ArrayList;
import java.util.List;

/// What a reader mended and what it could not read, in order of reading. Immutable.
public record Report(List<Repair> repairs, List<Unread> unread) {
  public static final Report EMPTY = new Report(List.of(), List.of());

  public Report {
    repairs = List.copyOf(repairs);
    unread = List.copyOf(unread);
  }

  public boolean isClean() {
    return repairs.isEmpty() && unread.isEmpty();
  }

  /// Both reports, this one first.
  public Report plus(Report other) {
    if (other.isClean()) return this;
    if (isClean()) return other;
    var allRepairs = new ArrayList<>(repairs);
    allRepairs.addAll(other.repairs);
    var allUnread = new ArrayList<>(unread);
    allUnread.addAll(other.unread);
    return new Report(allRepairs, allUnread);
  }
}
