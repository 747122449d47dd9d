package lasthop.render;

import java.util.ArrayList;
import java.util.List;
import lasthop.answer.Answer;
import lasthop.answer.Cite;
import lasthop.answer.Phrase;
import lasthop.answer.Why;
import lasthop.text.Printable;

/// An answer as lines of text: headline, tree of reasons with the lines they rest on, tables, picture, next command.
///
/// On the start-up path of every one-liner: no regular expressions, no streams, no `String.format`.
public final class TextRenderer {
  private static final int LEAST_TEXT = 24;
  /// Where nothing is wrapped, a reason longer than this does not push the cites of all others away.
  private static final int FAR = 100;

  private final Screen screen;
  private final Ink ink;

  public TextRenderer(Screen screen) {
    this.screen = screen;
    this.ink = new Ink(screen.colour());
  }

  /// The whole answer; every line ends with a line feed.
  public String render(Answer answer) {
    var out = new StringBuilder(1024);
    for (var line : Wrap.lines(List.of(Phrase.plain(answer.headline())), screen.width())) {
      for (var piece : line) ink.paint(out, Ink.BOLD, piece.text());
      out.append('\n');
    }
    reasons(out, answer.why());
    var grids = new GridText(screen.width(), ink);
    for (var grid : answer.grids()) grids.write(out.append('\n'), grid);
    if (screen.pictures() && answer.diagram().isPresent()) {
      new DiagramText(screen.width(), ink).write(out.append('\n'), answer.diagram().get());
    }
    if (!answer.next().isEmpty()) {
      ink.paint(out, Ink.FAINT, "→ ");
      ink.paint(out, Ink.CYAN, Printable.text(answer.next()));
      out.append('\n');
    }
    return screen.unicode() ? out.toString() : Ascii.of(out);
  }

  private void reasons(StringBuilder out, Why why) {
    var lines = new ArrayList<TreeLine>();
    if (!why.says().isEmpty()) flatten(lines, why, "", "└ ", "  ");
    else for (int i = 0; i < why.because().size(); i++) branch(lines, why.because(), i, "");
    int column = citeColumn(lines);
    for (var line : lines) write(out, line, column);
  }

  /// One reason of the tree: what stands before its first line and before the others.
  private record TreeLine(String first, String rest, List<Phrase> says, String cites) {
    int columns() {
      return Columns.of(first) + Wrap.columns(says);
    }
  }

  private static void branch(List<TreeLine> lines, List<Why> siblings, int i, String indent) {
    boolean last = i == siblings.size() - 1;
    flatten(lines, siblings.get(i), indent, last ? "└ " : "├ ", last ? "  " : "│ ");
  }

  private static void flatten(List<TreeLine> lines, Why why, String indent, String mark, String below) {
    lines.add(new TreeLine(indent + mark, indent + below, why.says(), places(why.cites())));
    for (int i = 0; i < why.because().size(); i++) branch(lines, why.because(), i, indent + below);
  }

  private static String places(List<Cite> cites) {
    if (cites.isEmpty()) return "";
    var out = new StringBuilder();
    for (var cite : cites) {
      if (!out.isEmpty()) out.append(", ");
      out.append(Printable.text(cite.place()));
    }
    return out.toString();
  }

  /// Where the cites begin: right of the longest reason that leaves room for its own.
  private int citeColumn(List<TreeLine> lines) {
    int column = 0;
    for (var line : lines) {
      int end = line.columns() + 4;
      boolean fits = screen.width() == 0 ? end <= FAR : end + Columns.of(line.cites) <= screen.width();
      if (!line.cites.isEmpty() && fits) column = Math.max(column, end);
    }
    return column;
  }

  private void write(StringBuilder out, TreeLine line, int citeColumn) {
    int indent = Columns.of(line.first);
    int room = screen.width() == 0 ? 0 : Math.max(LEAST_TEXT, screen.width() - indent);
    var wrapped = Wrap.lines(line.says, room);
    for (int i = 0; i < wrapped.size(); i++) {
      if (i > 0) out.append('\n');
      ink.paint(out, Ink.FAINT, i == 0 ? line.first : line.rest);
      ink.phrases(out, wrapped.get(i));
    }
    if (!line.cites.isEmpty()) cite(out, line, indent + Wrap.columns(wrapped.getLast()), citeColumn);
    out.append('\n');
  }

  private void cite(StringBuilder out, TreeLine line, int used, int column) {
    int width = Columns.of(line.cites);
    int gap = Math.max(2, column - used);
    if (screen.width() > 0 && used + gap + width > screen.width()) gap = screen.width() - used - width;
    if (gap >= 2) {
      out.append(" ".repeat(gap));
    } else {
      out.append('\n');
      ink.paint(out, Ink.FAINT, line.rest + "  ");
    }
    ink.paint(out, Ink.FAINT, line.cites);
  }
}
