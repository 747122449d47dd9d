package lasthop.collect;

import java.io.File;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Runs commands and waits for them.
final class Shell {
  private Shell() {}

  /// What a command did.
  ///
  /// @param status its exit status; 127 if it could not be started
  /// @param output what it printed, errors included
  record Ran(int status, String output) {}

  static Ran run(Command command) throws IOException {
    Process process;
    try {
      process = new ProcessBuilder(command.words()).redirectErrorStream(true).redirectInput(Redirect.from(new File("/dev/null"))).start();
    } catch (IOException e) {
      return new Ran(127, command.words().getFirst() + " is not installed");
    }
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ran(wait(process), output);
  }

  /// Waits for the end of a process and returns its exit status.
  static int wait(Process process) throws IOException {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroy();
      throw new InterruptedIOException("interrupted");
    }
  }

  /// The lines a command printed; none if it failed.
  static List<String> lines(Command command) throws IOException {
    Ran ran = run(command);
    return ran.status == 0 ? ran.output.lines().toList() : List.of();
  }
}
