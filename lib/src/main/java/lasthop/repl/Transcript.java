package lasthop.repl;

import java.util.ArrayList;
import java.util.List;
import lasthop.render.MarkdownRenderer;
import lasthop.render.Screen;

/// A session as it will be saved: what was typed and what came of it. Mutable; belongs to one shell.
public final class Transcript {
  /// @param output without colours, lines ending with a line feed; empty if nothing was shown
  public record Entry(String typed, String output) {}

  /// Outputs in a saved session are as wide as this, so that they do not depend on the window of the day.
  private static final Screen SCREEN = new Screen(100, false, true, true);

  private final List<Entry> entries = new ArrayList<>();
  private Entry opening = new Entry("", "");

  /// What was open before anything was typed: a runbook has to open it itself.
  void opened(Library library, String call, Object value) {
    opening = new Entry(call, new Values(library, SCREEN).text(value));
  }

  void add(String typed, String output) {
    entries.add(new Entry(typed, output));
  }

  /// What the outcomes look like in a saved session.
  public static String text(Session session, List<Outcome> outcomes) {
    return Show.text(session.library(), outcomes, SCREEN, "text");
  }

  int size() {
    return entries.size();
  }

  /// A runbook: each input in a `lasthop` fence, its output in a `text` fence below it.
  public static String markdown(String title, List<Entry> entries) {
    var out = new StringBuilder("# ").append(title).append('\n');
    for (var entry : entries) {
      out.append('\n').append(MarkdownRenderer.fenced("lasthop", entry.typed()));
      if (!entry.output().isBlank()) out.append('\n').append(MarkdownRenderer.fenced("text", entry.output()));
    }
    return out.toString();
  }

  String markdown(String title) {
    boolean opens = !entries.isEmpty() && (entries.getFirst().typed().startsWith("open") || entries.getFirst().typed().startsWith("example"));
    if (opens || opening.typed().isEmpty()) return markdown(title, entries);
    var all = new ArrayList<>(List.of(opening));
    all.addAll(entries);
    return markdown(title, all);
  }
}
