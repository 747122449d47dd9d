package lasthop.explain;

import java.util.ArrayList;
import java.util.List;
import lasthop.answer.Answer;
import lasthop.answer.Grid;
import lasthop.answer.Grid.Head;
import lasthop.answer.Grid.Row;
import lasthop.answer.Phrase;
import lasthop.answer.Tone;
import lasthop.answer.Why;

/// The same question before and after changes, side by side.
public final class ChangeAnswer {
  private ChangeAnswer() {}

  /// @param commands the changes, in order
  /// @param before the answer on the host as it is
  /// @param after the answer on the host as it would be
  public static Answer of(List<String> commands, Answer before, Answer after) {
    boolean same = before.headline().equals(after.headline());
    String headline = same ? "No difference: " + after.headline() : "Before: " + before.headline() + " After: " + after.headline();
    var reasons = new ArrayList<Why>();
    for (String command : commands) reasons.add(Say.words("with ").token(command).why());
    reasons.add(Say.mark("BEFORE ", Tone.QUIET).then(before.headline()).because(before.why().because()));
    reasons.add(Say.mark("AFTER ", same ? Tone.QUIET : Tone.CHANGED).then(after.headline()).because(after.why().because()));
    return Answer.of(headline, Why.NONE.because(reasons)).withGrids(differing(before, after));
  }

  /// Of the first grids the rows that differ, each with the side it stands on.
  private static List<Grid> differing(Answer before, Answer after) {
    if (before.grids().isEmpty() || after.grids().isEmpty()) return List.of();
    Grid old = before.grids().getFirst();
    Grid now = after.grids().getFirst();
    int first = 0;
    while (first < Math.min(old.rows().size(), now.rows().size())
        && text(old.rows().get(first)).equals(text(now.rows().get(first)))) first++;
    var heads = new ArrayList<Head>(List.of(Head.of("")));
    for (Grid grid : List.of(old, now)) {
      for (Head head : grid.heads()) if (!head.right() && !heads.contains(head)) heads.add(head);
    }
    var rows = new ArrayList<Row>();
    for (Row row : old.rows().subList(first, old.rows().size())) rows.add(sided("before", old, row, heads));
    for (Row row : now.rows().subList(first, now.rows().size())) rows.add(sided("after", now, row, heads));
    return rows.isEmpty() ? List.of() : List.of(new Grid("the ways part after " + Say.count(first, "equal row"), heads, rows));
  }

  private static String text(Row row) {
    return row.cells().stream().flatMap(List::stream).map(Phrase::text).toList().toString();
  }

  /// The cells of a row under other heads; numbers are left out, since they count on each side for itself.
  private static Row sided(String side, Grid grid, Row row, List<Head> heads) {
    var cells = new ArrayList<List<Phrase>>(List.of(List.of(Phrase.plain(side))));
    for (Head head : heads.subList(1, heads.size())) {
      int at = grid.heads().indexOf(head);
      cells.add(at < 0 ? List.of() : row.cells().get(at));
    }
    return new Row(cells, row.inferred());
  }
}
