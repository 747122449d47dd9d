package lasthop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The launcher in a fresh copy of the project. Its own bad days are made with namespaces of the kernel, which takes root.
class LauncherTest {
  private static final Path PROJECT = Path.of("").toAbsolutePath().getParent();
  private static final String QUESTION = "{\"id\":1,\"op\":\"fly\"}\n";

  @TempDir Path folder;
  private Path copy;

  @BeforeEach
  void copyProject() throws IOException {
    copy = folder.resolve("checkout");
    for (String part : List.of("lasthop", "scripts", "notebooks/lessons", "lib/pom.xml", "lib/src/main", "lib/src/jmh")) copy(part);
  }

  private void copy(String part) throws IOException {
    try (var files = Files.walk(PROJECT.resolve(part))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path to = copy.resolve(PROJECT.relativize(file).toString());
        Files.createDirectories(to.getParent());
        Files.copy(file, to, java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  /// Runs a shell command in the copy, whose name is `$0`.
  private Ran run(String command) throws IOException {
    var process = new ProcessBuilder("sh", "-c", command, copy.toString()).directory(copy.toFile());
    process.environment().put("JAVA_HOME", System.getProperty("java.home"));
    String repository = System.getProperty("localRepository", "");
    if (!repository.isEmpty()) process.environment().put("MAVEN_OPTS", "-Dmaven.repo.local=" + repository);
    return Ran.of(process, QUESTION);
  }

  private static void assumeNamespaces() throws IOException {
    boolean able = Ran.of(new ProcessBuilder("sh", "-c", "unshare -n -m true 2>/dev/null"), "").status() == 0;
    if (!able) System.out.println("skipped: this test needs root and unshare(1)");
    Assumptions.assumeTrue(able, "needs root and unshare(1)");
  }

  private static void assertOneSentence(String start, Ran ran) {
    assertEquals(2, ran.status(), ran.err());
    var said = ran.err().lines().filter(line -> !line.startsWith("lasthop: building")).toList();
    assertEquals(1, said.size(), ran.err());
    assertTrue(said.getFirst().startsWith(start), ran.err());
    assertEquals("", ran.out());
  }

  @Test
  void twoAtOnceBuildOnceAndLaterOnesNotAtAll() throws Exception {
    try (var threads = Executors.newFixedThreadPool(2)) {
      var first = threads.submit(() -> run("./lasthop jsonl"));
      var second = threads.submit(() -> run("./lasthop jsonl"));
      assertAnswered(first.get());
      assertAnswered(second.get());
    } catch (ExecutionException e) {
      throw new IOException(e);
    }
    var third = run("cd / && ln -s \"$0/lasthop\" \"$0/../link\" && \"$0/../link\" jsonl");
    assertAnswered(third);
    assertEquals("", third.err());
  }

  private static void assertAnswered(Ran ran) {
    assertEquals(0, ran.status(), ran.err());
    assertTrue(ran.out().startsWith("{\"id\":1,\"ok\":false"), ran.out());
  }

  @Test
  void benchAloneHasJmh() throws IOException {
    var ran = Ran.of(new ProcessBuilder(PROJECT.resolve("lasthop").toString(), "bench", "none-of-this"), "");
    assertEquals(0, ran.status(), ran.err());
    assertTrue(ran.out().contains("timed by JMH."), ran.out());
  }

  @Test
  void unknownCommandIsOneSentence() throws IOException {
    assertOneSentence("lasthop: no command \"fly\"", run("./lasthop fly"));
    assertOneSentence("lasthop: no command \"../x\"", run("./lasthop ../x"));
  }

  @Test
  void versionAndHelpAreToldBeforeAnythingIsBuilt() throws IOException {
    assertTrue(run("./lasthop --version").out().matches("lasthop \\d+\\.\\d+\\.\\d+\\n"));
    assertTrue(run("./lasthop help").out().contains("./lasthop trace LOG"));
    assertTrue(run("./lasthop help notebook").out().contains("./lasthop notebook --check"));
    assertFalse(Files.exists(copy.resolve(".lasthop")));
    var help = Ran.of(new ProcessBuilder(PROJECT.resolve("lasthop").toString(), "help", "jsonl"), "");
    assertEquals(0, help.status(), help.err());
    assertTrue(help.out().contains("\"op\":\"route-get\""), help.out());
  }

  @Test
  void closedNetworkIsOneSentenceAndLeavesNothingHalfMade() throws IOException {
    assumeNamespaces();
    var ran = run("MAVEN_OPTS=-Dmaven.repo.local=$0/../empty unshare -n ./lasthop jsonl");
    assertOneSentence("lasthop: the libraries it is built from could not be fetched", ran);
    assertFalse(Files.exists(copy.resolve(".lasthop/run")));
  }

  @Test
  void missingJdkIsOneSentence() throws IOException {
    assumeNamespaces();
    String hide = "for dir in $JAVA_HOME /usr/lib/jvm; do [ ! -d $dir ] || mount -t tmpfs none $dir; done; ";
    var ran = run("unshare -m sh -c '" + hide + "HOME=/nonexistent ./lasthop jsonl'");
    assertOneSentence("lasthop: JDK 25 is needed", ran);
  }

  @Test
  void nowhereToWriteIsOneSentence() throws IOException {
    assumeNamespaces();
    String readOnly = "mount --bind . . && mount -o remount,ro,bind . && cd \"$PWD\" && ";
    var ran = run("unshare -m sh -c '" + readOnly + "XDG_CACHE_HOME=/proc ./lasthop jsonl'");
    assertOneSentence("lasthop: neither ", ran);
  }
}
