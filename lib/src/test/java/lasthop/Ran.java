package lasthop;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// A program that ran to its end.
record Ran(int status, String out, String err) {

  static Ran of(ProcessBuilder command, String stdin) throws IOException {
    Path out = Files.createTempFile("lasthop", ".out");
    Path err = Files.createTempFile("lasthop", ".err");
    try {
      Process process = command.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
      try (var in = process.getOutputStream()) {
        in.write(stdin.getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        // it ended without reading its input
      }
      if (!process.waitFor(5, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new IOException("no end after 5 minutes: " + command.command());
      }
      return new Ran(process.exitValue(), Files.readString(out), Files.readString(err));
    } catch (InterruptedException e) {
      throw new IOException("interrupted: " + command.command(), e);
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }
}
