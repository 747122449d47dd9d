package lasthop.bench;

import java.util.ArrayList;
import java.util.List;
import lasthop.answer.Answer;
import lasthop.answer.Grid;
import lasthop.answer.Grid.Head;
import lasthop.answer.Phrase;
import lasthop.answer.Tone;
import lasthop.answer.Why;

/// The figures as one table.
final class BenchAnswer {
  private static final List<Head> HEADS = List.of(Head.of("figure"), Head.right("lasthop"), Head.of("unit"), Head.of("rival"),
      Head.right("rival's"), Head.right("ratio"), Head.right("target"), Head.of("met"), Head.elastic("remark"));

  private BenchAnswer() {}

  static Answer of(List<Figure> figures) {
    var rows = new ArrayList<Grid.Row>();
    int met = 0;
    int targets = 0;
    for (Figure figure : figures) {
      rows.add(row(figure));
      if (figure.met().isPresent()) targets++;
      if (figure.met().orElse(false)) met++;
    }
    Why machine = Why.plain("On " + Runtime.getRuntime().availableProcessors() + " processors, Java " + Runtime.version()
        + ". Medians of interleaved rounds; a ratio is the median of the rounds' own ratios."
        + " Loops of one process are timed by " + Stopwatch.USED.name() + ".");
    return Answer.of(met + " of " + targets + " targets are met.", machine).withGrids(List.of(new Grid("", HEADS, rows)));
  }

  private static Grid.Row row(Figure f) {
    String ratio = f.ratio().isPresent() ? Figure.number(f.ratio().getAsDouble()) : "";
    var cells = new ArrayList<List<Phrase>>();
    for (String cell : List.of(f.name(), Figure.number(f.ours()), f.unit(), f.rival(), Figure.number(f.theirs()), ratio, f.targetText())) {
      cells.add(List.of(Phrase.plain(cell)));
    }
    cells.add(f.met().map(m -> List.of(Phrase.mark(m ? "yes" : "no", m ? Tone.GOOD : Tone.BAD))).orElse(List.of()));
    cells.add(List.of(Phrase.plain(f.remark())));
    return new Grid.Row(cells, false);
  }
}
