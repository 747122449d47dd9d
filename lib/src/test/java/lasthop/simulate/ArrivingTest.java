package lasthop.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import lasthop.host.Host;
import lasthop.ip.Family;
import lasthop.packet.Meta;
import lasthop.snapshot.Snapshot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a packet brings along from the device it came in by, which no header shows.
class ArrivingTest {
  private static final String CONF = "net.ipv4.conf.%s.rp_filter = 0\nnet.ipv4.conf.%<s.forwarding = 1\nnet.ipv4.conf.%<s.route_localnet = 0\nnet.ipv4.conf.%<s.accept_local = 0\n"
      + "net.ipv4.conf.%<s.src_valid_mark = 0\n";

  private static Host host(String policy, int out) {
    return host(policy, out, "");
  }

  private static Host host(String policy, int out, String rules) {
    return Snapshot.read("gw", Map.of("nft-ruleset.txt", rules, "uname.txt", "6.18.0\n", "ip-rule.txt", "0:\tfrom all lookup local\n32766:\tfrom all lookup main\n32767:\tfrom all lookup default\n",
        "ip-addr.txt", "1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536\n    inet 127.0.0.1/8 scope host lo\n2: lan0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500\n    inet 192.168.10.1/24 scope global lan0\n"
            + "3: up1: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu " + out + "\n    inet 172.20.5.1/24 scope global up1\n4: up2: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu " + out + "\n    inet 172.20.6.1/24 scope global up2\n",
        "ip-route.txt", "203.0.113.0/24\n\tnexthop via 172.20.5.80 dev up1 weight 1\n\tnexthop via 172.20.6.80 dev up2 weight 1\n192.168.10.0/24 dev lan0 proto kernel scope link src 192.168.10.1\n"
            + "172.20.5.0/24 dev up1 proto kernel scope link src 172.20.5.1\n172.20.6.0/24 dev up2 proto kernel scope link src 172.20.6.1\n"
            + "local 172.20.5.1 dev up1 table local proto kernel scope host src 172.20.5.1\nlocal 192.168.10.1 dev lan0 table local proto kernel scope host src 192.168.10.1\n",
        "ip-neigh.txt", "172.20.5.80 dev up1 lladdr 52:54:00:00:00:03 REACHABLE\n172.20.6.80 dev up2 lladdr 52:54:00:00:00:04 REACHABLE\n",
        "sysctl.txt", "net.ipv4.ip_forward = 1\nnet.ipv4.fib_multipath_hash_seed = 12345\nnet.ipv4.fib_multipath_hash_policy = " + policy + "\n" + CONF.formatted("all") + CONF.formatted("lan0")
            + CONF.formatted("up1") + CONF.formatted("up2")));
  }

  private static Set<String> ends(Host host, String packet) {
    List<Outcome> ways = Simulate.of(host, Family.IPV4).run(Probe.parse(packet), Options.ALL);
    return ways.stream().map(o -> o.traversal().disposition()).map(d -> d.cause().toString().isEmpty() ? d.where() : d.cause().toString()).collect(Collectors.toSet());
  }

  /// Seen on Linux 6.18: of frames without a hash the model names the next hop, of a socket's segments, which have one, it cannot,
  /// and one sent again went another way (net/ipv4/route.c fib_multipath_hash, skb->l4_hash).
  @ParameterizedTest
  @CsvSource({"1, tcp 192.168.10.20:41001 > 203.0.113.7:80 iif lan0, 2", "1, icmp 192.168.10.20 > 203.0.113.7 iif lan0, 1", "0, tcp 192.168.10.20:41001 > 203.0.113.7:80 iif lan0, 1",
      "1, tcp 172.20.5.1:41001 > 203.0.113.7:80, 1"})
  void aHashFromOutsideSpreadsByPorts(String policy, String packet, int ways) {
    assertEquals(ways, ends(host(policy, 1500), packet).size());
  }

  /// The program keeps or drops it, or gives it back; with iptables' NFQUEUE as with nft's queue.
  @Test void whatAQueueGivesBackGoesOn() {
    String rules = "table inet fw { # handle 1\n\tchain forward { # handle 1\n\t\ttype filter hook forward priority filter; policy accept;\n\t\tqueue flags bypass to 3 # handle 2\n\t}\n}\n";
    assertEquals(Set.of("fw:forward:rule:1", "device up1"), ends(host("0", 1500, rules), "tcp 192.168.10.20:41001 > 172.20.5.80:80 iif lan0"));
  }

  @ParameterizedTest @CsvSource({"01:00:5e:00:00:01, true", "52:54:00:00:00:01, false", "zz:00:00:00:00:00, false", "5, false", "'', false"})
  void aLinkAddressThatIsNoneIsNoGroup(String mac, boolean group) {
    assertEquals(group, Meta.NONE.withMac(mac).isToGroup());
  }

  /// Longer than its own link carries: segments that the device joined, which are cut again (net/ipv4/ip_forward.c ip_exceeds_mtu).
  @ParameterizedTest
  @CsvSource({"1500, tcp 192.168.10.20:41001 > 203.0.113.7:80 len 6052 df iif lan0, device up", "1400, tcp 192.168.10.20:41001 > 203.0.113.7:80 len 6052 df iif lan0, mtu-exceeded",
      "1500, udp 192.168.10.20:41001 > 203.0.113.7:80 len 6052 df iif lan0, mtu-exceeded"})
  void segmentsJoinedOnTheWayInAreNotTooLarge(int mtu, String packet, String end) {
    assertEquals(Set.of(true), ends(host("0", mtu), packet).stream().map(e -> e.startsWith(end)).collect(Collectors.toSet()));
  }
}
