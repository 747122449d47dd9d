package lasthop.repl;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import lasthop.render.Screen;
import lasthop.text.Printable;
import org.jline.terminal.Size;

/// The shell as a program: interactive on a terminal, else expressions from `-c`, from `.jsh` files or from standard input.
public final class Repl {
  /// Its help text, which is also the list of its options.
  public static final String USAGE = """
      Usage: lasthop [-c EXPRESSION]... [FILE]...

      Opens the logs and snapshots named and asks them what you type: trace(57266).lastHop()
      Expressions also come from -c, from .jsh files among the FILEs, or from standard input if it is not a terminal;
      then their values are printed and it ends.

        -c EXPRESSION  evaluate, print, and end
        --help         this text
      """;

  /// For terminals that do not know their size, such as a serial line.
  private static final Size UNKNOWN_SIZE = new Size(80, 24);

  private final Library library;
  private final PrintStream out;
  private final PrintStream err;

  private Repl(Library library, PrintStream out, PrintStream err) {
    this.library = library;
    this.out = out;
    this.err = err;
  }

  /// Runs until the end of the input and ends the process: 0 if all went well, 2 if an expression failed.
  public static void main(Library library, String[] args) {
    var out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
    var err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
    int status = new Repl(library, out, err).run(args);
    out.flush();
    // A training run for the AOT cache has to end in good order; else nothing is left to wait for.
    if (Boolean.getBoolean("lasthop.training")) System.exit(status);
    Runtime.getRuntime().halt(status);
  }

  private int run(String[] args) {
    var expressions = new ArrayList<String>();
    var scripts = new ArrayList<String>();
    var files = new ArrayList<String>();
    for (int i = 0; i < args.length; i++) {
      if (args[i].equals("--help") || args[i].equals("-h")) return usage(out, 0);
      if (args[i].equals("-c")) {
        if (++i == args.length) return usage(err, 2);
        expressions.add(args[i]);
      } else if (args[i].startsWith("-") && args[i].length() > 1) {
        return usage(err, 2);
      } else {
        (args[i].endsWith(".jsh") ? scripts : files).add(args[i]);
      }
    }
    try {
      if (Boolean.getBoolean("lasthop.training") && args.length == 0) return train();
      boolean interactive = expressions.isEmpty() && scripts.isEmpty() && Terminals.isTerminal(0) && Terminals.isTerminal(1);
      if (!interactive) return print(texts(expressions, scripts), files);
      return interact(files);
    } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
      err.println("lasthop: " + Printable.text(Wrong.sentence(e)));
      return 2;
    }
  }

  /// What is to be evaluated: the scripts, then the expressions; standard input where there is neither.
  private static List<String> texts(List<String> expressions, List<String> scripts) throws IOException {
    var texts = new ArrayList<String>();
    for (var script : scripts) texts.add(Files.readString(Path.of(script)));
    texts.addAll(expressions);
    if (texts.isEmpty()) texts.add(new String(System.in.readAllBytes(), StandardCharsets.UTF_8));
    return texts;
  }

  private static int usage(PrintStream to, int status) {
    to.print(USAGE);
    to.flush();
    return status;
  }

  /// The files are opened while JShell starts.
  private int print(List<String> texts, List<String> files) throws IOException {
    var screen = Screen.of(System::getenv, Terminals.isTerminal(1));
    try (var session = Session.start(library, texts)) {
      library.open().open(files);
      for (var text : texts) {
        for (var unit : session.units(text)) {
          var outcomes = session.evaluate(unit);
          boolean failed = !outcomes.isEmpty() && outcomes.getLast().isFailure();
          var to = failed ? err : out;
          to.print(Show.text(library, outcomes, screen, "text"));
          to.flush();
          if (failed) return 2;
        }
      }
    }
    return 0;
  }

  /// The files are opened while the terminal is made ready.
  private int interact(List<String> files) throws IOException {
    var opening = new FutureTask<>(() -> library.open().open(files));
    Thread.ofPlatform().daemon().name("files").start(opening);
    var screen = Screen.of(System::getenv, true);
    try (var session = Session.start(library); var terminal = Terminals.system()) {
      if (terminal.getWidth() <= 0 || terminal.getHeight() <= 0) terminal.setSize(UNKNOWN_SIZE);
      var shell = new Shell(session, terminal, screen);
      Object opened = opened(opening);
      shell.opened(files.isEmpty() ? "example()" : openCall(files), opened);
      shell.run(banner(files.isEmpty() ? "Nothing was named, so this is the bundled case.\n" : new Values(library, screen).text(opened)));
      return 0;
    }
  }

  private static Object opened(FutureTask<Object> opening) throws IOException {
    try {
      return opening.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException cause -> throw cause;
        case RuntimeException cause -> throw cause;
        case Error cause -> throw cause;
        default -> throw new IOException(e.getCause());
      }
    } catch (InterruptedException e) {
      throw new InterruptedIOException("interrupted while opening files");
    }
  }

  private int train() throws IOException {
    library.open().open(List.of());
    Training.run(library);
    return print(library.tries().get(), List.of());
  }

  private String banner(String opened) {
    var out = new StringBuilder("lasthop: where did this packet go, and why did it stop there?\n").append(opened).append("Try\n");
    for (var expression : library.tries().get()) out.append("  ").append(expression).append('\n');
    return out.append("Tab completes, :help tells more, Ctrl-D leaves.\n").toString();
  }

  /// The call that opens files, as it is typed.
  static String openCall(List<String> files) {
    var call = new StringBuilder("open(");
    for (var file : files) {
      if (call.length() > 5) call.append(", ");
      call.append('"').append(file.replace("\\", "\\\\").replace("\"", "\\\"")).append('"');
    }
    return call.append(')').toString();
  }

  /// Naming a file opens it; anything else is left as it is.
  static String orOpen(String line) {
    String text = line.strip();
    boolean name = (text.indexOf('/') >= 0 || text.indexOf('.') >= 0) && text.indexOf('(') < 0 && text.indexOf('"') < 0
        && text.indexOf(' ') < 0 && text.indexOf('\n') < 0;
    try {
      return name && Files.exists(Path.of(text)) ? openCall(List.of(text)) : line;
    } catch (InvalidPathException e) {
      return line;
    }
  }
}
