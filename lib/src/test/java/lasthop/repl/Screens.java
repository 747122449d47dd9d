package lasthop.repl;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A program in a real terminal: tmux holds the screen, keys go in, text is waited for.
final class Screens implements AutoCloseable {
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(30);

  private final String socket = "lasthop-test-" + ProcessHandle.current().pid() + "-" + System.nanoTime();

  static boolean isTmuxThere() {
    try {
      return new ProcessBuilder("tmux", "-V").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      return false;
    }
  }

  /// Starts the shell in a window of the given size, with a home of its own.
  static Screens start(Path home, int columns, int rows, Map<String, String> env, List<String> command) throws Exception {
    var screens = new Screens();
    var words = new ArrayList<>(List.of("new-session", "-d", "-x", "" + columns, "-y", "" + rows, "-c", home.toString(), "env",
        "TERM=screen-256color", "LC_ALL=C.UTF-8", "XDG_STATE_HOME=" + home));
    env.forEach((name, value) -> words.add(name + "=" + value));
    words.addAll(command);
    screens.tmux(words.toArray(String[]::new));
    return screens;
  }

  private String tmux(String... words) throws Exception {
    var command = new ArrayList<>(List.of("tmux", "-L", socket, "-f", "/dev/null"));
    command.addAll(List.of(words));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return out;
  }

  String screen() throws Exception {
    return tmux("capture-pane", "-p", "-S", "-200");
  }

  /// The screen with its colours as escape sequences.
  String coloured() throws Exception {
    return tmux("capture-pane", "-p", "-e");
  }

  /// Types text as it is.
  Screens type(String text) throws Exception {
    tmux("send-keys", "-l", text);
    return this;
  }

  /// Presses keys by tmux's names: `Enter`, `Tab`, `C-c`.
  Screens press(String... keys) throws Exception {
    for (String key : keys) tmux("send-keys", key);
    return this;
  }

  /// Types a line and waits for what it should bring and for the next prompt.
  Screens enter(String line, String expected) throws Exception {
    return type(line).press("Enter").await(expected).prompt();
  }

  /// Waits for a prompt with nothing behind it: keys pressed earlier could be lost.
  Screens prompt() throws Exception {
    long start = System.nanoTime();
    while (!screen().stripTrailing().endsWith("\nlasthop>")) {
      if (System.nanoTime() - start > PATIENCE) return fail("no prompt on this screen:\n" + screen().strip());
      Thread.sleep(50);
    }
    return this;
  }

  /// Waits until the text stands on the screen.
  Screens await(String expected) throws Exception {
    long start = System.nanoTime();
    String last = "";
    while (System.nanoTime() - start < PATIENCE) {
      last = screen();
      if (last.contains(expected)) return this;
      Thread.sleep(50);
    }
    return fail("waited for \"" + expected + "\" on this screen:\n" + last.strip());
  }

  /// An empty screen, so that what is waited for next is new.
  Screens clear() throws Exception {
    press("C-l").await("lasthop>");
    tmux("clear-history");
    return this;
  }

  @Override public void close() throws IOException {
    new ProcessBuilder("tmux", "-L", socket, "kill-server").redirectErrorStream(true).start().onExit().join();
  }
}
