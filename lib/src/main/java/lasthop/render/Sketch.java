package lasthop.render;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import lasthop.answer.Diagram;
import lasthop.answer.Diagram.Box;
import lasthop.answer.Diagram.Line;
import lasthop.answer.Diagram.State;
import lasthop.text.Printable;

/// A diagram laid out on a grid of character cells: where each box stands and which way each line goes. The terminal
/// draws the cells as they are, SVG scales them; so both show the same picture.
record Sketch(int width, int height, List<Placed> boxes, List<Route> routes) {
  private static final int GUTTER = 5;
  private static final int GAP = 1;
  /// Between lines that run side by side in a gutter.
  private static final int TRACK = 2;

  /// A box with its border: `x` and `y` are its upper left cell.
  record Placed(Box box, List<String> label, int x, int y, int width, int height) {
    int middleX() {
      return x + width / 2;
    }

    int middleY() {
      return y + height / 2;
    }
  }

  record Point(int x, int y) {}

  /// A line as corners joined by straight pieces; the first corner is a border cell of its box, the last is the cell
  /// of the arrow head, just outside the other box.
  record Route(Line line, String label, List<Point> corners) {}

  static Sketch of(Diagram diagram) {
    return new Plan(diagram).sketch();
  }

  /// The same diagram with columns and rows exchanged, for screens that are too narrow for it.
  static Diagram turned(Diagram diagram) {
    var boxes = new ArrayList<Box>();
    for (var b : diagram.boxes()) boxes.add(new Box(b.id(), b.label(), b.row(), b.column(), b.state()));
    return new Diagram(diagram.title(), boxes, diagram.lines());
  }

  /// States are told apart without colour too.
  static String sign(State state) {
    return switch (state) {
      case IDLE, VISITED -> "";
      case LAST -> "● ";
      case MISSING -> "? ";
      case FAILED -> "✗ ";
    };
  }

  private static final class Plan {
    private final Diagram diagram;
    private final int[] columnX;
    private final int[] columnWidth;
    private final int[] rowY;
    private final int[] rowHeight;
    private final Map<String, Placed> placed = new HashMap<>();
    private final List<Placed> boxes = new ArrayList<>();

    Plan(Diagram diagram) {
      this.diagram = diagram;
      int columns = 0;
      int rows = 0;
      for (var box : diagram.boxes()) {
        columns = Math.max(columns, box.column() + 1);
        rows = Math.max(rows, box.row() + 1);
      }
      columnX = new int[columns + 1];
      columnWidth = new int[columns];
      rowY = new int[rows + 1];
      rowHeight = new int[rows];
      for (var box : diagram.boxes()) {
        var label = label(box);
        for (var text : label) {
          columnWidth[box.column()] = Math.max(columnWidth[box.column()], Columns.of(text) + 4);
        }
        rowHeight[box.row()] = Math.max(rowHeight[box.row()], label.size() + 2);
      }
      for (int c = 0; c < columns; c++) columnX[c + 1] = columnX[c] + columnWidth[c] + gutter(c);
      for (int r = 0; r < rows; r++) rowY[r + 1] = rowY[r] + rowHeight[r] + GAP + (isLabelled(r) ? 1 : 0);
      for (var box : diagram.boxes()) place(box);
    }

    private void place(Box box) {
      int c = box.column();
      int r = box.row();
      var p = new Placed(box, label(box), columnX[c], rowY[r], columnWidth[c], rowHeight[r]);
      placed.put(box.id(), p);
      boxes.add(p);
    }

    private static List<String> label(Box box) {
      var lines = new ArrayList<String>();
      for (String text : box.label().split("\n", -1)) {
        lines.add((lines.isEmpty() ? sign(box.state()) : "") + Printable.text(text));
      }
      return lines;
    }

    /// The space right of a column: room for the longest label of the lines that cross it.
    private int gutter(int column) {
      int least = GUTTER;
      var tracks = new HashSet<String>();
      for (var line : diagram.lines()) {
        var from = box(line.from());
        var to = box(line.to());
        if (bends(from, to) && to.column() == column + 1) tracks.add(to.id());
        boolean crosses = Math.min(from.column(), to.column()) <= column && column < Math.max(from.column(), to.column());
        if (crosses) least = Math.max(least, Columns.of(Printable.text(line.label())) + 4);
      }
      return Math.max(least, GUTTER + TRACK * (tracks.size() - 1));
    }

    /// Lines to the right that change their row run in the gutter before their target's column.
    private static boolean bends(Box from, Box to) {
      return from.row() != to.row() && from.column() < to.column();
    }

