package lasthop.netfilter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class ListingTest {
  private static final String VERBOSE = """
      Chain INPUT (policy DROP 12 packets, 3400 bytes)
      num   pkts bytes target     prot opt in     out     source               destination        \s
      1     123K   45M ACCEPT     6    --  eth0   *       10.0.0.0/8           !10.1.0.0/16         tcp dpt:22 /* ssh  in */
      2        0     0            0    -f  *      *       0.0.0.0/0            0.0.0.0/0          \s
      3        7   420 KUBE-VERY-LONG-NAME  udp  --  *      !lo     0.0.0.0/0            0.0.0.0/0           [goto]\s

      Chain A (2 references)
      num   pkts bytes target     prot opt in     out     source               destination        \s
      """;

  @Test void countersAreExpandedAndAnEmptyTargetIsSeen() {
    Listing read = Listing.read(VERBOSE, "L.txt");
    assertTrue(read.report().isClean(), () -> read.report().toString());
    var input = read.chains().get(0);
    assertEquals(Optional.of("DROP"), input.policy());
    assertEquals(Optional.of(new Counters(123_000, 45_000_000)), input.rules().get(0).counters());
    assertEquals("tcp dpt:22 /* ssh  in */", input.rules().get(0).options());
    assertEquals("!10.1.0.0/16", input.rules().get(0).destination());
    assertEquals(Optional.empty(), input.rules().get(1).target());
    assertEquals(Optional.of("KUBE-VERY-LONG-NAME"), input.rules().get(2).target());
    assertEquals(Optional.of("!lo"), input.rules().get(2).out());
    assertEquals(Optional.empty(), read.chains().get(1).policy());
  }

  @Test void theShortFormHasNeitherCountersNorDevices() {
    Listing read = Listing.read("""
        Chain OUTPUT (policy ACCEPT)
        target     prot opt source               destination        \s
        DROP       tcp  --  anywhere             192.0.2.1            tcp dpt:ssh
                   all  --  anywhere             anywhere           \s
        """, "L.txt");
    var rules = read.chains().get(0).rules();
    assertEquals("tcp dpt:ssh", rules.get(0).options());
    assertEquals(Optional.empty(), rules.get(0).counters());
    assertEquals(Optional.empty(), rules.get(1).target());
    assertEquals("all", rules.get(1).prot());
  }

  @Test void aLineThatIsNoRuleIsReported() {
    var report = Listing.read(VERBOSE + "nonsense\n", "L.txt").report();
    assertEquals("L.txt:9", report.unread().get(0).origin().toString());
  }
}
