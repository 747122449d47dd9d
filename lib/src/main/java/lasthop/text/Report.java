package lasthop.text;

import java.util.ArrayList;
import java.util.List;

/// What a reader mended, what it could not read, and how it took what can be taken in several ways; in order of reading. Immutable.
public record Report(List<Repair> repairs, List<Unread> unread, List<Note> notes) {
  public static final Report EMPTY = new Report(List.of(), List.of());

  public Report {
    repairs = List.copyOf(repairs);
    unread = List.copyOf(unread);
    notes = List.copyOf(notes);
  }

  public Report(List<Repair> repairs, List<Unread> unread) {
    this(repairs, unread, List.of());
  }

  /// Whether everything was understood as it stood.
  public boolean isClean() {
    return repairs.isEmpty() && unread.isEmpty();
  }

  /// Both reports, this one first.
  public Report plus(Report other) {
    if (other.isEmpty()) return this;
    return isEmpty() ? other : new Report(joined(repairs, other.repairs), joined(unread, other.unread), joined(notes, other.notes));
  }

  private boolean isEmpty() {
    return isClean() && notes.isEmpty();
  }

  private static <T> List<T> joined(List<T> first, List<T> then) {
    var all = new ArrayList<>(first);
    all.addAll(then);
    return all;
  }
}
