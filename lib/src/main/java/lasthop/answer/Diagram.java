package lasthop.answer;

import java.util.List;

/// A picture as data: boxes in a grid and lines between them. Renderers draw it in characters or as SVG.
public record Diagram(String title, List<Box> boxes, List<Line> lines) {
  public Diagram {
    boxes = List.copyOf(boxes);
    lines = List.copyOf(lines);
  }

  /// What a box or line stands for in the way of the packet.
  public enum State { IDLE, VISITED, LAST, MISSING, FAILED }

  /// @param id unique within the diagram
  /// @param label a few words, lines separated by a line feed
  /// @param column from the left, counted from 0
  /// @param row from the top, counted from 0
  public record Box(String id, String label, int column, int row, State state) {}

  /// A line from one box to another, by their ids; the label may be empty.
  public record Line(String from, String to, String label, State state) {}
}
