package lasthop.runbook;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lasthop.repl.Library;
import lasthop.runbook.Fresh.Broken;
import lasthop.text.Printable;

/// `runbook FILE.md`: runs the `lasthop` blocks of Markdown files. File names in them are taken from the working folder.
public final class RunbookCommand {
  /// Its help text, which is also the list of its options.
  public static final String USAGE = """
      Usage: lasthop runbook [--check | --update] FILE.md...

      Runs the fenced `lasthop` blocks of Markdown files and prints the files with fresh outputs. The output of a block
      is the fenced `text` block below it; in it, a line "…" stands for any lines.

        --check        print only what no longer holds; exit status 1 if anything does not
        --update       write the fresh outputs into the files
        --help         this text
      """;

  private enum Mode { PRINT, CHECK, UPDATE }

  private final PrintStream out;
  private final PrintStream err;

  public RunbookCommand(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /// The exit status: 0 if all holds, 1 if something does not, 2 if a file or the call cannot be read.
  public int run(Library library, String[] args) {
    var mode = Mode.PRINT;
    var files = new ArrayList<String>();
    for (String arg : args) {
      switch (arg) {
        case "--check" -> mode = Mode.CHECK;
        case "--update" -> mode = Mode.UPDATE;
        case "--help", "-h" -> {
          out.print(USAGE);
          return 0;
        }
        case String word when word.startsWith("--") -> {
          err.println("lasthop: unknown option " + Printable.text(word) + ": --help lists the options");
          return 2;
        }
        default -> files.add(arg);
      }
    }
    if (files.isEmpty()) err.print(USAGE);
    int status = files.isEmpty() ? 2 : 0;
    for (String file : files) status = Math.max(status, run(library, Path.of(file), mode));
    return status;
  }

  private int run(Library library, Path file, Mode mode) {
    try {
      var fresh = Fresh.of(Runbook.parse(Files.readString(file)), library);
      if (mode == Mode.PRINT) out.print(fresh.markdown());
      if (mode == Mode.UPDATE) Files.writeString(file, fresh.markdown());
      if (mode != Mode.PRINT) {
        for (var broken : fresh.broken()) report(file, broken, mode);
      }
      return fresh.broken().isEmpty() || mode == Mode.UPDATE ? 0 : 1;
    } catch (NoSuchFileException e) {
      err.println("lasthop: " + Printable.text(file.toString()) + ": there is no such file");
    } catch (IOException e) {
      err.println("lasthop: " + Printable.text(file.toString()) + ": cannot be read as text: " + Printable.text(e.toString()));
    }
    return 2;
  }

  private void report(Path file, Broken broken, Mode mode) {
    String first = broken.commands().lines().findFirst().orElse("");
    out.println(file + ":" + broken.line() + ": " + Printable.text(first) + (mode == Mode.UPDATE ? ": updated" : ": no longer holds"));
    int common = 0;
    int most = Math.min(broken.expected().size(), broken.found().size());
    while (common < most && broken.expected().get(common).stripTrailing().equals(broken.found().get(common))) common++;
    lines("  - ", broken.expected(), common);
    lines("  + ", broken.found(), common);
  }

  /// The lines from the first one that differs, a few of them.
  private void lines(String sign, List<String> lines, int from) {
    int end = Math.min(lines.size(), from + 8);
    for (int i = from; i < end; i++) out.println(sign + Printable.text(lines.get(i)));
    if (end < lines.size()) out.println(sign + "… and " + (lines.size() - end) + " more lines");
  }
}
