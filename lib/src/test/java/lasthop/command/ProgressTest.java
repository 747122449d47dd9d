package lasthop.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgressTest {

  @Test void longWorkSaysHowMuchThereIsToReadAndMakesRoomForTheAnswer(@TempDir Path folder) throws Exception {
    Path log = Files.write(folder.resolve("kern.log"), new byte[3 << 20]);
    var err = new ByteArrayOutputStream();
    var out = new ByteArrayOutputStream();
    try (var progress = Progress.of(new String[] {"57266", log.toString()}, err, true)) {
      Thread.sleep(2_600);
      progress.before(out).write("answer\n".getBytes(StandardCharsets.UTF_8));
    }
    String told = err.toString(StandardCharsets.UTF_8);
    assertTrue(told.startsWith("\r\033[Klasthop: reading 3 MiB, 2 s"), told);
    assertTrue(told.endsWith("\r\033[K"), told);
    assertEquals("answer\n", out.toString(StandardCharsets.UTF_8));
  }

  @Test void shortWorkSaysNothing() throws IOException {
    var err = new ByteArrayOutputStream();
    try (var progress = Progress.of(new String[] {"-", "no such file"}, err, true)) {
      progress.before(err).write('x');
    }
    assertEquals("x", err.toString(StandardCharsets.UTF_8));
    assertEquals("", Progress.size(new String[] {"-", "\0", "57266"}));
  }
}
