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

  /// A column: its name, whether numbers are to be set flush right, and whether it may be cut or wrapped to fit.
  public record Head(String name, boolean right, boolean elastic) {
    public static Head of(String name) {
      return new Head(name, false, false);
    }

    public static Head right(String name) {
      return new Head(name, true, false);
    }

    public static Head elastic(String name) {
      return new Head(name, false, true);
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
