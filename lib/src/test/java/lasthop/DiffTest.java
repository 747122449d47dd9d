package lasthop;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;
import lasthop.explain.DiffAnswer;
import lasthop.jsonl.RecordedLosses;
import org.junit.jupiter.api.Test;

/// A packet that got through beside one that did not, both of one recorded log.
class DiffTest {
  @Test void rulesOfOneChainPartThemByACondition() throws IOException {
    String told = told(p -> p.dport() == 22);
    assertTrue(told.startsWith("Their ways part after 4 equal hops: filter:FORWARD:rule:4 against filter:FORWARD:rule:2."), told);
    assertTrue(told.contains("the first does not fit --dport 22 of that rule"), told);
    assertTrue(told.contains("the second: Dropped at filter:FORWARD:rule:2"), told);
  }

  @Test void aFieldPartsThemBetweenTheChains() throws IOException {
    String told = told(p -> p.dport() == 80 && p.first().header().ttl() == 1);
    assertTrue(told.contains("TTL=1") && told.contains("the second: Dropped at the TTL and MTU checks"), told);
    assertTrue(!told.contains("routing decision"), told);
  }

  @Test void aRoutePartsThemBetweenTheChains() throws IOException {
    String told = told(p -> p.first().dst().toString().startsWith("10.98."));
    assertTrue(told.startsWith("Their ways part after 3 equal hops: mangle:FORWARD:policy:1 against nothing more."), told);
    assertTrue(told.contains("unreachable 10.98.0.0/16") && told.contains("dev wan0"), told);
  }

  @Test void packetsOfTwoHostsDoNotBeginAlike() throws IOException {
    Case example = Case.example();
    String told = Lasthop.text(DiffAnswer.of(example.packets().get(0).side(), example.packets().get(1).side()));
    assertTrue(told.startsWith("They do not begin alike: the first was sent by ceph3, the second came in at ceph2 by enp5s0."), told);
  }

  private static String told(Predicate<Trace> bad) throws IOException {
    String host = RecordedLosses.of("own").folder().resolve("own-many-losses/router").toString();
    List<Trace> packets = Case.open(List.of(host + "/dmesg.txt", host + "/state")).packets();
    Trace good = packets.stream().filter(p -> p.dport() == 80 && p.first().header().ttl() > 1).findFirst().orElseThrow();
    return Lasthop.text(DiffAnswer.of(good.side(), packets.stream().filter(bad).findFirst().orElseThrow().side()));
  }
}
