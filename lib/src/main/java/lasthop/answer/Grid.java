package lasthop.answer;

import java.util.ArrayList;
import java.util.List;

/// A table. Every row has as many cells as there are heads; a cell is a run of phrases.
///
/// @param title shown above; empty for none
public record Grid(String title, List<Head> heads, List<Row> rows) {
  public Grid {
    heads = List.copyOf(heads);
    rows = List.copyOf(rows);
  }

  /// A column: its name, whether numbers are to be set flush right, whether it may be wrapped to fit, and whether it may
  /// follow the column before in the same cell where a screen is narrow.
  public record Head(String name, boolean right, boolean elastic, boolean aside) {
    public static Head of(String name) {
      return new Head(name, false, false, false);
    }

    public static Head right(String name) {
      return new Head(name, true, false, false);
    }

    public static Head elastic(String name) {
      return new Head(name, false, true, false);
    }

    public static Head aside(String name) {
      return new Head(name, false, false, true);
    }
  }

  /// @param inferred shown apart: reasoned, not read
  public record Row(List<List<Phrase>> cells, boolean inferred) {
    public Row {
      var copy = new ArrayList<List<Phrase>>(cells.size());
      for (var cell : cells) copy.add(List.copyOf(cell));
      cells = List.copyOf(copy);
    }
  }
}
