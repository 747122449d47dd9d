package lasthop.repl;

import java.util.List;

/// What was typed and the Java it stands for, with a way back from a place in the one to the place in the other.
record Rewritten(String typed, String java, List<Edit> edits) {
  /// Where `typed` from `start` to before `end` was replaced.
  record Edit(int start, int end, String by) {}

  static Rewritten same(String typed) {
    return new Rewritten(typed, typed, List.of());
  }

  /// @param edits in order, not overlapping
  static Rewritten of(String typed, List<Edit> edits) {
    var java = new StringBuilder();
    int at = 0;
    for (var edit : edits) {
      java.append(typed, at, edit.start()).append(edit.by());
      at = edit.end();
    }
    return new Rewritten(typed, java.append(typed, at, typed.length()).toString(), List.copyOf(edits));
  }

  /// The place in what was typed that a place in the Java came from.
  int origin(int inJava) {
    int shift = 0;
    for (var edit : edits) {
      int start = edit.start() + shift;
      if (inJava < start) break;
      if (inJava < start + edit.by().length()) return edit.start();
      shift += edit.by().length() - (edit.end() - edit.start());
    }
    return Math.clamp(inJava - shift, 0, typed.length());
  }
}
