package lasthop.diagnose;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Optional;
import lasthop.snapshot.Snapshot;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What may take a packet before any hook prints a line of it.
class DeviceProgramTest {
  private static final Map<String, String> TEXTS = Map.of(
      "ip-link.txt", "1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue\n2: eth0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 xdpgeneric qdisc mq state UP\n    link/ether 52:54:00:00:00:01\n"
          + "    prog/xdp id 25\n3: eth1@if4: <BROADCAST> mtu 1500 xdp/id:7 qdisc noqueue\n4: xdp: <BROADCAST> mtu 1500 qdisc noqueue\n",
      "tc-filter.txt", "# dev eth1 egress\nfilter protocol all\n# dev eth2 ingress\nfilter protocol all pref 1 bpf drop\n");

  @ParameterizedTest @CsvSource({"eth0, false, the XDP program on eth0 (ip-link.txt:2)", "eth1, false, the XDP program on eth1 (ip-link.txt:5)", "eth0, true, ", "xdp, false, ",
      "eth2, true, the tc filters on eth2 (tc-filter.txt:3)", "'', false, the tc filters on eth2 (tc-filter.txt:3)", "lo, false, "})
  void programsAreFoundInTheListings(String dev, boolean captured, String name) {
    assertEquals(Optional.ofNullable(name), DeviceProgram.entering(Snapshot.read("x", TEXTS), dev, captured).map(p -> p + " (" + p.origin() + ")"));
  }
}
