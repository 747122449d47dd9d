package lasthop.collect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Needs root, namespaces, and the tools of both back ends; skipped elsewhere.
class TraceRunTest {
  private static final String FLOW = "udp 192.0.2.2 > 192.0.2.2:9";
  private final String netns = "collect-capture-" + ProcessHandle.current().pid();
  private final List<String> inside = List.of("ip", "netns", "exec", netns);

  @BeforeEach void makeNamespace() throws Exception {
    assumeTrue("root".equals(System.getProperty("user.name")), "skipped: network namespaces need root");
    for (String tool : List.of("iptables-legacy", "iptables-nft", "nft", "xtables-monitor", "dmesg")) {
      assumeTrue(Shell.run(Command.of("which", tool)).status() == 0, "skipped: " + tool + " is not installed");
    }
    assumeTrue(Shell.run(Command.of("ip", "netns", "add", netns)).status() == 0, "skipped: no network namespaces here");
    for (String command : List.of("ip link set lo up", "ip addr add 192.0.2.1/32 dev lo", "ip addr add 192.0.2.2/32 dev lo",
        "sysctl -qw net.netfilter.nf_log.2=NONE")) {
      Shell.run(Command.of(inside, command.split(" ")));
    }
    assumeTrue(Shell.run(Command.of(inside, "iptables-legacy", "-t", "raw", "-L")).status() == 0, "skipped: no legacy iptables in this kernel");
  }

  @AfterEach void removeNamespace() throws Exception {
    Shell.run(Command.of("ip", "netns", "del", netns));
  }

  @ParameterizedTest
  @EnumSource(Tracer.class)
  void aTermSignalLeavesNothingBehind(Tracer tracer) throws Exception {
    Process capture = start(tracer);
    assertTrue(traces(capture), "no trace line");
    capture.destroy();
    assertTrue(capture.waitFor(20, TimeUnit.SECONDS));
    assertEquals(List.of(), marks());
    assertEquals("NONE", logger());
  }

  @ParameterizedTest
  @EnumSource(Tracer.class)
  void whatAKilledRunLeavesIsRemovedByTheNext(Tracer tracer) throws Exception {
    Shell.run(Command.of(inside, "iptables-legacy", "-t", "raw", "-A", "OUTPUT", "-m",
        "comment", "--comment", "of somebody else", "-j", "ACCEPT"));
    Process capture = start(tracer);
    assertTrue(traces(capture), "no trace line");
    assertEquals(List.of(), TraceRun.clean(inside), "a running capture is left alone");
    capture.destroyForcibly().waitFor();
    assertFalse(marks().isEmpty(), "SIGKILL cannot be caught");
    assertFalse(TraceRun.clean(inside).isEmpty());
    assertEquals(List.of(), marks());
    assertEquals("NONE", logger());
    assertTrue(saved().contains("of somebody else"));
    assertEquals(List.of(), TraceRun.clean(inside));
  }

  private Process start(Tracer tracer) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return new ProcessBuilder(java, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"),
        CaptureMain.class.getName(), tracer.name(), netns, FLOW).redirectErrorStream(true).start();
  }

  /// Sends packets until the capture shows one of them; false if it ends before.
  private boolean traces(Process capture) throws Exception {
    var sender = Thread.ofPlatform().daemon().start(() -> send(capture));
    try (var in = new BufferedReader(capture.inputReader(StandardCharsets.UTF_8))) {
      var seen = new ArrayList<String>();
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        seen.add(line);
        if (line.startsWith("line ") && (line.contains("192.0.2.2"))) return true;
      }
      System.err.println(String.join("\n", seen));
      return false;
    } finally {
      sender.interrupt();
    }
  }

  private void send(Process capture) {
    try {
      for (int i = 0; i < 50 && capture.isAlive(); i++) {
        Shell.run(Command.of(inside, "bash", "-c", "echo x > /dev/udp/192.0.2.2/9"));
        Thread.sleep(200);
      }
      // No line for ten seconds: end the capture, and with it the reader's wait.
      if (!Thread.interrupted()) capture.destroy();
    } catch (IOException | InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String saved() throws Exception {
    return Shell.run(Command.of(inside, "iptables-legacy-save")).output()
        + Shell.run(Command.of(inside, "iptables-nft-save")).output() + Shell.run(Command.of(inside, "nft", "list", "ruleset")).output();
  }

  private List<String> marks() throws Exception {
    return saved().lines().filter(l -> l.contains("lasthop")).toList();
  }

  private String logger() throws Exception {
    return Shell.run(Command.of(inside, "sysctl", "-n", "net.netfilter.nf_log.2")).output().strip();
  }
}
