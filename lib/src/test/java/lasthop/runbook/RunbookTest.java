package lasthop.runbook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import lasthop.repl.Library;
import lasthop.runbook.Runbook.Block;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunbookTest {
  private static final Library PLAIN = new Library(Object.class, List.of(), Set.of(), _ -> Optional.empty(), List::of, List::of, _ -> "");

  private static final String HOLDS = """
      # Incident

      ```lasthop
      var packet = 57266
      packet + 1
      ```

      ```text
      57267
      ```

      Other fences are left alone:

      ```sh
      rm -rf /
      ```
      """;

  @TempDir Path folder;

  private record Ran(int status, String out) {}

  private Ran run(String markdown, String... options) throws Exception {
    var file = folder.resolve("incident.md");
    Files.writeString(file, markdown);
    var args = new java.util.ArrayList<>(List.of(options));
    args.add(file.toString());
    var bytes = new ByteArrayOutputStream();
    var out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    int status = new RunbookCommand(out, out).run(PLAIN, args.toArray(String[]::new));
    return new Ran(status, bytes.toString(StandardCharsets.UTF_8));
  }

  @Test void aRunbookThatHoldsIsPrintedAsItIs() throws Exception {
    assertEquals(new Ran(0, HOLDS), run(HOLDS));
    assertEquals(new Ran(0, ""), run(HOLDS, "--check"));
  }

  @Test void checkNamesTheBlockThatNoLongerHolds() throws Exception {
    var ran = run(HOLDS.replace("57267", "57268"), "--check");
    assertEquals(1, ran.status());
    assertTrue(ran.out().contains("incident.md:3: var packet = 57266: no longer holds\n  - 57268\n  + 57267\n"), ran.out());
  }

  @Test void updateWritesTheFreshOutputs() throws Exception {
    assertEquals(0, run(HOLDS.replace("57267", "57268"), "--update").status());
    assertEquals(HOLDS, Files.readString(folder.resolve("incident.md")));
  }

  @Test void aFailureIsAnOutputLikeAnyOtherButNotInSilence() throws Exception {
    assertEquals(1, run("```lasthop\n1/0\n```\n", "--check").status());
    assertEquals(0, run("```lasthop\n1/0\n```\n```text\n  1/0\n  ^\narithmetic: / by zero\n```\n", "--check").status());
  }

  @Test void anEllipsisStandsForAnyLines() {
    assertTrue(Fresh.holds(List.of("a", "…", "d"), List.of("a", "b", "c", "d")));
    assertTrue(Fresh.holds(List.of("…"), List.of()));
    assertEquals(false, Fresh.holds(List.of("a", "…", "e"), List.of("a", "b", "d")));
  }

  @Test void outputsCannotCloseTheirFence() throws Exception {
    var ran = run("```lasthop\n\"```\\n# no heading\"\n```\n");
    assertEquals("```lasthop\n\"```\\n# no heading\"\n```\n\n````text\n```\n# no heading\n````\n", ran.out());
  }

  @Test void anUnreadableFileIsOneSentence() throws Exception {
    var bytes = new ByteArrayOutputStream();
    var out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    assertEquals(2, new RunbookCommand(out, out).run(PLAIN, new String[] {"nowhere.md"}));
    assertEquals("lasthop: nowhere.md: there is no such file\n", bytes.toString(StandardCharsets.UTF_8));
  }

  @Test void fencesOfOtherLengthsAndTildesAreUnderstood() {
    var parts = Runbook.parse("~~~~lasthop\n1\n~~~\n2\n~~~~\n````md\n```lasthop\n3\n```\n````\n").parts();
    assertEquals("1\n~~~\n2", ((Block) parts.getFirst()).commands());
    assertEquals(2, parts.size());
  }
}
