package lasthop.command;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Supplier;
import lasthop.answer.Answer;
import lasthop.json.AnswerJson;
import lasthop.json.Result;
import lasthop.render.MarkdownRenderer;
import lasthop.render.Screen;
import lasthop.render.TextRenderer;
import lasthop.text.Printable;
import lasthop.text.Note;
import lasthop.text.Repair;
import lasthop.text.Report;
import lasthop.text.Unread;

/// Where a command's answer and its remarks go: the answer to one stream, in the format asked for, remarks to the other.
public final class Output {
  /// So many unread lines are shown one by one, and so many repairs of a file; the rest are counted.
  private static final int UNREAD = 20, REPAIRS = 3;

  enum Format { TEXT, MARKDOWN, JSON }

  private final OutputStream out;
  private final OutputStream err;
  private final Format format;
  private final Screen screen;
  private final boolean wordy;
  private String shell = "";

  /// @param wordy whether every repair and every unread line is shown
  Output(OutputStream out, OutputStream err, Format format, Screen screen, boolean wordy) {
    this.out = out;
    this.err = err;
    this.format = format;
    this.screen = screen;
    this.wordy = wordy;
  }

  /// Lets each text end with a command that a shell takes, where an answer names an expression.
  ///
  /// @param call what starts lasthop's shell on the same files, without the expression
  Output asking(String call) {
    shell = call;
    return this;
  }

  private Answer typable(Answer answer) {
    return answer.next().isEmpty() || shell.isEmpty() ? answer : answer.withNext(shell + " -c '" + answer.next().replace("'", "'\\''") + "'");
  }

  public boolean isJson() {
    return format == Format.JSON;
  }

  public void answer(Answer answer) throws IOException {
    switch (format) {
      case TEXT -> print(new TextRenderer(screen).render(typable(answer)));
      case MARKDOWN -> print(new MarkdownRenderer().render(answer));
      case JSON -> print(AnswerJson.line(answer));
    }
  }

  /// An answer whose result can be had as data too: JSON shows both.
  public void answer(Answer answer, Supplier<Result> result) throws IOException {
    if (isJson()) print(AnswerJson.line(result.get(), answer));
    else answer(answer);
  }

  /// One of many results, each a line of its own; JSON alone.
  public void data(Result result) throws IOException {
    print(AnswerJson.line(result));
  }

  /// One of many answers that come as they happen; once nobody listens any more, the program ends.
  public void live(Answer answer, Result result) {
    try {
      if (isJson()) data(result);
      else answer(answer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Prints text that is safe to show as it is; it ends with a line feed.
  public void print(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  /// One remark on the error stream; the text may come from input.
  public void note(String text) throws IOException {
    var lines = new StringBuilder("lasthop: ");
    for (String line : text.split("\n", -1)) lines.append(Printable.text(line)).append('\n');
    err.write(lines.toString().getBytes(StandardCharsets.UTF_8));
    err.flush();
  }

  /// Says what was mended and what could not be read. A damaged paste has a repair on every line: of many in one file,
  /// the first is shown, the others by their lines.
  public void report(Report report) throws IOException {
    for (Note note : report.notes()) note(note.toString());
    var byFile = new LinkedHashMap<String, List<Repair>>();
    for (Repair repair : report.repairs()) byFile.computeIfAbsent(repair.origin().file(), _ -> new ArrayList<>()).add(repair);
    for (List<Repair> repairs : byFile.values()) {
      boolean each = wordy || repairs.size() <= REPAIRS;
      for (Repair repair : each ? repairs : repairs.subList(0, 1)) note(repair.origin() + ": repaired: " + repair.what());
      if (!each) note("… and " + (repairs.size() - 1) + " more repairs in " + lines(repairs) + "; --repairs lists them");
    }
    List<Unread> unread = report.unread();
    for (int i = 0; i < unread.size() && (wordy || i < UNREAD); i++) note(unread.get(i).toString());
    if (!wordy && unread.size() > UNREAD) note("… and " + (unread.size() - UNREAD) + " more lines that could not be read; --repairs lists them");
  }

  private static String lines(List<Repair> repairs) {
    List<Integer> lines = repairs.stream().map(r -> r.origin().line()).distinct().toList();
    List<String> first = lines.stream().limit(8).map(String::valueOf).toList();
    return (lines.size() == 1 ? "line " : "lines ") + String.join(", ", first) + (lines.size() > first.size() ? ", …" : "");
  }
}
