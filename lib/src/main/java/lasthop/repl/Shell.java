package lasthop.repl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import lasthop.render.Screen;
import lasthop.text.Printable;
import org.jline.keymap.KeyMap;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReader.Option;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.Reference;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;

/// The read loop: a line from the terminal, its evaluation in a thread that Ctrl-C can stop, the value on the screen.
final class Shell {
  private final Session session;
  private final Terminal terminal;
  private final Docs docs = new Docs();
  private final Transcript transcript = new Transcript();
  private final AtomicInteger interrupts = new AtomicInteger();
  private final LineReader reader;
  private final boolean unicode;
  private Settings settings;
  private CompletableFuture<Result> pending = CompletableFuture.completedFuture(new Result("", "", true));

  Shell(Session session, Terminal terminal, Screen screen) {
    this.session = session;
    this.terminal = terminal;
    this.unicode = screen.unicode();
    this.settings = Settings.of(screen);
    var builder = LineReaderBuilder.builder().terminal(terminal).appName("lasthop").parser(new JavaParser(session))
        .completer(new Completion(session, docs)).variable(LineReader.HISTORY_FILE, historyFile())
        .variable(LineReader.SECONDARY_PROMPT_PATTERN, "      %P > ").variable(LineReader.INDENTATION, 2)
        .variable(LineReader.LIST_MAX, 100)
        .option(Option.DISABLE_EVENT_EXPANSION, true).option(Option.INSERT_TAB, false)
        .option(Option.HISTORY_IGNORE_SPACE, false).option(Option.CASE_INSENSITIVE, true);
    if (screen.colour()) builder.highlighter(new Colours(session.library().verbs()));
    reader = builder.build();
    reader.getWidgets().put("lasthop-docs", this::docsUnderCursor);
    reader.getWidgets().put(LineReader.CALLBACK_INIT, this::prepared);
    var keys = reader.getKeyMaps().get(LineReader.MAIN);
    keys.bind(new Reference("lasthop-docs"), KeyMap.alt('h'), "\033OP", "\033[11~");
    terminal.handle(Signal.INT, _ -> interrupted());
  }

  /// Where earlier sessions' lines are kept: the user's state folder.
  private static Path historyFile() {
    String told = System.getenv("XDG_STATE_HOME");
    var folder = told != null && !told.isEmpty() ? Path.of(told) : Path.of(System.getProperty("user.home"), ".local", "state");
    var file = folder.resolve("lasthop").resolve("history");
    try {
      Files.createDirectories(file.getParent());
    } catch (IOException e) {
      // a home that cannot be written: the history then lives as long as the session
    }
    return file;
  }

  /// Says what is open at the start, and by which call it would be opened.
  void opened(String call, Object value) {
    transcript.opened(session.library(), call, value);
  }

  /// Reads and evaluates until the input ends.
  void run(String banner) throws IOException {
    terminal.writer().print(banner);
    while (true) {
      String line;
      try {
        line = reader.readLine("lasthop> ");
      } catch (UserInterruptException e) {
        continue;
      } catch (EndOfFileException e) {
        break;
      }
      if (line.isBlank()) continue;
      if (!Commands.isCommand(line)) evaluate(Repl.orOpen(line));
      else if (Commands.name(line).equals("quit")) break;
      else command(line);
    }
    reader.getHistory().save();
  }

  private void command(String line) throws IOException {
    var words = Commands.words(line);
    try {
      switch (Commands.name(line)) {
        case "help" -> page(Commands.HELP);
        case "!" -> system(words.getFirst());
        case "?" -> page(Commands.docs(docs, words.getFirst()));
        case "set" -> set(words);
        case "save" -> page(Commands.save(words, transcript) + "\n");
        case "open" -> open(words);
        case String other -> page(Commands.unknown(other) + "\n");
      }
    } catch (IllegalArgumentException e) {
      page(e.getMessage() + "\n");
    } catch (IOException e) {
      page(Wrong.sentence(e) + "\n");
    }
  }

