package lasthop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import com.sun.net.httpserver.SimpleFileServer.OutputLevel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The one-liners run through JBang: in a checkout, from a catalog on a web server, and as an installed command.
class JbangTest {
  private static final Path PROJECT = Path.of("").toAbsolutePath().getParent();
  private static final String QUESTION = "{\"id\":1,\"op\":\"fly\"}\n";
  private static final String ANSWER = """
      {"id":1,"ok":false,"error":{"code":"unknown-op","message":"no operation \\"fly\\"","where":"op"}}
      """;

  @TempDir static Path elsewhere;

  private static Jbang jbang;
  private static HttpServer server;
  private static String site;

  @BeforeAll
  static void fetch() throws IOException {
    try {
      jbang = Jbang.fetch(elsewhere);
    } catch (IOException e) {
      System.out.println("skipped: the tests of JBang one-liners, for " + e.getMessage());
      Assumptions.abort(e.getMessage());
    }
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    server = SimpleFileServer.createFileServer(address, PROJECT, OutputLevel.NONE);
    server.start();
    site = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  @AfterAll
  static void stop() {
    if (server != null) server.stop(0);
  }

  @Test
  void aliasAnswersInACheckout() throws IOException {
    var result = jbang.run(PROJECT, QUESTION, "jbang", "jsonl@.");
    assertEquals(ANSWER, result.out(), result.err());
  }

  @Test
  void aliasAnswersFromAWebServer() throws IOException {
    var result = jbang.run(elsewhere, QUESTION, "jbang", "jsonl@" + site + "jbang-catalog.json");
    assertEquals(ANSWER, result.out(), result.err());
  }

  @Test
  void installedCommandAnswers() throws IOException {
    String script = site + "scripts/jsonl.java";
    var installed = jbang.run(elsewhere, "", "jbang", "app", "install", "--name", "lasthop-jsonl", script);
    assertEquals(0, installed.status(), installed.err());
    assertTrue(Files.exists(jbang.bin().resolve("lasthop-jsonl")), installed.err());
    var result = jbang.run(elsewhere, QUESTION, "lasthop-jsonl");
    assertEquals(ANSWER, result.out(), result.err());
  }
}
