package lasthop.repl;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import org.jline.terminal.Terminal;

/// Shows long output a page at a time. Space: next page, b: back, arrows or j and k: a line, g and G: start and end,
/// /: search, n: again, q: leave. What was seen stays on the screen.
final class Pager {
  private final Terminal terminal;
  private final PrintWriter out;
  private final List<String> lines;
  private int shown;
  private String sought = "";

  private Pager(Terminal terminal, List<String> lines) {
    this.terminal = terminal;
    this.out = terminal.writer();
    this.lines = lines;
  }

  /// Shows the text, paged if it is longer than the screen.
  static void show(Terminal terminal, String text, boolean paged) throws IOException {
    var lines = text.lines().toList();
    int page = terminal.getHeight() - 1;
    if (!paged || page < 4 || lines.size() <= page || terminal.getType().startsWith("dumb")) {
      terminal.writer().print(text);
      terminal.flush();
      return;
    }
    new Pager(terminal, lines).run(page - 1);
  }

  private void run(int page) throws IOException {
    var before = terminal.enterRawMode();
    try {
      forward(page);
      while (shown < lines.size()) {
        status();
        int key = key();
        clearStatus();
        switch (key) {
          case ' ', 'f' -> forward(page);
          case '\r', '\n', 'j' -> forward(1);
          case 'd' -> forward(page / 2);
          case 'b' -> back(page, page);
          case 'k' -> back(1, page);
          case 'g' -> back(lines.size(), page);
          case 'G' -> forward(lines.size());
          case '/' -> search(page, true);
          case 'n' -> search(page, false);
          case 'q', 'Q', 3, 4, -1 -> shown = lines.size();
          default -> {}
        }
      }
    } finally {
      terminal.setAttributes(before);
      terminal.flush();
    }
  }

  /// A key; the arrows and page keys as the letters that do the same.
  private int key() throws IOException {
    int c = terminal.reader().read();
    if (c != 27) return c;
    if (terminal.reader().peek(50) < 0) return 'q';
    terminal.reader().read();
    int code = terminal.reader().read();
    if (code == '5' || code == '6') terminal.reader().read();
    return switch (code) {
      case 'A' -> 'k';
      case 'B' -> 'j';
      case '5' -> 'b';
      case '6' -> ' ';
      case 'H' -> 'g';
      case 'F' -> 'G';
      default -> 0;
    };
  }

  private void forward(int count) {
    for (int i = 0; i < count && shown < lines.size(); i++) out.print(lines.get(shown++) + "\r\n");
    terminal.flush();
  }

  private void back(int count, int page) {
    int top = Math.max(0, shown - page - count);
    shown = top;
    out.print("\033[H\033[2J");
    forward(page);
  }

  private void search(int page, boolean ask) throws IOException {
    if (ask) sought = typed();
    for (int i = shown; i < lines.size() && !sought.isEmpty(); i++) {
      if (!lines.get(i).contains(sought)) continue;
      forward(Math.max(i - shown + 1, Math.min(page, i - shown + page / 2)));
      return;
    }
  }

  private String typed() throws IOException {
    var words = new StringBuilder();
    while (true) {
      out.print("\r\033[K/" + words);
      terminal.flush();
      int c = terminal.reader().read();
      if (c == '\r' || c == '\n' || c < 0) break;
      if (c == 27 || c == 3) words.setLength(0);
      if (c == 27 || c == 3) break;
      if ((c == 127 || c == 8) && !words.isEmpty()) words.setLength(words.length() - 1);
      else if (c >= ' ' && c != 127) words.append((char) c);
    }
    clearStatus();
    return words.toString();
  }

  private void status() {
    out.print("\033[7m lines 1-" + shown + " of " + lines.size() + ": space next page, b back, / search, q quit \033[0m");
    terminal.flush();
  }

  private void clearStatus() {
    out.print("\r\033[K");
  }
}
