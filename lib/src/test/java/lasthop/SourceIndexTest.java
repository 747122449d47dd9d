package lasthop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
    assertEquals(INDEX.catalog(), Files.readString(LIB.resolve("../jbang-catalog.json")), STALE);
  }

  @Test
  void helpNamesEachScript() throws IOException {
    var help = Ran.of(new ProcessBuilder(LIB.resolve("../lasthop").toString(), "help"), "");
    assertEquals(0, help.status(), help.err());
    String text = help.out() + "./lasthop repl ";
    var missing = new ArrayList<>(INDEX.scripts());
    missing.removeIf(script -> text.contains("./lasthop " + script + " ") || script.equals("lasthop"));
    assertEquals(List.of(), missing);
  }
}
