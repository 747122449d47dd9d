package lasthop.render;

import java.util.List;
import lasthop.answer.Diagram;
import lasthop.answer.Diagram.State;
import lasthop.answer.Phrase;
import lasthop.render.Sketch.Placed;
import lasthop.render.Sketch.Point;
import lasthop.render.Sketch.Route;
import lasthop.text.Printable;

/// Draws a diagram in box-drawing characters; the packet's way is heavy. A picture that is too wide is tried with its
/// columns as rows, and if that does not help its lines are listed in words.
final class DiagramText {
  private static final String HANGING = "      ";
  private static final int LEAST = 20;

  private final int width;
  private final Ink ink;

  DiagramText(int width, Ink ink) {
    this.width = width;
    this.ink = ink;
  }

  void write(StringBuilder out, Diagram diagram) {
    if (!diagram.title().isEmpty()) {
      ink.paint(out, Ink.BOLD, Printable.text(diagram.title()));
      out.append('\n');
    }
    for (var d : List.of(diagram, Sketch.turned(diagram))) {
      var sketch = Sketch.of(d);
      if (width > 0 && sketch.width() > width) continue;
      draw(sketch).appendTo(out, ink);
      return;
    }
    list(out, diagram);
  }

  private static Canvas draw(Sketch sketch) {
    var canvas = new Canvas(sketch.width(), sketch.height());
    for (var placed : sketch.boxes()) border(canvas, placed);
    for (var route : sketch.routes()) {
      var corners = route.corners();
      for (int i = 1; i < corners.size(); i++) canvas.line(corners.get(i - 1), corners.get(i), route.line().state());
    }
    for (var route : sketch.routes()) dress(canvas, route);
    for (var placed : sketch.boxes()) {
      for (int i = 0; i < placed.label().size(); i++) {
        canvas.write(placed.x() + 2, placed.y() + 1 + i, placed.label().get(i), placed.box().state());
      }
    }
    return canvas;
  }

  private static void border(Canvas canvas, Placed p) {
    var topLeft = new Point(p.x(), p.y());
    var topRight = new Point(p.x() + p.width() - 1, p.y());
    var bottomLeft = new Point(p.x(), p.y() + p.height() - 1);
    var bottomRight = new Point(topRight.x(), bottomLeft.y());
    var state = p.box().state();
    canvas.line(topLeft, topRight, state);
    canvas.line(bottomLeft, bottomRight, state);
    canvas.line(topLeft, bottomLeft, state);
    canvas.line(topRight, bottomRight, state);
  }

  /// The arrow head, the label on the line's longest level piece (or beside a vertical one), and the sign of its state.
  private static void dress(Canvas canvas, Route route) {
    var state = route.line().state();
    var corners = route.corners();
    var end = corners.getLast();
    canvas.write(end.x(), end.y(), head(corners.get(corners.size() - 2), end), state);
    String label = state == State.FAILED ? (Sketch.sign(state) + route.label()).strip() : route.label();
    if (label.isEmpty()) return;
    var from = corners.getFirst();
    if (from.y() == corners.get(1).y()) {
      boolean right = corners.get(1).x() > from.x();
      int start = right ? from.x() + 2 : from.x() - 1 - Columns.of(label);
      canvas.write(Math.max(0, start), from.y(), label, state);
    } else {
      canvas.write(from.x() + 2, from.y() + (corners.get(1).y() > from.y() ? 1 : -1), label, state);
    }
  }

  private static String head(Point before, Point end) {
    if (before.y() == end.y()) return end.x() > before.x() ? "▶" : "◀";
    return end.y() > before.y() ? "▼" : "▲";
  }

  private void list(StringBuilder out, Diagram diagram) {
    for (var line : diagram.lines()) {
      if (line.state() == State.IDLE) continue;
      String label = line.label().isEmpty() ? "" : "  " + line.label();
      String words = name(diagram, line.from()) + " ▶ " + name(diagram, line.to()) + label;
      String margin = "  ";
      for (var wrapped : Wrap.lines(List.of(Phrase.plain(words)), width == 0 ? 0 : Math.max(LEAST, width - HANGING.length()))) {
        ink.phrases(out.append(margin), wrapped);
        out.append('\n');
        margin = HANGING;
      }
    }
  }

  private static String name(Diagram diagram, String id) {
    for (var box : diagram.boxes()) {
      if (box.id().equals(id)) return Sketch.sign(box.state()) + box.label().replace('\n', ' ');
    }
    return id;
  }
}