  /// A command of the system, on this terminal; Ctrl-C ends it as anywhere.
  private void system(String command) throws IOException {
    terminal.flush();
    var process = new ProcessBuilder("sh", "-c", command).inheritIO().start();
    process.onExit().join();
    int status = process.exitValue();
    if (status != 0) page("exit status " + status + "\n");
  }

  private void set(List<String> words) throws IOException {
    if (words.size() == 2) settings = settings.with(words.getFirst(), words.getLast());
    else if (!words.isEmpty()) throw new IllegalArgumentException("say what and how: :set width 120");
    if (words.isEmpty()) page(settings + "\n");
  }

  private void open(List<String> words) throws IOException {
    if (words.isEmpty()) throw new IllegalArgumentException("say what: :open kern.log snapshot/");
    if (!words.getFirst().endsWith(".jsh")) {
      evaluate(Repl.openCall(words));
      return;
    }
    for (String unit : session.units(Files.readString(Path.of(words.getFirst())))) {
      if (!evaluate(unit)) return;
    }
  }

  /// What an input came to: as shown now, and as a saved session shows it.
  private record Result(String shown, String saved, boolean well) {}

  /// Evaluates and shows; false if it failed or was stopped. Everything that takes time happens in a thread of its own.
  private boolean evaluate(String line) throws IOException {
    interrupts.set(0);
    var result = new CompletableFuture<Result>();
    pending = result;
    var screen = screen();
    var format = settings.format();
    Thread.ofPlatform().daemon().name("evaluation").start(() -> result.complete(result(line, screen, format)));
    try {
      var done = result.join();
      page(done.shown());
      if (done.well()) transcript.add(line, done.saved());
      return done.well();
    } catch (CancellationException e) {
      page("given up: it may go on in the background\n");
      return false;
    }
  }

  private Result result(String line, Screen screen, String format) {
    try {
      var outcomes = session.evaluate(line);
      boolean well = outcomes.isEmpty() || !outcomes.getLast().isFailure();
      String shown = Show.text(session.library(), outcomes, screen, format);
      return new Result(shown, well ? Transcript.text(session, outcomes) : "", well);
    } catch (RuntimeException | Error e) {
      return new Result(Printable.text(Wrong.sentence(e)) + "\n", "", false);
    }
  }

  private void interrupted() {
    if (interrupts.incrementAndGet() == 1) {
      session.stop();
    } else {
      session.abandon();
      pending.cancel(false);
    }
  }

  private void page(String text) throws IOException {
    Pager.show(terminal, text, settings.pager());
  }

  private Screen screen() {
    int width = settings.width() > 0 ? settings.width() : terminal.getWidth();
    return new Screen(width, settings.colour(), unicode, settings.pictures()).withWidth(width);
  }

  /// The compiler is made ready while the user types, not before the prompt is there.
  private boolean prepared() {
    session.warmUp();
    return true;
  }

  private boolean docsUnderCursor() {
    String line = reader.getBuffer().toString();
    int cursor = reader.getBuffer().cursor();
    int start = cursor;
    while (start > 0 && Character.isJavaIdentifierPart(line.charAt(start - 1))) start--;
    int end = cursor;
    while (end < line.length() && Character.isJavaIdentifierPart(line.charAt(end))) end++;
    if (start == end && start > 0 && line.charAt(start - 1) == '(') return documented(line, start - 1);
    reader.printAbove(Commands.docs(docs, line.substring(start, end)));
    return true;
  }

  /// Behind an opening parenthesis, the method before it is meant.
  private boolean documented(String line, int paren) {
    int start = paren;
    while (start > 0 && Character.isJavaIdentifierPart(line.charAt(start - 1))) start--;
    reader.printAbove(Commands.docs(docs, line.substring(start, paren)));
    return true;
  }
}
