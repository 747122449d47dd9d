package lasthop.diagnose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lasthop.traversal.Cause;
import org.junit.jupiter.api.Test;

/// Whoever reads a verdict finds the one line that makes it so.
class GroundsTest {
  private static final Map<Cause, Class<? extends Fact>> DECISIVE = Map.ofEntries(
      Map.entry(Cause.RULE_DROP, Fact.RuleSays.class), Map.entry(Cause.RULE_REJECT, Fact.RuleSays.class),
      Map.entry(Cause.CONNTRACK_INVALID, Fact.RuleSays.class), Map.entry(Cause.POLICY_DROP, Fact.PolicyIs.class),
      Map.entry(Cause.RP_FILTER_STRICT, Fact.ModeIs.class), Map.entry(Cause.RP_FILTER_LOOSE, Fact.ModeIs.class),
      Map.entry(Cause.IP_FORWARD_OFF, Fact.Setting.class), Map.entry(Cause.ROUTE_LOCALNET_OFF, Fact.Setting.class),
      Map.entry(Cause.TTL_EXCEEDED, Fact.HeaderIs.class), Map.entry(Cause.MTU_EXCEEDED, Fact.MtuIs.class),
      Map.entry(Cause.NO_LISTENER, Fact.Listening.class), Map.entry(Cause.ARP_FAILED, Fact.Taken.class),
      Map.entry(Cause.DNAT, Fact.ChangedBy.class), Map.entry(Cause.SNAT, Fact.ChangedBy.class),
      Map.entry(Cause.DNAT_MASQUERADE, Fact.ChangedBy.class),
      Map.entry(Cause.REDIRECT, Fact.ChangedBy.class));

  @Test void theDecidingLineIsCited() throws Exception {
    var without = new ArrayList<String>();
    Set<Cause> met = EnumSet.noneOf(Cause.class);
    for (String corpus : List.of("first", "own")) {
      for (Recorded scenario : Recorded.corpus(corpus)) {
        for (JsonNode probe : scenario.probes()) {
          for (Diagnosis d : Diagnose.packet(scenario.witnesses(), Recorded.wanted(probe))) {
            Class<? extends Fact> decisive = DECISIVE.get(d.disposition().cause());
            if (decisive == null || d.seen().isEmpty()) continue;
            met.add(d.disposition().cause());
            boolean later = d.evidence().stream().anyMatch(e -> e.fact() instanceof Fact.Translated);
            boolean cited = d.evidence().stream().anyMatch(e -> decisive.isInstance(e.fact()) && !e.origin().file().isEmpty());
            if (!cited && !later) without.add(scenario.name() + " on " + d.host() + ": " + d.disposition().cause() + " " + d.evidence());
          }
        }
      }
    }
    assertEquals("", String.join("\n", without));
    assertTrue(met.size() >= 14, met.toString());
  }
}
