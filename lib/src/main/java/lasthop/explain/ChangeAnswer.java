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
    List<Row> old = before.grids().getFirst().rows();
    List<Row> now = after.grids().getFirst().rows();
    int first = 0;
    while (first < old.size() && first < now.size() && text(old.get(first)).equals(text(now.get(first)))) first++;
    var rows = new ArrayList<Row>();
    for (Row row : old.subList(first, old.size())) rows.add(sided("before", row));
    for (Row row : now.subList(first, now.size())) rows.add(sided("after", row));
    if (rows.isEmpty()) return List.of();
    return List.of(new Grid("the ways part after " + Say.count(first, "equal row"),
        List.of(Head.of(""), Head.of("hop"), Head.of("changes"), Head.elastic("rule")), rows));
  }

  private static String text(Row row) {
    return row.cells().stream().flatMap(List::stream).map(Phrase::text).toList().toString();
  }

  private static Row sided(String side, Row row) {
    var cells = new ArrayList<List<Phrase>>();
    cells.add(List.of(Phrase.plain(side)));
    int from = Math.max(0, row.cells().size() - 3);
    cells.addAll(row.cells().subList(from, row.cells().size()));
    while (cells.size() < 4) cells.add(List.of());
    return new Row(cells, row.inferred());
  }
}
