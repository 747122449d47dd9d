package lasthop.diagnose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import lasthop.traversal.Disposition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A snapshot that lacks a file never makes an answer wrong: what is said is what is said with it, or less.
class MissingFileTest {
  @ParameterizedTest
  @ValueSource(strings = {"first", "own"})
  void anAnswerWithoutAFileIsTheSameOrNone(String corpus) throws Exception {
    var wrong = new ArrayList<String>();
    int kept = 0;
    int asked = 0;
    for (Recorded scenario : Recorded.corpus(corpus)) {
      List<Witness> all = scenario.witnesses();
      for (JsonNode probe : scenario.probes()) {
        Map<String, Diagnosis> whole = told(all, probe);
        for (String lacking : scenario.texts().keySet()) {
          if (!probe.get("fate").has(lacking)) continue;
          for (String file : scenario.texts().get(lacking).keySet()) {
            Map<String, Diagnosis> told = told(scenario.without(all, lacking, file), probe);
            told.forEach((host, less) -> {
              String name = scenario.name() + " " + probe.get("id").textValue() + " on " + host + " without " + lacking + "/" + file;
              if (!holds(whole.get(host), less) && !says(less, file)) wrong.add(name + ": " + less.confidence() + " " + less.disposition() + ", was " + whole.get(host).disposition());
            });
            asked++;
            if (told.get(lacking).isSettled()) kept++;
          }
        }
      }
    }
    assertEquals("", String.join("\n", wrong));
    assertTrue(kept > asked / 2, "a file that tells nothing about the packet is not missed: " + kept + " of " + asked + " settled");
  }

  /// The model stops where the log does, for want of the routes: that is no disagreement of the two.
  @Test void routesThatAreMissingAreAskedFor() throws Exception {
    var asked = new TreeMap<String, Integer>();
    for (Recorded scenario : Recorded.corpus("first")) {
      List<Witness> all = scenario.witnesses();
      for (JsonNode probe : scenario.probes()) {
        told(all, probe).forEach((host, whole) -> {
          if (whole.seen().isEmpty() || !whole.disposition().where().equals("routing:input")) return;
          Disposition less = told(scenario.without(all, host, "ip-route.txt"), probe).get(host).disposition();
          if (less instanceof Disposition.Undetermined u) asked.merge(u.collect(), 1, Integer::sum);
        });
      }
    }
    assertEquals(Set.of("ip route show table all"), asked.keySet(), asked.toString());
  }

  private static Map<String, Diagnosis> told(List<Witness> witnesses, JsonNode probe) {
    var by = new LinkedHashMap<String, Diagnosis>();
    for (Diagnosis d : Diagnose.packet(witnesses, Recorded.wanted(probe))) by.put(d.host(), d);
    return by;
  }

  /// Whether a doubtful answer says that the file is missing.
  private static boolean says(Diagnosis less, String file) {
    return less.confidence() == Confidence.MEDIUM && less.evidence().stream().anyMatch(e -> e.basis() == Evidence.Basis.ASSUMED && e.fact().toString().contains(file + " is missing"));
  }

  private static boolean holds(Diagnosis whole, Diagnosis less) {
    Disposition is = less.disposition();
    if (!less.isSettled() || less.confidence() == Confidence.LOW || less.confidence() == Confidence.NONE) return true;
    Disposition was = whole.disposition();
    return was.verdict().equals(is.verdict()) && was.where().equals(is.where()) && was.cause() == is.cause();
  }
}
