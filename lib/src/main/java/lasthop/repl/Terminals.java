package lasthop.repl;

import java.io.IOException;
import java.nio.file.Path;

/// Whether standard input and output are terminals, without loading what a terminal needs.
final class Terminals {
  private Terminals() {}

  /// @param stream 0 for standard input, 1 for standard output
  static boolean isTerminal(int stream) {
    try {
      String target = Path.of("/proc/self/fd/" + stream).toRealPath().toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
    } catch (IOException e) {
      return System.console() != null && System.console().isTerminal();
    }
  }
}
