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
  private static final Path EXAMPLE = PROJECT.resolve("lib/src/main/resources/lasthop/example/ceph-rpfilter/ceph2");
  private static final String LAST_HOP = "├ LAST HOP nat:PREROUTING:policy:3 ";

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
    assertAnswers(jbang.run(PROJECT, "", "jbang", "trace@.", "28265", EXAMPLE + "/kern.log"));
  }

  @Test
  void aliasAnswersFromAWebServer() throws IOException {
    String log = Files.readString(EXAMPLE.resolve("kern.log"));
    assertAnswers(jbang.run(elsewhere, log, "jbang", "trace@" + site + "jbang-catalog.json", "28265", "-"));
  }

  @Test
  void installedCommandAnswers() throws IOException {
    String script = site + "scripts/trace.java";
    var installed = jbang.run(elsewhere, "", "jbang", "app", "install", "--name", "lasthop-trace", script);
    assertEquals(0, installed.status(), installed.err());
    assertAnswers(jbang.run(elsewhere, "", "lasthop-trace", "28265", EXAMPLE + "/kern.log"));
  }

  private static void assertAnswers(Ran ran) {
    assertEquals(0, ran.status(), ran.err());
    assertTrue(ran.out().contains(LAST_HOP), ran.out() + ran.err());
  }
}
