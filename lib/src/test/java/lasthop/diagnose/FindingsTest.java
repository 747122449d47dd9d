package lasthop.diagnose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// What is told beside the cause. Each finding was recorded with a counterpart that differs in the one thing that makes it:
/// what left the router, what came back and which rules counted was observed, and declared with the scenario.
class FindingsTest {
  private static final Set<String> ASKED = Set.of(Finding.NO_SNAT, Finding.NAT_ACCEPTED_EARLY, Finding.LEGACY_NFT_MIX);

  @Test void recordedFindingsAreTold() throws Exception {
    var wrong = new ArrayList<String>();
    var seen = new ArrayList<String>();
    for (Recorded scenario : Recorded.corpus("own")) {
      List<Witness> witnesses = scenario.witnesses();
      for (JsonNode probe : scenario.probes()) {
        for (Diagnosis d : Diagnose.packet(witnesses, Recorded.wanted(probe))) {
          JsonNode declared = probe.at("/fate/" + d.host() + "/findings");
          if (!declared.isArray()) continue;
          var was = new TreeSet<String>();
          declared.forEach(f -> was.add(f.textValue()));
          var told = new TreeSet<String>();
          d.findings().forEach(f -> told.add(f.code()));
          told.retainAll(ASKED);
          if (!told.equals(was)) wrong.add(scenario.name() + " on " + d.host() + ": " + told + ", was " + was);
          seen.add(was.toString());
        }
      }
    }
    assertEquals("", String.join("\n", wrong));
    assertTrue(seen.size() >= 17 && seen.contains("[]") && seen.contains("[nat-accepted-early, no-snat]") && seen.contains("[legacy-nft-mix]"), seen.toString());
  }

  /// A finding names what it rests on: lines of the rules, not of the log alone.
  @Test void aFindingAboutRulesCitesThem() throws Exception {
    for (Recorded scenario : Recorded.corpus("own")) {
      for (JsonNode probe : scenario.probes()) {
        for (Diagnosis d : Diagnose.packet(scenario.witnesses(), Recorded.wanted(probe))) {
          for (Finding f : d.findings()) {
            if (!f.code().equals(Finding.NAT_ACCEPTED_EARLY) && !f.code().equals(Finding.LEGACY_NFT_MIX)) continue;
            assertTrue(f.evidence().stream().filter(e -> e.fact() instanceof Fact.RuleSays && e.origin().isKnown()).count() >= 2, scenario.name() + " " + f);
          }
        }
      }
    }
  }
}
