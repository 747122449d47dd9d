package lasthop.jsonl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Recorded losses: some way of each packet has exactly the lines the kernel printed.
class SimulateOwnTest {
  @ParameterizedTest
  @ValueSource(strings = {"first", "own"})
  void somePredictedWayHasTheRecordedLines(String corpus) throws Exception {
    RecordedLosses recorded = RecordedLosses.of(corpus);
    var requests = new ArrayList<ObjectNode>();
    var printed = new ArrayList<JsonNode>();
    for (JsonNode scenario : recorded.cases()) {
      for (JsonNode packet : scenario.get("simulations")) {
        ObjectNode request = RecordedLosses.request("simulate").put("all_outcomes", true);
        request.set("family", scenario.get("family"));
        request.set("packet", packet.get("packet"));
        request.put("snapshot", recorded.path(scenario.get("hosts").get(packet.get("host").textValue()).get("snapshot")));
        requests.add(request);
        printed.add(packet.get("hops"));
      }
    }
    var answers = RecordedLosses.answers(requests);
    var wrong = new ArrayList<String>();
    for (int i = 0; i < answers.size(); i++) {
      boolean found = false;
      for (JsonNode outcome : answers.get(i).path("outcomes")) found |= outcome.get("hops").equals(printed.get(i));
      if (!found) wrong.add(requests.get(i).get("packet") + "\n  recorded " + printed.get(i) + "\n  predicted " + answers.get(i));
    }
    assertTrue(answers.size() > 70, () -> "only " + answers.size() + " packets");
    assertEquals("", String.join("\n", wrong));
  }
}
