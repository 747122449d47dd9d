package lasthop.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Set;
import lasthop.host.Host;
import lasthop.ip.Family;
import lasthop.ip.Ip;
import lasthop.packet.Packet;
import lasthop.packet.Proto;
import lasthop.packet.TcpFlag;
import lasthop.packet.Transport;
import lasthop.snapshot.Snapshot;
import org.junit.jupiter.api.Test;

/// Chains of nftables that belong to a device: before and after the hooks of the IP layer.
class DeviceChainsTest {
  private static final String RULES = """
      table netdev guard { # handle 1
      	set bad { # handle 2
      		type ipv4_addr
      		elements = { 192.0.2.66 }
      	}

      	chain in { # handle 1
      		type filter hook ingress device "eth0" priority -500; policy accept;
      		meta nftrace set 1 # handle 3
      		ip saddr @bad drop # handle 4
      	}

      	chain out { # handle 5
      		type filter hook egress device "eth1" priority 0; policy accept;
      		tcp dport 25 drop # handle 6
      	}
      }
      table inet fw { # handle 2
      	chain forward { # handle 1
      		type filter hook forward priority filter; policy accept;
      	}
      }
      """;

  private static final String SYSCTLS = """
      net.ipv4.ip_forward = 1
      net.ipv4.conf.all.accept_local = 0
      net.ipv4.conf.all.forwarding = 1
      net.ipv4.conf.all.route_localnet = 0
      net.ipv4.conf.all.rp_filter = 0
      net.ipv4.conf.all.src_valid_mark = 0
      net.ipv4.conf.eth0.accept_local = 0
      net.ipv4.conf.eth0.forwarding = 1
      net.ipv4.conf.eth0.route_localnet = 0
      net.ipv4.conf.eth0.rp_filter = 0
      net.ipv4.conf.eth0.src_valid_mark = 0
      """;

  private static Outcome send(String src, int dport) {
    Host host = Snapshot.read("gw", Map.of("nft-ruleset.txt", RULES,
        "ip-addr.txt", """
            1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN group default qlen 1000
                link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00
                inet 127.0.0.1/8 scope host lo
            2: eth0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noqueue state UP group default qlen 1000
                link/ether 52:54:00:00:00:01 brd ff:ff:ff:ff:ff:ff
                inet 192.0.2.1/24 brd 192.0.2.255 scope global eth0
            3: eth1: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noqueue state UP group default qlen 1000
                link/ether 52:54:00:00:00:02 brd ff:ff:ff:ff:ff:ff
                inet 198.51.100.1/24 brd 198.51.100.255 scope global eth1
            """,
        "ip-rule.txt", "0:\tfrom all lookup local\n32766:\tfrom all lookup main\n32767:\tfrom all lookup default\n",
        "ip-route.txt", """
            192.0.2.0/24 dev eth0 proto kernel scope link src 192.0.2.1
            198.51.100.0/24 dev eth1 proto kernel scope link src 198.51.100.1
            local 192.0.2.1 dev eth0 table local proto kernel scope host src 192.0.2.1
            local 198.51.100.1 dev eth1 table local proto kernel scope host src 198.51.100.1
            """,
        "sysctl.txt", SYSCTLS, "uname.txt", "6.12.0\n"));
    Packet packet = Packet.of(Ip.parse(src), Ip.parse("198.51.100.9"), Proto.TCP,
        new Transport.Tcp(40000, dport, 1, 0, 64240, Set.of(TcpFlag.SYN), ""));
    packet = packet.with(packet.meta().withIn("eth0"));
    List<Outcome> ways = Simulate.of(host, Family.IPV4).run(Probe.of(packet), Options.ALL);
    assertEquals(1, ways.size());
    return ways.getFirst();
  }

  @Test
  void aDropOfTheDeviceComesBeforeAllHooks() {
    Outcome way = send("192.0.2.66", 80);
    assertEquals("guard:in:rule:2", way.traversal().disposition().where());
    assertEquals(List.of("guard:in:rule:continue", "guard:in:rule:drop"), way.traversal().lines());
  }

  @Test
  void aDropOnTheWayOutComesAfterAllHooks() {
    Outcome way = send("192.0.2.5", 25);
    assertEquals("guard:out:rule:1", way.traversal().disposition().where());
    assertEquals(List.of("guard:in:rule:continue", "guard:in:policy:accept", "fw:forward:policy:accept", "guard:out:rule:drop"),
        way.traversal().lines());
  }

  @Test
  void otherPacketsPass() {
    assertEquals("device eth1", send("192.0.2.5", 80).traversal().disposition().where());
  }
}
