package lasthop.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import lasthop.ip.Ip;
import lasthop.packet.FlowKey;
import lasthop.routing.RouteDecision.Routed;
import lasthop.routing.Routing;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which nexthop `ip route get` chose on Linux 6.18.44 with `fib_multipath_hash_policy` 3 and its default fields.
class HashPolicyTest {
  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      # hash seed | destination | device
      755589523 | 224.0.0.1 | eth0
      755589523 | 239.1.2.3 | eth0
      755589523 | 224.0.0.5 | eth1
      755589523 | 8.8.8.8 | eth1
      755589523 | 9.9.9.9 | eth1
      755589523 | 1.1.1.1 | eth1
      7919 | 224.0.0.1 | eth1
      7919 | 239.1.2.3 | eth0
      7919 | 224.0.0.5 | eth0
      7919 | 8.8.8.8 | eth0
      7919 | 9.9.9.9 | eth0
      7919 | 1.1.1.1 | eth1
      15838 | 224.0.0.1 | eth1
      15838 | 239.1.2.3 | eth1
      """)
  void fieldsOfOnesOwnChoice(String seed, String dst, String dev) {
    var host = Snapshot.read("recorded", Map.of("uname.txt", "6.18.44",
        "sysctl.txt", "net.ipv4.fib_multipath_hash_policy = 3\nnet.ipv4.fib_multipath_hash_fields = 7\nnet.ipv4.fib_multipath_hash_seed = " + seed,
        "ip-rule.txt", "0:\tfrom all lookup local\n100:\tfrom 1.2.3.4 lookup 100\n32766:\tfrom all lookup main\n32767:\tfrom all lookup default\n",
        "ip-route.txt", "default table local \n\tnexthop dev eth1 weight 1 \n\tnexthop dev eth0 weight 2 \n",
        "ip-addr.txt", """
            1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN group default qlen 1000
            2: eth0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noqueue state UP group default qlen 1000
                inet 10.3.1.2/24 scope global eth0
            3: eth1: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noqueue state UP group default qlen 1000
                inet 10.0.3.2/24 scope global eth1
            """));
    var routed = (Routed) Routing.decide(host.routing(), FlowKey.to(Ip.parse(dst)));
    assertEquals(dev, routed.nexthop().dev());
  }
}
