package lasthop.command;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import lasthop.command.Output.Format;
import lasthop.render.Screen;

/// Runs a command: reads its words, shows its answer, and turns every failure into one sentence and an exit status.
public final class Command {
  private Command() {}

  /// What a command does with its words.
  @FunctionalInterface
  public interface Work {
    /// @throws IOException when a file cannot be read
    /// @throws IllegalArgumentException when the words make no sense
    Status run(Arguments in, Output out) throws IOException;
  }

  /// Runs the command and ends the program with its status.
  public static void main(String[] args, Usage usage, Work work) {
    var out = new FileOutputStream(FileDescriptor.out);
    var err = new FileOutputStream(FileDescriptor.err);
    Status status = Boolean.getBoolean("lasthop.progress") ? watched(args, usage, work, out, err) : run(args, usage, work, out, err);
    // The training run of the AOT cache goes on to other commands; every other run is over, and an orderly end costs time.
    if (!Boolean.getBoolean("lasthop.training")) Runtime.getRuntime().halt(status.ordinal());
  }

  /// The same, saying on the error stream that long work goes on.
  private static Status watched(String[] args, Usage usage, Work work, OutputStream out, OutputStream err) {
    try (var progress = Progress.of(args, err, true)) {
      return run(args, usage, work, progress.before(out), progress.before(err));
    }
  }

  /// Runs the command on the streams given.
  public static Status run(String[] args, Usage usage, Work work, OutputStream out, OutputStream err) {
    var plain = new Output(out, err, Format.TEXT, Screen.PIPE, false);
    try {
      try {
        var in = Arguments.parse(args, usage);
        if (!in.has("--help")) return work.run(in, new Output(out, err, format(in), screen(in), in.has("--repairs")).asking(shell(in)));
        plain.print(usage.text());
        return Status.ANSWERED;
      } catch (IOException | RuntimeException | StackOverflowError | OutOfMemoryError e) {
        if (!isUnheard(e)) plain.note(sentence(e));
        return Status.UNREADABLE;
      }
    } catch (IOException e) {
      return Status.UNREADABLE; // nobody listens to the error stream any more
    }
  }

  /// What starts the shell on the files of a call.
  private static String shell(Arguments in) {
    var call = new StringBuilder("./lasthop repl");
    for (String word : in.words()) {
      if (!word.isEmpty() && Files.exists(Path.of(word))) call.append(' ').append(quoted(word));
    }
    return call.toString();
  }

  private static String quoted(String word) {
    boolean plain = word.chars().allMatch(c -> c < 0x7f && (Character.isLetterOrDigit(c) || "/._-+:,@%".indexOf(c) >= 0));
    return plain ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  private static Format format(Arguments in) {
    if (in.has("--json")) return Format.JSON;
    return in.has("--markdown") ? Format.MARKDOWN : Format.TEXT;
  }

  private static Screen screen(Arguments in) {
    String told = System.getProperty("lasthop.terminal", "");
    boolean terminal = told.isEmpty() ? System.console() != null && System.console().isTerminal() : told.equals("yes");
    Screen screen = Screen.of(System::getenv, terminal);
    return in.value("--width").map(columns -> screen.withWidth(width(columns))).orElse(screen);
  }

  private static int width(String columns) {
    try {
      return Math.max(0, Integer.parseInt(columns));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("bad width \"" + columns + "\": give a number of columns", e);
    }
  }

  /// Whether the reader of a pipe has gone, as `head` does: nothing to say, and nobody to say it to.
  private static boolean isUnheard(Throwable failure) {
    Throwable cause = failure instanceof UncheckedIOException ? failure.getCause() : failure;
    return cause instanceof IOException && "Broken pipe".equals(cause.getMessage());
  }

  private static String sentence(Throwable failure) {
    return switch (failure) {
      case NoSuchFileException e -> e.getFile() + ": there is no such file";
      case AccessDeniedException e -> e.getFile() + ": may not be read";
      case FileSystemException e -> e.getFile() + ": cannot be read: " + e.getReason();
      case IOException e -> e.getMessage();
      case UncheckedIOException e -> sentence(e.getCause());
      case IllegalArgumentException e -> e.getMessage();
      case OutOfMemoryError _ -> "not enough memory for this input: give Java more with JAVA_TOOL_OPTIONS=-Xmx8g";
      default -> "internal error, please report it: " + failure;
    };
  }
}
