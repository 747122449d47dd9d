package lasthop.command;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import lasthop.answer.Answer;
import lasthop.json.AnswerJson;
import lasthop.render.MarkdownRenderer;
import lasthop.render.Screen;
import lasthop.render.TextRenderer;
import lasthop.text.Printable;
import lasthop.text.Repair;
import lasthop.text.Report;
import lasthop.text.Unread;

/// Where a command's answer and its remarks go: the answer to one stream, in the format asked for, remarks to the other.
public final class Output {
  /// So many repairs and unread lines are shown one by one; the rest are counted.
  private static final int SHOWN = 20;

  enum Format { TEXT, MARKDOWN, JSON }

  private final OutputStream out;
  private final OutputStream err;
  private final Format format;
  private final Screen screen;

  Output(OutputStream out, OutputStream err, Format format, Screen screen) {
    this.out = out;
    this.err = err;
    this.format = format;
    this.screen = screen;
  }

  public boolean isJson() {
    return format == Format.JSON;
  }

  public void answer(Answer answer) throws IOException {
    switch (format) {
      case TEXT -> print(new TextRenderer(screen).render(answer));
      case MARKDOWN -> print(new MarkdownRenderer().render(answer));
      case JSON -> print(AnswerJson.line(answer));
    }
  }

  /// One of many answers that come as they happen; once nobody listens any more, the program ends.
  public void live(Answer answer) {
    try {
      answer(answer);
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

  /// Says what was mended and what could not be read.
  public void report(Report report) throws IOException {
    List<Repair> repairs = report.repairs();
    for (int i = 0; i < repairs.size() && i < SHOWN; i++) {
      note(repairs.get(i).origin() + ": repaired: " + repairs.get(i).what());
    }
    more(repairs.size(), "repairs");
    List<Unread> unread = report.unread();
    for (int i = 0; i < unread.size() && i < SHOWN; i++) note(unread.get(i).toString());
    more(unread.size(), "lines that could not be read");
  }

  private void more(int count, String what) throws IOException {
    if (count > SHOWN) note("… and " + (count - SHOWN) + " more " + what);
  }
}
