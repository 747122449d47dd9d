package lasthop.runbook;

import java.util.ArrayList;
import java.util.List;

/// A Markdown file cut into blocks that are run and text that is kept. A block is a fence with the word `lasthop`; the
/// fence with the word `text` right below it, blank lines aside, holds its output.
///
/// @param parts in order; together they are the file, line by line
record Runbook(List<Part> parts) {
  sealed interface Part {}

  /// Lines as they stand.
  record Kept(List<String> lines) implements Part {}

  /// @param line of the opening fence, counted from 1
  /// @param fence the lines of the commands' fence, opening and closing included
  /// @param between blank lines between the fences, kept
  /// @param output the lines of the output, without fences; empty list and `hasOutput` false where there is none
  record Block(int line, List<String> fence, List<String> between, List<String> output, boolean hasOutput) implements Part {
    String commands() {
      return String.join("\n", fence.subList(1, fence.size() - 1));
    }
  }

  static Runbook parse(String markdown) {
    return new Reader(markdown.lines().toList()).read();
  }

  private static final class Reader {
    private final List<String> lines;
    private final List<Part> parts = new ArrayList<>();
    private List<String> kept = new ArrayList<>();
    private int at;

    Reader(List<String> lines) {
      this.lines = lines;
    }

    Runbook read() {
      while (at < lines.size()) {
        int close = closing(at);
        if (close < 0) kept.add(lines.get(at++));
        else if (word(lines.get(at)).equals("lasthop")) block(close);
        else keep(close + 1);
      }
      if (!kept.isEmpty()) parts.add(new Kept(kept));
      return new Runbook(List.copyOf(parts));
    }

    private void keep(int end) {
      kept.addAll(lines.subList(at, end));
      at = end;
    }

    private void block(int close) {
      if (!kept.isEmpty()) parts.add(new Kept(kept));
      kept = new ArrayList<>();
      int line = at + 1;
      var fence = lines.subList(at, close + 1);
      int next = close + 1;
      while (next < lines.size() && lines.get(next).isBlank()) next++;
      int end = closing(next);
      boolean hasOutput = end >= 0 && word(lines.get(next)).equals("text");
      var between = hasOutput ? lines.subList(close + 1, next) : List.<String>of();
      var output = hasOutput ? lines.subList(next + 1, end) : List.<String>of();
      parts.add(new Block(line, fence, between, output, hasOutput));
      at = hasOutput ? end + 1 : close + 1;
    }

    /// The line that closes the fence opened on a line; -1 if none is opened there. A fence without a closing line goes
    /// to the end of the file and is no block.
    private int closing(int open) {
      if (open >= lines.size()) return -1;
      String fence = fence(lines.get(open));
      if (fence.isEmpty()) return -1;
      for (int i = open + 1; i < lines.size(); i++) {
        String line = lines.get(i).strip();
        boolean closes = line.length() >= fence.length() && line.chars().allMatch(c -> c == fence.charAt(0));
        if (closes) return i;
      }
      return -1;
    }

    /// The backticks or tildes that open a fence; empty if the line opens none.
    private static String fence(String line) {
      String text = line.stripLeading();
      if (line.length() - text.length() > 3 || text.isEmpty()) return "";
      char c = text.charAt(0);
      int count = 0;
      while (count < text.length() && text.charAt(count) == c) count++;
      return (c == '`' || c == '~') && count >= 3 ? text.substring(0, count) : "";
    }

    private static String word(String line) {
      return line.strip().substring(fence(line).length()).strip();
    }
  }
}
