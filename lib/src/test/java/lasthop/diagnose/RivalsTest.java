package lasthop.diagnose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import lasthop.jsonl.RecordedLosses;
import lasthop.routing.RouteDecision;
import lasthop.snapshot.Snapshot;
import lasthop.trace.Hints;
import lasthop.trace.PacketSelector;
import lasthop.trace.TraceSearch;
import lasthop.traversal.Cause;
import lasthop.traversal.Hop;
import lasthop.traversal.Stage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Recorded packets that ended between two chains: every other cause falls by a fact of its own, the true one by none.
class RivalsTest {
  /// Causes that no snapshot rules out: policies of IPsec are in none of its files.
  private static final Set<String> OPEN = Set.of("xfrm-policy");

  private record Loss(String name, Diagnosis told, Witness witness, Cause truth) {
    Rivals rivals() {
      Hop.Routing last = (Hop.Routing) told.predicted().orElseThrow().hops().reversed().stream().filter(Hop.Routing.class::isInstance).findFirst().orElseThrow();
      Optional<RouteDecision> decision = Optional.of(last.decision());
      return new Rivals(witness.host(), last.packet(), told.evidence().getFirst(), decision);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"first", "own"})
  void everyRivalFallsByAFactWithItsFile(String corpus) throws Exception {
    var wrong = new ArrayList<String>();
    for (Loss loss : losses(corpus)) {
      for (Rival rival : loss.told.rivals()) {
        boolean cited = rival.killer().filter(k -> !k.origin().file().isEmpty() && !(k.fact() instanceof Fact.Decided)).isPresent();
        if (!cited && !OPEN.contains(rival.code())) wrong.add(loss.name + ": " + rival);
      }
    }
    assertEquals("", String.join("\n", wrong));
  }

  @ParameterizedTest
  @ValueSource(strings = {"first", "own"})
  void nothingRulesOutWhatHappened(String corpus) throws Exception {
    List<Loss> losses = losses(corpus);
    var wrong = new ArrayList<String>();
    var seen = EnumSet.noneOf(Cause.class);
    for (Loss loss : losses) {
      List<Rival> all = loss.rivals().in(List.of(Stage.Step.ROUTING_INPUT, Stage.Step.FORWARD_PATH), Cause.NONE);
      Rival truth = all.stream().filter(r -> r.code().equals(loss.truth.toString())).findFirst().orElseThrow();
      truth.killer().ifPresent(k -> wrong.add(loss.name + ": " + truth));
      seen.add(loss.truth);
    }
    assertEquals("", String.join("\n", wrong));
    assertTrue(seen.size() >= (corpus.equals("own") ? 10 : 6), seen.toString());
  }

  private static List<Loss> losses(String corpus) throws Exception {
    RecordedLosses recorded = RecordedLosses.of(corpus);
    var losses = new ArrayList<Loss>();
    for (JsonNode scenario : recorded.cases()) {
      for (JsonNode probe : scenario.get("probes")) {
        for (var fate : probe.get("fate").properties()) {
          String where = fate.getValue().path("where").asText();
          JsonNode files = scenario.at("/hosts/" + fate.getKey());
          if (!Set.of("routing:input", "forward-path").contains(where) || !files.has("trace")) continue;
          Witness witness = witness(fate.getKey(), recorded, files);
          Cause truth = Arrays.stream(Cause.values()).filter(c -> c.toString().equals(fate.getValue().path("cause").asText())).findFirst().orElseThrow();
          String name = scenario.get("name").textValue() + " " + fate.getKey();
          var told = witness.log().orElseThrow().packets().stream().map(p -> Diagnose.packet(List.of(witness), Diagnose.of(p)).getFirst())
              .filter(d -> d.disposition().cause() == truth).findFirst();
          told.ifPresent(d -> losses.add(new Loss(name, d, witness, truth)));
        }
      }
    }
    assertFalse(losses.isEmpty());
    return losses;
  }

  private static Witness witness(String name, RecordedLosses recorded, JsonNode files) throws Exception {
    var host = Snapshot.read(Path.of(recorded.path(files.get("snapshot"))));
    var log = TraceSearch.find(List.of(recorded.path(files.get("trace"))), PacketSelector.ALL, Hints.NONE);
    return new Witness(name, Optional.of(log), Optional.of(new Model(host)), Optional.empty());
  }
}
