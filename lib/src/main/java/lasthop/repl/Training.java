package lasthop.repl;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import lasthop.render.Screen;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal.SignalHandler;
import org.jline.terminal.impl.PosixSysTerminal;
import org.jline.terminal.impl.jni.JniTerminalProvider;
import org.jline.terminal.spi.Pty;

/// A session typed by nobody, on a terminal of its own: what it loads is what the start-up cache of the shell holds.
final class Training {
  private static final String KEYS = """
      tra\t(5\t)
      var n = 1
      n + 1
      List.of(1, 2).size()
      tracee(1)
      help("vanished")
      help()
      """;

  private static final String PROMPT = "lasthop> ";

  /// So high that nothing is shown by pages, for which keys would be missing.
  private static final Size SIZE = new Size(100, 1000);

  /// Whatever goes wrong, nobody waits longer for a cache that only saves time.
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private Training() {}

  static void run(Library library) throws IOException {
    Thread.ofPlatform().daemon().start(Training::endInTime);
    var lines = new ArrayDeque<>(KEYS.lines().toList());
    lines.addAll(library.tries().get());
    lines.add(":quit");
    Terminals.system().close();
    try (var pty = new JniTerminalProvider().open(new Attributes(), SIZE); var session = Session.start(library);
        var terminal = new PosixSysTerminal("training", Terminals.known("xterm-256color"), pty, StandardCharsets.UTF_8, true,
            SignalHandler.SIG_DFL)) {
      Thread.ofPlatform().daemon().start(() -> type(lines, pty));
      new Shell(session, terminal, new Screen(SIZE.getColumns(), true, true, true)).run("");
    }
  }

  private static void endInTime() {
    try {
      Thread.sleep(PATIENCE);
    } catch (InterruptedException e) {
      return;
    }
    System.exit(1);
  }

  /// Reads what the shell draws, and types a line whenever there is a prompt.
  private static void type(Queue<String> lines, Pty pty) {
    try (var screen = pty.getMasterInput(); var keys = pty.getMasterOutput()) {
      var shown = new StringBuilder();
      byte[] some = new byte[8192];
      for (int count = screen.read(some); count >= 0; count = screen.read(some)) {
        shown.append(new String(some, 0, count, StandardCharsets.ISO_8859_1));
        if (shown.indexOf(PROMPT) < 0) continue;
        shown.setLength(0);
        if (!lines.isEmpty()) keys.write((lines.remove() + "\r").getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      // the end of the terminal
    }
  }
}
