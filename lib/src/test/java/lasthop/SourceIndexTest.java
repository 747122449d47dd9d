package lasthop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What JBang reads is what Maven builds.
class SourceIndexTest {
  private static final Path LIB = Path.of("").toAbsolutePath();
  private static final SourceIndex INDEX = new SourceIndex(LIB);
  private static final String STALE = "stale: run ./lasthop test -Dtest=SourceIndexTest -Dlasthop.write=true";

  @BeforeAll
  static void writeWhenAsked() throws IOException {
    if (Boolean.getBoolean("lasthop.write")) INDEX.write();
  }

  @Test
  void indexNamesEverySourceResourceAndDependency() throws IOException {
    assertEquals(INDEX.sources(), Files.readString(LIB.resolve("src/main/java/LasthopSources.java")), STALE);
  }

  @Test
  void replIndexAddsTheShellAndItsTerminal() throws IOException {
    assertEquals(INDEX.replSources(), Files.readString(LIB.resolve("src/main/java/LasthopReplSources.java")), STALE);
  }

  @Test
  void catalogHasOneAliasForEachScript() throws IOException {
    var catalog = new JsonMapper().readTree(LIB.resolve("../jbang-catalog.json").toFile());
    var aliases = new TreeSet<String>();
    catalog.get("aliases").properties().forEach(alias -> {
      assertEquals("scripts/" + alias.getKey() + ".java", alias.getValue().get("script-ref").textValue());
      aliases.add(alias.getKey());
    });
    assertEquals(scripts(), aliases);
  }

  @Test
  void helpNamesEachScript() throws IOException, InterruptedException {
    var help = new ProcessBuilder(LIB.resolve("../lasthop").toString(), "help").redirectErrorStream(true).start();
    String text = new String(help.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    assertEquals(0, help.waitFor(), text);
    var missing = scripts();
    missing.removeIf(script -> text.contains("./lasthop " + script + " "));
    missing.remove("lasthop");
    assertEquals(new TreeSet<String>(), missing);
  }

  private static TreeSet<String> scripts() throws IOException {
    var names = new TreeSet<String>();
    try (var files = Files.newDirectoryStream(LIB.resolve("../scripts"), "[a-z]*.java")) {
      for (Path file : files) names.add(file.getFileName().toString().replace(".java", ""));
    }
    return names;
  }
}
