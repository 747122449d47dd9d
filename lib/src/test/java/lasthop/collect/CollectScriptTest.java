package lasthop.collect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lasthop.ip.Ip;
import lasthop.packet.FlowKey;
import lasthop.routing.RouteDecision;
import lasthop.routing.Routing;
import lasthop.snapshot.Snapshot;
import lasthop.text.Report;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs collect.sh in a namespace, under busybox with nothing but its applets and the network tools on PATH.
class CollectScriptTest {
  private static final Path SCRIPT = Path.of("../scripts/collect.sh").toAbsolutePath();
  private static final List<String> TOOLS = List.of("ip", "tc", "bridge", "ss", "nstat", "nft", "conntrack", "iptables",
      "iptables-save", "ip6tables-save", "iptables-legacy-save", "ip6tables-legacy-save");
  private static final String HOST = """
      ip link set lo up
      ip link add eth0 type veth peer name far0
      ip link set eth0 addrgenmode none
      ip link set far0 addrgenmode none
      ip link set eth0 up
      ip link set far0 up
      ip addr add 10.9.17.1/20 dev eth0
      ip addr add 192.0.2.7/32 dev eth0
      ip -6 addr add 2001:db8:9::1/64 dev eth0 nodad
      ip route add 10.8.0.0/16 via 10.9.17.2
      ip route add 10.8.3.0/24 via 10.9.17.3
      ip route add blackhole 198.51.100.0/24
      ip route add default via 10.9.17.254
      ip -6 route add 2001:db8:8::/48 via 2001:db8:9::2
      ip rule add from 203.0.113.0/24 lookup 100
      ip route add unreachable default table 100
      iptables-legacy -t raw -A PREROUTING -s 10.9.16.0/20 -m comment --comment "acme office" -j TRACE
      nft add table inet shop
      nft add chain inet shop in { type filter hook input priority 0 ; }
      """;
  private static final List<String> QUESTIONS = List.of("10.8.1.1", "10.8.3.9", "10.9.20.5", "198.51.100.3", "8.8.8.8", "192.0.2.7",
      "127.0.0.1", "10.9.31.255", "2001:db8:8:1::5", "2001:db8:9::9", "2001:db8:7::1");

  private final String netns = "collect-script-" + ProcessHandle.current().pid();
  private final List<String> inside = List.of("ip", "netns", "exec", netns);

  @BeforeEach void makeHost() throws IOException {
    assumeTrue("root".equals(System.getProperty("user.name")), "skipped: network namespaces need root");
    for (String tool : Stream.concat(Stream.of("busybox", "iptables-legacy"), TOOLS.stream()).toList()) {
      assumeTrue(Shell.run(Command.of("which", tool)).status() == 0, "skipped: " + tool + " is not installed");
    }
    assumeTrue(Shell.run(Command.of("ip", "netns", "add", netns)).status() == 0, "skipped: no network namespaces here");
    for (String line : HOST.lines().toList()) assertEquals(0, Shell.run(Command.of(inside, "sh", "-c", line.replace("{ ", "'{ ").replace(" }", " }'"))).status(), line);
  }

  @AfterEach void removeHost() throws IOException {
    Shell.run(Command.of("ip", "netns", "del", netns));
  }

  @Test void underBusyboxEveryLineIsReadBack(@TempDir Path dir) throws IOException {
    Path files = collect(dir, "plain");
    var host = Snapshot.read(files);
    assertEquals(Report.EMPTY, host.report());
    for (String question : QUESTIONS) {
      String family = question.contains(":") ? "-6" : "-4";
      String kernel = Shell.run(Command.of(inside, "ip", family, "route", "get", question)).output();
      assertEquals(nexthop(kernel), nexthop(host.routing(), Ip.parse(question)), question + ": " + kernel);
    }
    String manifest = Files.readString(files.resolve("manifest.txt"));
    assertTrue(manifest.startsWith("lasthop-collect\t1\t20"), manifest);
    assertTrue(manifest.contains("ran\tip-route.txt\t0\t"), manifest);
    assertFalse(Files.readString(files.resolve("sysctl.txt")).contains("fastopen_key"));
  }

  @Test void theArchiveHoldsTheSameFiles(@TempDir Path dir) throws IOException {
    Path tar = dir.resolve("node.tar");
    var process = new ProcessBuilder(busybox(dir, List.of()).words()).redirectInput(SCRIPT.toFile()).redirectOutput(tar.toFile()).start();
    assertEquals(0, Shell.wait(process));
    Path files = Files.createDirectory(dir.resolve("unpacked"));
    var unpacked = Shell.run(Command.of("tar", "xvf", tar.toString(), "-C", files.toString()));
    assertEquals(0, unpacked.status(), unpacked.output());
    assertEquals(Report.EMPTY, Snapshot.read(files).report());
    assertTrue(Files.readString(files.resolve("ip-route.txt")).contains("10.8.3.0/24 via 10.9.17.3"));
    assertEquals(0, Files.size(tar) % 512);
  }

