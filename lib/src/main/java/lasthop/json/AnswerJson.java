package lasthop.json;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import lasthop.answer.Answer;
import lasthop.answer.Cite;
import lasthop.answer.Diagram;
import lasthop.answer.Grid;
import lasthop.answer.Phrase;
import lasthop.answer.Why;
import lasthop.text.Printable;

/// An answer in JSON. Texts are as they were read: JSON escapes what a terminal must not see.
public final class AnswerJson {
  private static final JsonMapper JSON = new JsonMapper();

  private AnswerJson() {}

  /// The answer as one line of JSON Lines, with its line feed.
  public static String line(Answer answer) {
    return line(node(answer));
  }

  /// The same, its result as data before it.
  public static String line(Result result, Answer answer) {
    ObjectNode node = data(result);
    node.setAll(node(answer));
    return line(node);
  }

  /// The result alone, on one line.
  public static String line(Result result) {
    return line(data(result));
  }

  /// JSON lets characters above U+007E stand as they are, and some of them steer a terminal.
  private static String line(ObjectNode node) {
    return Printable.json(node.toString()) + "\n";
  }

  private static ObjectNode data(Result result) {
    ObjectNode node = JSON.createObjectNode();
    ResultJson.write(result, node);
    return node;
  }

  /// `headline`, `why`, `tables`, `diagram` and `next`; what is empty is left out.
  public static ObjectNode node(Answer answer) {
    ObjectNode node = JSON.createObjectNode().put("headline", answer.headline());
    if (!answer.why().isEmpty()) node.set("why", why(answer.why()));
    if (!answer.grids().isEmpty()) {
      ArrayNode tables = node.putArray("tables");
      for (Grid grid : answer.grids()) tables.add(table(grid));
    }
    answer.diagram().ifPresent(diagram -> node.set("diagram", diagram(diagram)));
    if (!answer.next().isEmpty()) node.put("next", answer.next());
    return node;
  }

  private static ObjectNode why(Why why) {
    ObjectNode node = JSON.createObjectNode().put("says", words(why.says()));
    if (!why.cites().isEmpty()) {
      ArrayNode cites = node.putArray("cites");
      for (Cite cite : why.cites()) {
        cites.addObject().put("file", cite.file()).put("line", cite.line()).put("text", cite.quoted());
      }
    }
    if (!why.because().isEmpty()) {
      ArrayNode because = node.putArray("because");
      for (Why reason : why.because()) because.add(why(reason));
    }
    return node;
  }

  /// Rows as objects by the names of the columns; empty cells are left out, `inferred` marks what was not read.
  private static ObjectNode table(Grid grid) {
    ObjectNode node = JSON.createObjectNode();
    if (!grid.title().isEmpty()) node.put("title", grid.title());
    ArrayNode rows = node.putArray("rows");
    for (Grid.Row row : grid.rows()) {
      ObjectNode cells = rows.addObject();
      for (int i = 0; i < grid.heads().size(); i++) {
        String cell = words(row.cells().get(i));
        if (!cell.isEmpty()) cells.put(grid.heads().get(i).name(), cell);
      }
      if (row.inferred()) cells.put("inferred", true);
    }
    return node;
  }

  private static ObjectNode diagram(Diagram diagram) {
    ObjectNode node = JSON.createObjectNode().put("title", diagram.title());
    ArrayNode boxes = node.putArray("boxes");
    for (Diagram.Box box : diagram.boxes()) {
      boxes.addObject().put("id", box.id()).put("label", box.label()).put("state", box.state().name());
    }
    ArrayNode lines = node.putArray("lines");
    for (Diagram.Line line : diagram.lines()) {
      lines.addObject().put("from", line.from()).put("to", line.to()).put("label", line.label()).put("state", line.state().name());
    }
    return node;
  }

  private static String words(List<Phrase> phrases) {
    var text = new StringBuilder();
    for (Phrase phrase : phrases) text.append(phrase.text());
    return text.toString();
  }
}
