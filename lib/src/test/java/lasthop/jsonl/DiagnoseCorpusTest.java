package lasthop.jsonl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Recorded losses: what is said of each packet on each host is what became of it.
class DiagnoseCorpusTest {
  private static final List<String> FIELDS = List.of("last_hop", "verdict", "where", "cause");
  /// Causes of packets that got through: said where a truth names none, they are no mistake.
  private static final Set<String> SUCCESS = Set.of("dnat", "snat", "dnat+masquerade", "redirect", "policy-route", "icmp-echo");
  /// What no file but a capture shows: without one, no verdict is right.
  private static final Set<String> CAPTURED_ONLY = Set.of("other-host-mac");

  private record Told(String packet, String host, JsonNode fate, JsonNode answer) {
    /// What is wrong with the answer; empty when nothing is.
    String wrong() {
      var wrong = new TreeSet<String>();
      for (String field : FIELDS) if (!right(field)) wrong.add(field);
      return wrong.isEmpty() ? "" : packet + " on " + host + ": " + wrong + " of " + answer + ", was " + fate;
    }

    private boolean right(String field) {
      String was = fate.path(field).asText("").replace("none", "");
      String told = answer.path(field).asText("");
      return switch (field) {
        case "where" -> told.equals(was) || was.endsWith(":rule") && told.startsWith(was + ":")
            || was.startsWith("device ") && List.of(was.substring(7).split(" or ")).contains(told.replaceFirst("device ", ""));
        case "cause" -> told.equals(was) || was.isEmpty() && SUCCESS.contains(told);
        default -> told.equals(was);
      };
    }

    boolean isConfidentlyWrong() {
      return answer.path("confidence").asText("").equals("high") && !answer.path("cause").asText("").isEmpty() && !right("cause");
    }

    boolean isOpen() {
      return answer.path("verdict").isNull() && answer.path("cause").isNull();
    }
  }

  @ParameterizedTest
  @CsvSource({"first, false", "first, true", "own, false", "own, true"})
  void everyPacketsFateIsFound(String corpus, boolean captures) throws Exception {
    var wrong = new ArrayList<String>();
    for (Told told : told(corpus, "trace", captures)) {
      boolean needsCapture = !captures && CAPTURED_ONLY.contains(told.fate.path("cause").asText());
      if (needsCapture ? !told.isOpen() : !told.wrong().isEmpty()) wrong.add(told.wrong());
    }
    assertEquals("", String.join("\n", wrong));
  }

  @ParameterizedTest
  @CsvSource({"first", "own"})
  void aLogThatLostRecordsMisleadsNobody(String corpus) throws Exception {
    var wrong = new ArrayList<String>();
    int right = 0;
    List<Told> all = told(corpus, "lossy", false);
    for (Told told : all) {
      if (told.isConfidentlyWrong()) wrong.add(told.wrong());
      if (told.right("cause")) right++;
    }
    assertEquals("", String.join("\n", wrong));
    assertTrue(right * 10 >= all.size() * 9, right + " of " + all.size() + " causes found");
  }

  /// Every answer of a corpus, host by host.
  ///
  /// @param log `trace`, or `lossy` where a host has such a log
  private static List<Told> told(String corpus, String log, boolean captures) throws Exception {
    RecordedLosses recorded = RecordedLosses.of(corpus);
    var asked = new ArrayList<Map.Entry<String, JsonNode>>();
    var requests = new ArrayList<ObjectNode>();
    for (JsonNode scenario : recorded.cases()) {
      for (JsonNode probe : scenario.get("probes")) {
        ObjectNode request = RecordedLosses.request("diagnose");
        request.set("packet", probe.get("packet"));
        ObjectNode hosts = request.putObject("hosts");
        for (var host : scenario.get("hosts").properties()) {
          JsonNode files = host.getValue();
          ObjectNode given = hosts.putObject(host.getKey());
          if (files.has("snapshot")) given.put("snapshot", recorded.path(files.get("snapshot")));
          JsonNode trace = files.has(log) ? files.get(log) : files.get("trace");
          if (trace != null) given.put("trace", recorded.path(trace));
          if (captures && files.has("capture")) given.put("capture", recorded.path(files.get("capture")));
        }
        requests.add(request);
        asked.add(Map.entry(scenario.get("name").textValue() + " " + probe.get("id").textValue(), probe.get("fate")));
      }
    }
    List<JsonNode> answers = RecordedLosses.answers(requests);
    var told = new ArrayList<Told>();
    for (int i = 0; i < answers.size(); i++) {
      for (var fate : asked.get(i).getValue().properties()) {
        told.add(new Told(asked.get(i).getKey(), fate.getKey(), fate.getValue(), answers.get(i).at("/hosts/" + fate.getKey())));
      }
    }
    return told;
  }
}