    /// How many tracks of the gutter before a box are taken by lines to boxes above it: each target has its own.
    private int track(Box target) {
      var above = new HashSet<String>();
      for (var line : diagram.lines()) {
        var to = box(line.to());
        if (bends(box(line.from()), to) && to.column() == target.column() && to.row() < target.row()) above.add(to.id());
      }
      return above.size();
    }

    private boolean isLabelled(int row) {
      for (var line : diagram.lines()) {
        int from = box(line.from()).row();
        int to = box(line.to()).row();
        if (!line.label().isEmpty() && Math.min(from, to) <= row && row < Math.max(from, to)) return true;
      }
      return false;
    }

    private Box box(String id) {
      for (var box : diagram.boxes()) {
        if (box.id().equals(id)) return box;
      }
      throw new IllegalArgumentException("a line of the diagram names a box that is not there: " + id);
    }

    Sketch sketch() {
      var routes = new ArrayList<Route>();
      for (var line : diagram.lines()) {
        var corners = corners(placed.get(line.from()), placed.get(line.to()));
        routes.add(new Route(line, Printable.text(line.label()), corners));
      }
      int width = 0;
      int height = 0;
      for (var b : boxes) {
        width = Math.max(width, b.x() + b.width());
        height = Math.max(height, b.y() + b.height());
      }
      for (var route : routes) {
        for (var corner : route.corners()) {
          width = Math.max(width, corner.x() + 1);
          height = Math.max(height, corner.y() + 1);
        }
      }
      return new Sketch(width, height, List.copyOf(boxes), routes);
    }

    private List<Point> corners(Placed a, Placed b) {
      int da = b.box().column() - a.box().column();
      int dr = b.box().row() - a.box().row();
      if (da == 0) return isFreeColumn(a, b) ? vertical(a, b) : aroundRight(a, b);
      if (dr == 0) return isFreeRow(a, b, a.box().row()) ? straight(a, b) : aroundBelow(a, b);
      return bent(a, b);
    }

    private static List<Point> straight(Placed a, Placed b) {
      int y = a.middleY();
      return List.of(new Point(outX(a, b), y), new Point(inX(a, b), y));
    }

    private static List<Point> vertical(Placed a, Placed b) {
      boolean down = b.y() > a.y();
      int x = a.middleX();
      return List.of(new Point(x, down ? a.y() + a.height() - 1 : a.y()),
          new Point(x, down ? b.y() - 1 : b.y() + b.height()));
    }

    /// Out of one side, up or down in the gutter that leaves no box in the way, into the other side.
    private List<Point> bent(Placed a, Placed b) {
      boolean right = b.x() > a.x();
      boolean late = isFreeRow(a, b, a.box().row());
      int x;
      if (late) x = right ? b.x() - 3 - TRACK * track(b.box()) : b.x() + b.width() + 2;
      else x = right ? a.x() + a.width() + 1 : a.x() - 2;
      return List.of(new Point(outX(a, b), a.middleY()), new Point(x, a.middleY()), new Point(x, b.middleY()),
          new Point(inX(a, b), b.middleY()));
    }

    private static List<Point> aroundRight(Placed a, Placed b) {
      int right = a.x() + a.width();
      return List.of(new Point(right - 1, a.middleY()), new Point(right + 2, a.middleY()),
          new Point(right + 2, b.middleY()), new Point(right, b.middleY()));
    }

    private static List<Point> aroundBelow(Placed a, Placed b) {
      int bottom = a.y() + a.height();
      return List.of(new Point(a.middleX(), bottom - 1), new Point(a.middleX(), bottom + 1),
          new Point(b.middleX(), bottom + 1), new Point(b.middleX(), bottom));
    }

    private static int outX(Placed a, Placed b) {
      return b.x() > a.x() ? a.x() + a.width() - 1 : a.x();
    }

    private static int inX(Placed a, Placed b) {
      return b.x() > a.x() ? b.x() - 1 : b.x() + b.width();
    }

    private boolean isFreeRow(Placed a, Placed b, int row) {
      int low = Math.min(a.box().column(), b.box().column());
      int high = Math.max(a.box().column(), b.box().column());
      for (var p : boxes) {
        if (p.box().row() == row && p.box().column() > low && p.box().column() < high) return false;
      }
      return true;
    }

    private boolean isFreeColumn(Placed a, Placed b) {
      int low = Math.min(a.box().row(), b.box().row());
      int high = Math.max(a.box().row(), b.box().row());
      for (var p : boxes) {
        boolean same = p.box().column() == a.box().column();
        if (same && p.box().row() > low && p.box().row() < high) return false;
      }
      return true;
    }
  }
}
