package lasthop.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/// What somebody waits for who starts the shell on a terminal and types a question as soon as there is a prompt. The
/// terminal is that of script(1).
///
/// @param prompt seconds from the start to the prompt
/// @param answer seconds from the start to the answer
record Typist(double prompt, double answer) {
  private static final String PROMPT = "lasthop> ";

  static boolean isThere() {
    return Shell.works("script -qfc true /dev/null </dev/null");
  }

  /// @param expected a part of the answer that is no part of the question
  /// @throws IOException when the shell ends before it has answered
  static Typist ask(String lasthop, String question, String expected) throws IOException {
    var builder = new ProcessBuilder("script", "-qfc", "exec " + lasthop + " repl", "/dev/null").redirectErrorStream(true);
    builder.environment().put("TERM", "xterm-256color");
    long start = System.nanoTime();
    Process process = builder.start();
    try (InputStream screen = process.getInputStream(); var keys = process.getOutputStream()) {
      await(screen, PROMPT);
      double prompt = (System.nanoTime() - start) / 1e9;
      keys.write((question + "\r").getBytes(StandardCharsets.UTF_8));
      keys.flush();
      await(screen, expected);
      double answer = (System.nanoTime() - start) / 1e9;
      keys.write(":quit\r".getBytes(StandardCharsets.UTF_8));
      keys.flush();
      screen.readAllBytes();
      return new Typist(prompt, answer);
    } finally {
      process.destroy();
    }
  }

  private static void await(InputStream screen, String expected) throws IOException {
    var shown = new StringBuilder();
    byte[] some = new byte[8192];
    while (shown.indexOf(expected) < 0) {
      int count = screen.read(some);
      if (count < 0) throw new IOException("the shell ended before it showed \"" + expected + "\": " + shown);
      shown.append(new String(some, 0, count, StandardCharsets.ISO_8859_1));
    }
  }
}
