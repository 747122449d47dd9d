package lasthop.whatif;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import lasthop.Case;
import lasthop.host.Host;
import lasthop.ip.Family;
import lasthop.ip.Ip;
import lasthop.netfilter.IptablesSave;
import lasthop.packet.FlowKey;
import lasthop.routing.Routing;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChangeTest {
  private static Host ceph2;

  @BeforeAll static void open() throws IOException {
    ceph2 = Case.example().hosts().get("ceph2");
  }

  private static String route(Host host, String dst, String src, String iif) {
    return Routing.decide(host.routing(), FlowKey.to(Ip.parse(dst)).from(Ip.parse(src)).iif(iif)).toString();
  }

  private static String route(Host host, String dst) {
    return Routing.decide(host.routing(), FlowKey.to(Ip.parse(dst))).toString();
  }

  /// The listing without counters, which no change keeps.
  private static String rules(Host host) {
    return IptablesSave.text(host.rules().listed(Family.IPV4), false).replaceAll(" \\[\\d+:\\d+]", "");
  }

  @Test void looseningTheFilterLetsThePacketIn() {
    assertEquals("RTNETLINK answers: Invalid cross-device link\n", route(ceph2, "10.0.1.12", "192.168.235.13", "enp5s0"));
    for (String device : List.of("all", "enp5s0")) {
      Host changed = Change.parse("sudo sysctl -w net.ipv4.conf." + device + ".rp_filter=2").apply(ceph2);
      assertTrue(route(changed, "10.0.1.12", "192.168.235.13", "enp5s0").startsWith("local 10.0.1.12 from 192.168.235.13 dev lo"));
    }
    Host seeds = Change.parse("sysctl -w net.ipv4.conf.default.rp_filter=2").apply(ceph2);
    assertEquals("RTNETLINK answers: Invalid cross-device link\n", route(seeds, "10.0.1.12", "192.168.235.13", "enp5s0"));
  }

  @Test void writingForwardingForAllWritesEveryDevice() {
    Host changed = Change.parse("sysctl -w net.ipv4.ip_forward=0").apply(ceph2);
    assertEquals("0", changed.sysctls().entry("net.ipv4.conf.enp5s0.forwarding").orElseThrow().value());
    assertEquals("0", changed.sysctls().entry("net.ipv4.conf.all.forwarding").orElseThrow().value());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      ip route add 203.0.113.0/24 via 10.0.1.13          | 203.0.113.9 | 203.0.113.9 via 10.0.1.13 dev enp5s0 src 10.0.1.12 uid 0
      ip route add 203.0.113.9 dev enp5s0                | 203.0.113.9 | 203.0.113.9 dev enp5s0 src 10.0.1.12 uid 0
      ip route replace default via 10.0.1.1              | 8.8.8.8     | 8.8.8.8 via 10.0.1.1 dev enp5s0 src 10.0.1.12 uid 0
      ip route add blackhole 203.0.113.0/24              | 203.0.113.9 | RTNETLINK answers: Invalid argument
      ip route del default                               | 8.8.8.8     | RTNETLINK answers: Network is unreachable
      ip rule add to 8.8.8.8 prohibit                    | 8.8.8.8     | RTNETLINK answers: Permission denied
      ip rule add from all to 8.8.8.8 lookup 77 pref 9   | 8.8.8.8     | 8.8.8.8 via 192.168.235.2 dev enp3s0 src 192.168.235.12 uid 0
      ip link set enp3s0 down                            | 8.8.8.8     | RTNETLINK answers: Network is unreachable
      """)
  void aChangedRouteIsWhatTheKernelWouldAnswer(String command, String dst, String answer) {
    Host changed = Change.parse(command).apply(ceph2);
    assertEquals(answer, route(changed, dst).lines().findFirst().orElse("").strip());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      ip route add 10.0.1.0/24 dev enp5s0     | RTNETLINK answers: File exists
      ip route del 203.0.113.0/24             | RTNETLINK answers: No such process
      ip route add 203.0.113.0/24 dev eth9    | Cannot find device "eth9"
      ip route add 203.0.113.0/24 via 8.8.8.8 | Error: Nexthop has invalid gateway.
      ip rule del from 192.0.2.1              | RTNETLINK answers: No such file or directory
      ip link set eth9 down                   | Cannot find device "eth9"
      iptables -A NOWHERE -j DROP             | iptables: No chain/target/match by that name.
      iptables -D INPUT -p icmp -j DROP       | iptables: Bad rule (does a matching rule exist in that chain?).
      iptables -P INPUT REJECT                | iptables: Bad policy name. Run `dmesg' for more information.
      iptables -I INPUT 9 -j DROP             | iptables: Index of insertion too big.
      iptables -t nope -A INPUT -j DROP       | iptables: can't initialize iptables table `nope': Table does not exist
      """)
  void whatTheToolRefusesIsRefusedInItsWords(String command, String error) {
    Change change = null;
    try {
      change = Change.parse(command);
    } catch (IllegalArgumentException e) {
      assertEquals(error, e.getMessage());
      return;
    }
    Change parsed = change;
    assertEquals(error, assertThrows(IllegalArgumentException.class, () -> parsed.apply(ceph2)).getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "reboot", "ip", "ip neigh add 1.2.3.4", "sysctl -w", "sysctl -w rp_filter", "ip link set eth0 up", "nft flush ruleset",
      "iptables", "iptables -I", "iptables -A INPUT -m comment --comment \"open", "ip route", "ip route add", "ip rule frob"})
  void whatIsNotUnderstoodSaysWhatIs(String command) {
    assertTrue(assertThrows(IllegalArgumentException.class, () -> Change.parse(command).apply(ceph2)).getMessage().length() > 10);
  }

  @Test void rulesAreInsertedReplacedAndDeletedWhereIptablesWould() {
    String before = rules(ceph2);
    Host inserted = Change.parse("iptables -I OUTPUT 2 -d 10.9.9.9 -p tcp --dport 80 -j ACCEPT").apply(ceph2);
    String text = rules(inserted);
    List<String> output = text.lines().filter(l -> l.startsWith("-A OUTPUT ")).toList();
    assertTrue(output.contains("-A OUTPUT -d 10.9.9.9/32 -p tcp -m tcp --dport 80 -j ACCEPT"), output::toString);
    Host back = Change.parse("iptables -D OUTPUT -d 10.9.9.9/32 -p tcp -m tcp --dport 80 -j ACCEPT").apply(inserted);
    assertEquals(before, rules(back));
    Host policy = Change.parse("iptables -P INPUT DROP").apply(ceph2);
    assertTrue(rules(policy).contains(":INPUT DROP"));
    assertEquals(before, rules(ceph2), "the host it was applied to does not change");
  }
}
