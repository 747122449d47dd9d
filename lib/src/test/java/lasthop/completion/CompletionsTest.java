package lasthop.completion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import lasthop.command.Usage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// bash itself completes with the script.
class CompletionsTest {
  private static final Map<String, Usage> COMMANDS = Map.of("trace", Usage.of("""
      lasthop trace LOG

        --port NUMBER   from or to this port
        --follow        each record
        --of FILE       a file
      """), "whatif", new Usage(""), "why", new Usage(""));

  @TempDir Path folder;

  /// What stands to choose after the last word, sorted.
  private List<String> completed(String... words) throws IOException {
    Path script = Files.writeString(folder.resolve("completion.sh"), Completions.script("bash", "lasthop", COMMANDS));
    String typed = "'" + String.join("' '", words) + "'";
    var bash = new ProcessBuilder("bash", "--norc", "-c", """
        . "%s"
        function compopt() { :; }  # outside a real completion bash refuses it
        COMP_WORDS=(%s) COMP_CWORD=%d COMP_LINE="%s" COMP_POINT=%d
        _complete_lasthop; printf '%%s\\n' "${COMPREPLY[@]}"
        """.formatted(script, typed, words.length - 1, String.join(" ", words), String.join(" ", words).length()));
    var process = bash.directory(folder.toFile()).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      process.waitFor(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    return Stream.of(out.split("\n")).map(String::strip).filter(s -> !s.isEmpty()).sorted().toList();
  }

  @Test void noCommandIsForgotten() throws IOException {
    var process = new ProcessBuilder(System.getProperty("java.home") + "/bin/java", "-cp", System.getProperty("java.class.path"),
        "commands", "completion", "bash").redirectErrorStream(true).start();
    String script = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try (var scripts = Files.list(Path.of("../scripts"))) {
      for (Path file : scripts.filter(f -> f.toString().endsWith(".java")).toList()) {
        String name = file.getFileName().toString().replace(".java", "");
        assertTrue(name.equals("lasthop") || script.contains("_picocli_lasthop_" + name + "()"), name);
      }
    }
  }

  @Test void commandsByTheirFirstLetters() throws IOException {
    assertEquals(List.of("whatif", "why"), completed("lasthop", "wh"));
  }

  @Test void optionsOfTheCommandAlone() throws IOException {
    assertEquals(List.of("--follow"), completed("lasthop", "trace", "--f"));
    assertEquals(List.of("--port"), completed("lasthop", "trace", "--p"));
    assertEquals(List.of(), completed("lasthop", "why", "--f"));
  }

  @Test void filesForWordsAndForOptionsThatTakeOne() throws IOException {
    Files.createFile(folder.resolve("kern.log"));
    assertEquals(List.of("kern.log"), completed("lasthop", "trace", "kern"));
    assertEquals(List.of("kern.log"), completed("lasthop", "trace", "--of", "kern"));
  }
}
