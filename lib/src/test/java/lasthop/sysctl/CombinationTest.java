package lasthop.sysctl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Asks the running kernel how `all` and a device combine, where `ip route get` can tell.
class CombinationTest {
  private static final String NETNS = "collect-combine-" + ProcessHandle.current().pid();
  /// 203.0.113.0/24 is behind eth1, 192.0.2.7 is the host's own, down0 has no carrier.
  private static final String HOST = """
      ip link set lo up
      for d in eth0 eth1 down0; do ip link add $d type veth peer name p$d; ip link set $d up; ip link set p$d up; done
      ip addr add 10.9.0.1/24 dev eth0
      ip addr add 10.9.1.1/24 dev eth1
      ip addr add 10.9.2.1/24 dev down0
      ip addr add 192.0.2.7/32 dev lo
      ip route add 203.0.113.0/24 via 10.9.1.2
      ip route add 198.51.100.0/24 via 10.9.2.2
      ip link set pdown0 down
      sysctl -qw net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.eth0.rp_filter=0
      """;

  @BeforeAll static void makeHost() throws Exception {
    assumeTrue("root".equals(System.getProperty("user.name")), "skipped: network namespaces need root");
    assumeTrue(run("ip", "netns", "add", NETNS) == 0, "skipped: no network namespaces here");
    assertEquals(0, inside(HOST));
  }

  @AfterAll static void removeHost() throws Exception {
    run("ip", "netns", "del", NETNS);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      # parameter                                 | device | highest | lets it pass | question
      net.ipv4.conf.*.rp_filter                   | eth0   | 2       | 0 2          | 10.9.0.1 from 203.0.113.9 iif eth0
      net.ipv4.conf.*.accept_local                | eth0   | 1       | 1            | 10.9.0.1 from 192.0.2.7 iif eth0
      net.ipv4.conf.*.route_localnet              | eth0   | 1       | 1            | 127.0.0.1 from 10.9.0.5 iif eth0
      net.ipv4.conf.*.forwarding                  | eth0   | 1       | 1            | 10.9.1.7 from 10.9.0.5 iif eth0
      net.ipv4.conf.*.ignore_routes_with_linkdown | down0  | 1       | 0            | 198.51.100.1
      """)
  void theKernelCombinesThemSo(String name, String device, long highest, String passing, String question) throws Exception {
    Parameter parameter = Encyclopedia.parameter(name).orElseThrow();
    for (long all = 0; all <= highest; all++) {
      for (long own = 0; own <= highest; own++) {
        // `all` first: writing it writes every device for some parameters.
        assertEquals(0, inside(parameter.setNow("all", "" + all) + " >&2 && " + parameter.setNow(device, "" + own) + " >&2"));
        boolean passes = inside("ip route get " + question) == 0;
        long mode = parameter.combination().combined(all, own).orElseThrow();
        assertEquals((" " + passing + " ").contains(" " + mode + " "), passes, name + " all=" + all + " " + device + "=" + own);
      }
    }
    assertEquals(0, inside(parameter.setNow("all", "0") + " >&2 && " + parameter.setNow(device, "0") + " >&2"));
  }

  @Test void everyParameterOfTheEncyclopediaIsKnownToSomeKernel() throws Exception {
    // A misspelt name would be in no kernel; these modules and versions may be missing here.
    for (Parameter p : Encyclopedia.all()) {
      boolean mayBeMissing = !p.until().isEmpty() || p.name().startsWith("net.bridge.") || p.name().startsWith("net.ipv4.vs.")
          || p.name().startsWith("net.netfilter.") || isNewerThanThisKernel(p.since());
      if (mayBeMissing || p.combination() == Combination.HOST) continue;
      assertEquals(0, inside("sysctl -n " + p.on("lo")), p.name());
    }
  }

  @Test void whatTwoValuesCannotSettleIsNotGuessed() {
    assertEquals(OptionalLong.empty(), Combination.BY_FORWARDING.combined(0, 1));
    assertEquals(OptionalLong.of(1), Combination.BY_FORWARDING.combined(1, 1));
    assertEquals(OptionalLong.empty(), Combination.NETNS.combined(1, 1));
  }

  private static boolean isNewerThanThisKernel(String since) {
    if (since.isEmpty()) return false;
    String[] mine = System.getProperty("os.version").split("[.-]");
    String[] theirs = since.split("\\.");
    int major = Integer.compare(Integer.parseInt(theirs[0]), Integer.parseInt(mine[0]));
    return major > 0 || major == 0 && Integer.parseInt(theirs[1]) > Integer.parseInt(mine[1]);
  }

  private static int inside(String script) throws IOException, InterruptedException {
    return run("ip", "netns", "exec", NETNS, "sh", "-c", script);
  }

  private static int run(String... words) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor();
  }
}
