package lasthop.repl;

import java.io.IOException;
import java.nio.file.Path;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.InfoCmp;

/// The terminal of the process, and whether its standard input and output are one.
final class Terminals {
  private Terminals() {}

  /// The terminal that the process was started on; a dumb one where there is none.
  static Terminal system() throws IOException {
    known(System.getenv().getOrDefault("TERM", "dumb"));
    return TerminalBuilder.builder().system(true).provider("jni").dumb(true).build();
  }

  /// Takes what the usual kinds of terminals can do from JLine's own list, where JLine would start infocmp(1).
  static String known(String type) {
    boolean usual = switch (type) {
      case "xterm", "xterm-256color", "screen", "screen-256color", "tmux", "tmux-256color" -> true;
      default -> false;
    };
    if (usual) InfoCmp.setLoadedInfoCmp(type, InfoCmp.getDefaultInfoCmp(type.replace("tmux", "screen")));
    return type;
  }

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
