package lasthop.runbook;

import java.util.ArrayList;
import java.util.List;
import lasthop.render.MarkdownRenderer;
import lasthop.repl.Library;
import lasthop.repl.Outcome;
import lasthop.repl.Session;
import lasthop.repl.Transcript;
import lasthop.runbook.Runbook.Block;
import lasthop.runbook.Runbook.Kept;

/// A runbook that was run: its text with fresh outputs, and what no longer holds.
///
/// @param markdown the whole file; outputs that still hold are left as they were written
/// @param broken in order
record Fresh(String markdown, List<Broken> broken) {
  /// A block whose output changed, or that failed without saying so.
  ///
  /// @param line where the block begins, counted from 1
  record Broken(int line, String commands, List<String> expected, List<String> found) {}

  /// Runs all blocks in one session, in order. A block that fails ends with its error as output, and the next one runs.
  static Fresh of(Runbook runbook, Library library) {
    try (var session = Session.start(library)) {
      var out = new StringBuilder();
      var broken = new ArrayList<Broken>();
      for (var part : runbook.parts()) {
        switch (part) {
          case Kept(var lines) -> append(out, lines);
          case Block block -> run(session, block, out, broken);
        }
      }
      return new Fresh(out.toString(), List.copyOf(broken));
    }
  }

  private static void run(Session session, Block block, StringBuilder out, List<Broken> broken) {
    var outcomes = session.evaluate(block.commands());
    boolean failed = !outcomes.isEmpty() && outcomes.getLast() instanceof Outcome.Failed;
    String text = Transcript.text(session, outcomes);
    var found = text.lines().map(String::stripTrailing).toList();
    boolean holds = block.hasOutput() ? holds(block.output(), found) : !failed;
    if (!holds) broken.add(new Broken(block.line(), block.commands(), block.output(), found));
    append(out, block.fence());
    if (holds && block.hasOutput()) {
      append(out, block.between());
      out.append(MarkdownRenderer.fenced("text", String.join("\n", block.output())));
    } else if (!text.isBlank()) {
      append(out, block.hasOutput() ? block.between() : List.of(""));
      out.append(MarkdownRenderer.fenced("text", text));
    }
  }

  /// Blanks at the ends of lines do not count; a line `…` stands for any lines.
  static boolean holds(List<String> expected, List<String> found) {
    if (expected.isEmpty()) return found.isEmpty();
    var rest = expected.subList(1, expected.size());
    if (expected.getFirst().strip().equals("…")) {
      for (int skip = 0; skip <= found.size(); skip++) {
        if (holds(rest, found.subList(skip, found.size()))) return true;
      }
      return false;
    }
    return !found.isEmpty() && expected.getFirst().stripTrailing().equals(found.getFirst())
        && holds(rest, found.subList(1, found.size()));
  }

  private static void append(StringBuilder out, List<String> lines) {
    for (var line : lines) out.append(line).append('\n');
  }
}
