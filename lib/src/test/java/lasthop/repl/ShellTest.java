package lasthop.repl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The real shell in a real terminal, driven key by key.
class ShellTest {
  private static final Map<String, String> NO_COLOUR = Map.of("NO_COLOR", "1");

  @TempDir Path home;

  @BeforeAll static void tmuxIsNeeded() {
    boolean there = Screens.isTmuxThere();
    if (!there) System.out.println("skipped: tmux is not installed, so the shell was not driven in a terminal");
    assumeTrue(there, "tmux");
  }

  private Screens shell(int rows, Map<String, String> env) throws Exception {
    var command = List.of(System.getProperty("java.home") + "/bin/java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
        "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"), "repl");
    var screens = Screens.start(home, 100, rows, env, command);
    return screens.prompt();
  }

  @Test void theFirstMinutes() throws Exception {
    try (var shell = shell(40, NO_COLOUR)) {
      shell.await("bundled case").await("trace(28265).diagnose()");
      shell.enter("trace(57266).lastHop()", "\nnat:POSTROUTING:policy:10");
      assertFalse(shell.screen().contains("==>"), shell.screen());
      shell.enter("trace 28265", "LAST HOP nat:PREROUTING:policy:3");

      shell.clear().type("trace(28").press("Tab").await("trace(28265").type(").las").press("Tab").await(".lastHop()").press("Enter")
          .await("\nnat:PREROUTING:policy:3");
      shell.clear().type("var d = \"enp5").press("Tab").await("enp5s0").type("\"").press("Enter").prompt().enter("d + 1", "\nenp5s01");

      shell.clear().type("int twice(int x) {").press("Enter").await("\n       >").type("return 2 * x").press("Enter").type("}")
          .press("Enter").prompt().enter("twice(21)", "\n42");

      shell.clear().enter("tracee(28265)", "did you mean trace?");
      assertTrue(shell.screen().contains("  tracee(28265)\n  ^\nthere is no method tracee()"), shell.screen());
      shell.enter("trace(5726)", "did you mean 57266?").enter("on(\"ceph1\")", "did you mean ceph").enter("help(\"vanishd\")", "nothing says why");
      shell.enter("!echo here; exit 3", "\nhere\nexit status 3");
      shell.enter("trace(1)", "no packet \"1\"").enter("1/0", "/ by zero");
      assertFalse(shell.screen().contains("\tat "), shell.screen());
      assertFalse(shell.screen().contains("Exception"), shell.screen());
    }
  }

  @Test void ctrlCStopsTheEvaluationAndNotTheShell() throws Exception {
    try (var shell = shell(40, NO_COLOUR)) {
      shell.enter("1 + 1", "\n2");
      shell.type("while (true) {}").press("Enter");
      Thread.sleep(1500);
      shell.press("C-c").await("stopped").enter("20 + 3", "\n23");
      shell.type("Thread.sleep(60000)").press("Enter");
      Thread.sleep(1000);
      shell.press("C-c").prompt();
      shell.type("abandoned line").press("C-c");
      Thread.sleep(1000);
      shell.enter("40 + 2", "\n42");
    }
  }

  @Test void historyIsKeptAndSearchedAndASessionIsSaved() throws Exception {
    try (var shell = shell(40, NO_COLOUR)) {
      shell.enter("trace(57266).lastHop()", "\nnat:POSTROUTING:policy:10").enter("_.length()", "\n25");
      shell.enter(":sav x", "did you mean :save?").enter(":save incident.md", "2 inputs saved to incident.md");
      shell.press("C-d");
    }
    String saved = Files.readString(home.resolve("incident.md"));
    assertTrue(saved.startsWith("# incident\n\n```lasthop\nexample()\n```\n\n```text\nOpened "), saved);
    assertEquals("""
        ```lasthop
        trace(57266).lastHop()
        ```

        ```text
        nat:POSTROUTING:policy:10
        ```

        ```lasthop
        _.length()
        ```

        ```text
        25
        ```
        """, saved.substring(saved.indexOf("```lasthop\ntrace")));
    var check = new ProcessBuilder(System.getProperty("java.home") + "/bin/java", "-cp", System.getProperty("java.class.path"),
        "runbook", "--check", "incident.md").directory(home.toFile()).inheritIO().start();
    assertEquals(0, check.waitFor());
    try (var shell = shell(40, NO_COLOUR)) {
      shell.press("C-r").type("57266").await("trace(57266).lastHop()").press("Enter").await("\nnat:POSTROUTING:policy:10");
    }
  }

  @Test void longOutputIsPaged() throws Exception {
    try (var shell = shell(20, NO_COLOUR)) {
      shell.type("IntStream.range(0, 100)").press("Enter").await("lines 1-18 of 100");
      shell.press("Space").await("lines 1-36 of 100").press("/").type("77").press("Enter").await("\n77").press("q")
          .prompt().enter("\"next\"", "\nnext");
      shell.enter(":set pager off", "lasthop>").enter("IntStream.range(200, 300)", "\n299\n");
    }
  }

  @Test void docsAreAKeyAway() throws Exception {
    try (var shell = shell(40, NO_COLOUR)) {
      shell.type("packets").press("M-h").await("Every packet of the current case.").press("C-c").prompt();
      shell.enter("?example", "Opens the bundled case");
    }
  }

  @Test void coloursAreUsedOnlyWhereTheyAreWanted() throws Exception {
    try (var shell = shell(40, Map.of())) {
      shell.enter("help()", "symptoms");
      assertTrue(shell.coloured().contains("\033[36m"), shell.coloured());
    }
    try (var shell = shell(40, NO_COLOUR)) {
      shell.enter("help()", "symptoms");
      assertFalse(shell.coloured().contains("\033[3"), shell.coloured());
    }
  }
}
