package lasthop.collect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The comment on every rule a capture makes: who made it, and what to put back when it goes.
///
/// A run that was killed cannot clean up; the next one reads this and does.
///
/// @param pid process that made the rule; 0 when a person is to type it
/// @param start when that process started, in clock ticks since boot: a pid alone is used again
/// @param before the values of the changed kernel parameters before, in the order of [TracePlan#settings]; `-` for
///     one that was not changed
record Mark(long pid, long start, List<String> before) {
  private static final String NAME = "lasthop-capture";

  Mark {
    before = List.copyOf(before);
  }

  static final Mark BY_HAND = new Mark(0, 0, List.of());

  static Mark ofThisProcess(List<String> before) {
    long pid = ProcessHandle.current().pid();
    return new Mark(pid, startOf(pid).orElse(0L), before);
  }

  /// The mark in a saved rule or in a table's name; empty if there is none.
  static Optional<Mark> find(String text) {
    int at = text.indexOf(NAME + ":");
    if (at < 0) return Optional.empty();
    int end = at;
    while (end < text.length() && text.charAt(end) != '"' && text.charAt(end) > ' ') end++;
    String[] part = text.substring(at, end).split(":");
    try {
      return part.length < 3 ? Optional.empty()
          : Optional.of(new Mark(Long.parseLong(part[1]), Long.parseLong(part[2]), List.of(part).subList(3, part.length)));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /// Whether the process that made the rule is still running.
  boolean isAlive() {
    return pid > 0 && startOf(pid).filter(s -> s == start).isPresent();
  }

  /// The name of the nft table of this capture.
  String table() {
    return pid == 0 ? "lasthop_capture" : "lasthop_capture_" + pid + "_" + start;
  }

  @Override public String toString() {
    if (pid == 0) return NAME;
    return NAME + ":" + pid + ":" + start + (before.isEmpty() ? "" : ":" + String.join(":", before));
  }

  /// @kernel v6.12 fs/proc/array.c do_task_stat, field 22
  private static Optional<Long> startOf(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"), java.nio.charset.StandardCharsets.ISO_8859_1);
      return Optional.of(Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[19]));
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }
}
