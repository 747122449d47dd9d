package lasthop.render;

import java.util.ArrayList;
import java.util.List;
import lasthop.answer.Grid;
import lasthop.answer.Grid.Head;
import lasthop.answer.Grid.Row;
import lasthop.answer.Phrase;
import lasthop.text.Printable;

/// Writes a table in text. Columns are as wide as their widest cell; where the screen is too narrow the wide ones
/// wrap, elastic ones first, and where that is not enough each row is written as a list of its cells: nothing is ever cut.
final class GridText {
  private static final int GAP = 2;
  private static final int COMFORTABLE = 40;
  private static final int LEAST = 24;
  private static final String INFERRED = "~ ";

  private final int width;
  private final Ink ink;

  GridText(int width, Ink ink) {
    this.width = width;
    this.ink = ink;
  }

  void write(StringBuilder out, Grid wide) {
    Grid grid = width > 0 && !fits(wide) ? folded(wide) : wide;
    if (!grid.title().isEmpty()) {
      ink.paint(out, Ink.BOLD, Printable.text(grid.title()));
      out.append('\n');
    }
    boolean inferred = hasInferred(grid);
    int margin = inferred ? INFERRED.length() : 0;
    int[] widths = naturalWidths(grid);
    if (width > 0 && !squeeze(widths, grid.heads(), width - margin)) {
      for (var row : grid.rows()) list(out, grid.heads(), row, margin);
    } else {
      heads(out, grid.heads(), widths, margin);
      for (var row : grid.rows()) row(out, grid.heads(), row, widths, margin);
    }
    if (inferred) {
      ink.paint(out, Ink.FAINT, INFERRED + "reasoned, not read");
      out.append('\n');
    }
  }

  private static boolean hasInferred(Grid grid) {
    for (var row : grid.rows()) if (row.inferred()) return true;
    return false;
  }

  private boolean fits(Grid grid) {
    int columns = hasInferred(grid) ? INFERRED.length() : 0;
    for (int w : naturalWidths(grid)) columns += w + GAP;
    return columns - GAP <= width;
  }

  /// Puts what may stand aside into the cell before it.
  private static Grid folded(Grid grid) {
    var heads = new ArrayList<Head>();
    for (var head : grid.heads()) if (!head.aside()) heads.add(head);
    if (heads.size() == grid.heads().size()) return grid;
    var rows = new ArrayList<Row>();
    for (var row : grid.rows()) {
      var cells = new ArrayList<List<Phrase>>();
      for (int i = 0; i < grid.heads().size(); i++) {
        var cell = row.cells().get(i);
        if (!grid.heads().get(i).aside()) {
          cells.add(cell);
        } else if (!cell.isEmpty()) {
          var both = new ArrayList<>(cells.removeLast());
          var aside = new StringBuilder("  (");
          for (var phrase : cell) aside.append(phrase.text());
          both.add(Phrase.plain(aside.append(')').toString())); // one phrase: lines break at its blanks only
          cells.add(both);
        }
      }
      rows.add(new Row(cells, row.inferred()));
    }
    return new Grid(grid.title(), heads, rows);
  }

  private static int[] naturalWidths(Grid grid) {
    int[] widths = new int[grid.heads().size()];
    for (int i = 0; i < widths.length; i++) {
      widths[i] = Columns.of(Printable.text(grid.heads().get(i).name()));
      for (var row : grid.rows()) widths[i] = Math.max(widths[i], Wrap.columns(row.cells().get(i)));
    }
    return widths;
  }

  /// Narrows columns until all fit, the widest first: elastic ones down to a comfortable width, then any; false if even
  /// that is not enough.
  private static boolean squeeze(int[] widths, List<Head> heads, int room) {
    int over = -room - GAP;
    for (int w : widths) over += w + GAP;
    while (over > 0) {
      int widest = widest(widths, heads, true);
      if (widest < 0) widest = widest(widths, heads, false);
      if (widest < 0) return false;
      widths[widest]--;
      over--;
    }
    return true;
  }

  /// The widest column that may still give; -1 if there is none.
  private static int widest(int[] widths, List<Head> heads, boolean comfortable) {
    int widest = -1;
    for (int i = 0; i < widths.length; i++) {
      var head = heads.get(i);
      int least = comfortable ? COMFORTABLE : LEAST;
      boolean mayGive = comfortable ? head.elastic() : !head.right();
      boolean canGive = mayGive && widths[i] > Math.max(least, Columns.of(Printable.text(head.name())));
      if (canGive && (widest < 0 || widths[i] > widths[widest])) widest = i;
    }
    return widest;
  }

  private void heads(StringBuilder out, List<Head> heads, int[] widths, int margin) {
    int pending = margin;
    for (int i = 0; i < widths.length; i++) {
      String name = Printable.text(heads.get(i).name());
      int slack = widths[i] - Columns.of(name);
      out.append(" ".repeat(pending + (heads.get(i).right() ? slack : 0)));
      ink.paint(out, Ink.FAINT, name);
      pending = GAP + (heads.get(i).right() ? 0 : slack);
    }
    out.append('\n');
  }

  private void row(StringBuilder out, List<Head> heads, Row row, int[] widths, int margin) {
    var cells = new ArrayList<List<List<Phrase>>>(widths.length);
    int height = 1;
    for (int x = 0; x < widths.length; x++) {
      cells.add(Wrap.lines(row.cells().get(x), widths[x]));
      height = Math.max(height, cells.getLast().size());
    }
    for (int y = 0; y < height; y++) {
      int pending = margin;
      if (row.inferred() && y == 0) {
        ink.paint(out, Ink.FAINT, INFERRED);
        pending = 0;
      }
      for (int x = 0; x < widths.length; x++) {
        List<Phrase> cell = y < cells.get(x).size() ? cells.get(x).get(y) : List.of();
        int slack = widths[x] - Wrap.columns(cell);
        boolean right = heads.get(x).right() || cell.isEmpty();
        if (right) pending += slack;
        if (!cell.isEmpty()) {
          out.append(" ".repeat(pending));
          phrases(out, cell, row.inferred());
          pending = 0;
        }
        pending += GAP + (right ? 0 : slack);
      }
      out.append('\n');
    }
  }

  private void list(StringBuilder out, List<Head> heads, Row row, int margin) {
    int names = 0;
    for (var head : heads) names = Math.max(names, Columns.of(Printable.text(head.name())));
    boolean first = true;
    for (int i = 0; i < heads.size(); i++) {
      var cell = row.cells().get(i);
      if (Wrap.columns(cell) == 0) continue;
      String name = Printable.text(heads.get(i).name());
      ink.paint(out, Ink.FAINT, margin == 0 ? "" : first && row.inferred() ? INFERRED : "  ");
      ink.paint(out, Ink.FAINT, name);
      int indent = margin + names + GAP;
      out.append(" ".repeat(names + GAP - Columns.of(name)));
      var lines = Wrap.lines(cell, Math.max(LEAST, width - indent));
      for (int y = 0; y < lines.size(); y++) {
        if (y > 0) out.append(" ".repeat(indent));
        phrases(out, lines.get(y), row.inferred());
        out.append('\n');
      }
      first = false;
    }
    out.append('\n');
  }

  /// An inferred row is faint as a whole, so that it is not taken for one that was read.
  private void phrases(StringBuilder out, List<Phrase> phrases, boolean inferred) {
    if (!inferred) ink.phrases(out, phrases);
    else for (var phrase : phrases) ink.paint(out, Ink.FAINT, phrase.text());
  }
}
