package lasthop.repl;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import lasthop.render.Screen;
import org.jline.terminal.Size;
import org.jline.terminal.TerminalBuilder;

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

  private Training() {}

  static void run(Library library) throws IOException {
    var keys = new StringBuilder(KEYS.replace('\n', '\r'));
    for (var expression : library.tries().get()) keys.append(expression).append('\r');
    var in = new ByteArrayInputStream(keys.append(":quit\r").toString().getBytes(StandardCharsets.UTF_8));
    try (var session = Session.start(library);
        var terminal = TerminalBuilder.builder().system(false).provider("jni").type("xterm-256color")
            .streams(in, OutputStream.nullOutputStream()).size(new Size(100, 30)).build()) {
      new Shell(session, terminal, new Screen(100, true, true, true)).run("");
    }
  }
}