  @Test void aRedactedSnapshotAnswersTheSameQuestions(@TempDir Path dir) throws IOException {
    var plain = Snapshot.read(collect(dir, "plain"));
    Path hidden = collect(dir, "hidden", "--redact=k1", "--hide", "far0");
    var other = Snapshot.read(hidden);
    assertEquals(Report.EMPTY, other.report());
    var redact = new Redact("k1", Set.of());
    for (String question : QUESTIONS) {
      Ip asked = Ip.parse(question);
      String expected = mapped(nexthop(plain.routing(), asked), redact);
      assertEquals(expected, nexthop(other.routing(), redact.address(asked)), question);
    }
    String all = everything(hidden);
    for (String secret : List.of("10.9.17", "10.8.3", "2001:db8:9", "acme", "office", "far0", "203.0.113.")) {
      assertFalse(all.contains(secret), secret);
    }
  }

  @Test void redactingLaterIsTheSameAsRedactingAtOnce(@TempDir Path dir) throws IOException {
    Path plain = collect(dir, "plain");
    Path at = collect(dir, "at-once", "--redact=k1");
    new Redact("k1", Set.of()).folder(plain, dir.resolve("later"));
    for (String file : List.of("ip-route.txt", "ip6-route.txt", "ip-rule.txt", "ip-link.txt", "nft-ruleset.txt", "sysctl.txt")) {
      assertEquals(Files.readString(at.resolve(file)), Files.readString(dir.resolve("later").resolve(file)), file);
    }
  }

  private Path collect(Path dir, String name, String... options) throws IOException {
    var arguments = new ArrayList<>(List.of("-o", dir.resolve(name).toString()));
    arguments.addAll(List.of(options));
    Path errors = dir.resolve("errors");
    var process = new ProcessBuilder(busybox(dir, arguments).words()).redirectInput(SCRIPT.toFile())
        .redirectOutput(new File("/dev/null")).redirectError(errors.toFile()).start();
    assertEquals(0, Shell.wait(process), Files.readString(errors));
    assertEquals("", Files.readString(errors));
    return dir.resolve(name);
  }

  /// busybox's shell in the namespace; PATH holds its applets and the network tools alone.
  private Command busybox(Path dir, List<String> arguments) throws IOException {
    Path bin = dir.resolve("bin");
    if (!Files.exists(bin)) {
      Files.createDirectory(bin);
      String busybox = which("busybox");
      for (String applet : Shell.lines(Command.of("busybox", "--list"))) {
        if (!TOOLS.contains(applet)) program(bin.resolve(applet), busybox + " " + applet);
      }
      for (String tool : TOOLS) program(bin.resolve(tool), which(tool));
    }
    return Command.of(inside, "env", "-i", "PATH=" + bin, which("busybox"), "sh", "-s", "--").plus(arguments);
  }

  private static void program(Path file, String command) throws IOException {
    Files.writeString(file, "#!/bin/sh\nexec " + command + " \"$@\"\n");
    assertTrue(file.toFile().setExecutable(true));
  }

  private static String which(String tool) throws IOException {
    return Shell.lines(Command.of("which", tool)).getFirst();
  }

  /// Device and gateway of a decision, or `refused`.
  private static String nexthop(lasthop.routing.RoutingState state, Ip dst) {
    return switch (Routing.decide(state, FlowKey.to(dst))) {
      case RouteDecision.Routed r -> nexthop(r.toString());
      case RouteDecision.Refused _ -> "refused";
      case RouteDecision.Undetermined u -> "undetermined: " + u.missing();
    };
  }

  private static String nexthop(String line) {
    List<String> words = List.of(line.split("\\s+"));
    if (line.startsWith("RTNETLINK")) return "refused";
    int via = words.indexOf("via");
    return words.get(words.indexOf("dev") + 1) + (via < 0 ? "" : " " + words.get(via + 1));
  }

  private static String mapped(String nexthop, Redact redact) {
    int blank = nexthop.indexOf(' ');
    if (blank < 0 || nexthop.startsWith("undetermined")) return nexthop;
    return nexthop.substring(0, blank + 1) + redact.address(Ip.parse(nexthop.substring(blank + 1)));
  }

  private static String everything(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      Map<Boolean, List<Path>> all = files.collect(Collectors.partitioningBy(Files::isRegularFile));
      var out = new StringBuilder();
      for (Path file : all.get(true)) out.append(Files.readString(file));
      return out.toString();
    }
  }
}
