package lasthop.netfilter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
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

  private static final String SHORT = """
      Chain INPUT (policy ACCEPT)
      target     prot opt source               destination        \s
      """;

  @Test void aWarningBetweenOrWithinLinesIsPassedOver() {
    String warning = "# Warning: iptables-legacy tables present, use iptables-legacy to see them\n";
    String rules = "ACCEPT     tcp  --  anywhere             anywhere             tcp dpt:ssh\nDROP       all  --  a  b\n";
    var whole = Listing.read(SHORT + rules, "L.txt");
    for (int at = 0; at < rules.length(); at++) {
      Listing read = Listing.read(SHORT + rules.substring(0, at) + warning + rules.substring(at), "L.txt");
      assertEquals(whole.chains(), read.chains());
      assertTrue(read.report().unread().isEmpty(), () -> read.report().toString());
    }
    assertEquals("L.txt:3", Listing.read(SHORT + "ACCEPT" + warning + rules, "L.txt").report().repairs().get(0).origin().toString());
  }

  @Test void chainsMayBeCalledLikeWordsOfTheListing() {
    var chains = Listing.read(SHORT + """
        Chain      all  --  anywhere             anywhere             /* (policy DROP) */
        #x         all  --  anywhere             anywhere           \s
        target     all  --  anywhere             anywhere           \s
        # a remark

        Chain odd( (0 references)
        target     prot opt source               destination        \s
        """, "L.txt");
    assertTrue(chains.report().isClean(), () -> chains.report().toString());
    assertEquals(List.of("Chain", "#x", "target"), chains.chains().get(0).rules().stream().map(r -> r.target().get()).toList());
    assertEquals("odd(", chains.chains().get(1).name());
  }

  @Test void numbersOfASelectionAreThosePrintedAndCountsDoNotOverflow() {
    Listing read = Listing.read("""
        Chain INPUT (policy ACCEPT 1000T packets, 100000000T bytes)
        num   pkts bytes target     prot opt in     out     source               destination        \s
        3     10T 99999999T ACCEPT     6    --  eth0   *       0.0.0.0/0            0.0.0.0/0          \s
        """, "L.txt");
    var rule = read.chains().get(0).rules().get(0);
    assertEquals(3, rule.number());
    assertEquals(Optional.of(new Counters(10_000_000_000_000L, Long.MAX_VALUE)), rule.counters());
  }
}
