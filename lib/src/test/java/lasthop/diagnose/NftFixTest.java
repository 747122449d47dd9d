package lasthop.diagnose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import lasthop.fix.Fix;
import lasthop.fix.Fixes;
import lasthop.fix.Proof;
import lasthop.fix.Proofs;
import lasthop.host.Host;
import lasthop.nft.NftRuleset;
import lasthop.traversal.Cause;
import lasthop.whatif.Change;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/// What is advised where rules stopped a packet: it can be replayed, and nft takes the words as they stand.
class NftFixTest {
  private static final String LISTING = "nft-ruleset.txt";
  private static final Set<Cause> BY_RULES = Set.of(Cause.RULE_DROP, Cause.POLICY_DROP, Cause.CONNTRACK_INVALID);

  /// A recorded packet that the rules of a host stopped.
  private record Stopped(Recorded scenario, JsonNode probe, Witness witness, Diagnosis diagnosis) {
    /// The same with another listing of the rules.
    Stopped listed(String listing) {
      List<Witness> witnesses = scenario.saying(witness.name(), LISTING, listing);
      Witness same = witnesses.stream().filter(w -> w.name().equals(witness.name())).findFirst().orElseThrow();
      Diagnosis again = Diagnose.packet(witnesses, Recorded.wanted(probe)).stream().filter(d -> d.host().equals(same.name())).findFirst().orElseThrow();
      return new Stopped(scenario, probe, same, again);
    }

    String listing() {
      return scenario.texts().get(witness.name()).get(LISTING);
    }

    List<Fix> fixes() {
      return Fixes.candidates(diagnosis, witness.host().orElseThrow());
    }

    @Override public String toString() {
      return scenario.name() + " on " + witness.name();
    }
  }

  private static List<Stopped> stopped() throws IOException {
    var found = new ArrayList<Stopped>();
    for (String corpus : List.of("first", "own")) {
      for (Recorded scenario : Recorded.corpus(corpus)) {
        List<Witness> witnesses = scenario.witnesses();
        for (JsonNode probe : scenario.probes()) {
          for (Diagnosis d : Diagnose.packet(witnesses, Recorded.wanted(probe))) {
            if (!BY_RULES.contains(d.disposition().cause())) continue;
            witnesses.stream().filter(w -> w.name().equals(d.host())).forEach(w -> found.add(new Stopped(scenario, probe, w, d)));
          }
        }
      }
    }
    return found;
  }

  /// Where a service has no endpoint no rule helps.
  @Test void everyPacketThatRulesStoppedHasAFixThatWasReplayed() throws IOException {
    var without = new ArrayList<Stopped>();
    for (Stopped s : stopped()) {
      List<Proof> proofs = Proofs.of(s.diagnosis(), s.witness());
      if (proofs.stream().noneMatch(p -> p.fix().kind() == Fix.Kind.ELSEWHERE || p.fix().isCommand() && !p.replay().sent().isEmpty())) without.add(s);
    }
    assertEquals(List.of(), without);
  }

  /// nft itself is the judge of the words: what it lists after a fix is what the replay read, and the undo restores it.
  @Test void nftTakesThemAndTakesThemBack() throws Exception {
    Assumptions.assumeTrue(run("id -u", "").equals("0\n") && run("unshare -n nft --version", "").startsWith("nftables"),
        "skipped: needs root, network namespaces and nft");
    int asked = 0;
    for (Stopped recorded : stopped()) {
      if (recorded.fixes().stream().noneMatch(f -> f.command().startsWith("nft "))) continue;
      String loaded = run("unshare -n sh -c 'nft -f - && nft -a list ruleset'", recorded.listing());
      Stopped s = recorded.listed(loaded);
      for (Fix fix : s.fixes()) {
        String[] listed = run("unshare -n sh -c \"$(cat <<'END'\nnft -f - && " + fix.command() + " && nft list ruleset && echo ==== && "
            + fix.undo() + " && nft list ruleset\nEND\n)\"", loaded).split("====\n");
        assertEquals(2, listed.length, s + ": " + fix + ": " + listed[0]);
        assertEquals(rules(NftRuleset.parse(LISTING, listed[0])), rules(Change.parse(fix.command()).apply(s.witness().host().orElseThrow())), s + ": " + fix);
        assertEquals(loaded.replaceAll(" # handle \\d+", ""), listed[1], s + ": " + fix.undo());
        asked++;
      }
    }
    assertTrue(asked >= 3, "only " + asked);
  }

  private static String rules(Host host) {
    return rules(host.rules().nft());
  }

  /// All chains with what their rules do, whatever their handles and lines are.
  private static String rules(NftRuleset ruleset) {
    var all = new ArrayList<String>();
    ruleset.tables().forEach(t -> t.chains().values().forEach(c -> c.rules().forEach(r -> all.add(c + " " + r.statements()))));
    return String.join("\n", all);
  }

  private static String run(String command, String input) throws IOException, InterruptedException {
    Process process = new ProcessBuilder("bash", "-c", command).redirectErrorStream(true).start();
    try (var to = process.getOutputStream()) {
      to.write(input.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // it ended without reading on; its output tells
    }
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return out;
  }
}
