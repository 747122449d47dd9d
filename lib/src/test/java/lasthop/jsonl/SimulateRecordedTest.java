package lasthop.jsonl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Packets recorded on a real kernel, 6.18, hosts with iptables-legacy, iptables-nft and native nftables: some predicted
/// way must have exactly the lines that were printed, and end where the packet ended.
class SimulateRecordedTest {
  private static final JsonMapper JSON = new JsonMapper();
  /// The kernel logs SCTP by its number and without ports, so rules about ports stay open.
  private static final String SCTP = "132";

  @TestFactory Stream<DynamicTest> predictsTheRecordedLines() throws IOException {
    JsonNode all = recorded();
    return StreamSupport.stream(all.get("cases").spliterator(), false).map(c -> DynamicTest.dynamicTest(c.get("name").textValue(),
        () -> {
          JsonNode answer = answer(c, all.get("snapshots").get(c.get("snapshot").textValue()));
          List<String> ways = ways(answer);
          String wanted = way(c.get("hops"), c.get("where"));
          boolean placed = c.hasNonNull("where");
          assertTrue(ways.stream().anyMatch(w -> placed ? w.equals(wanted) : w.startsWith(wanted)),
              () -> "recorded " + wanted + "\npredicted " + String.join("\n          ", ways));
        }));
  }

  @TestFactory Stream<DynamicTest> onlyRandomAndHistoryBranch() throws IOException {
    JsonNode all = recorded();
    return StreamSupport.stream(all.get("cases").spliterator(), false)
        .filter(c -> !c.get("packet").get("proto").asText().equals(SCTP)).filter(c -> !isRandom(all.get("snapshots").get(c.get("snapshot").textValue())))
        .map(c -> DynamicTest.dynamicTest(c.get("name").textValue(), () -> assertEquals(1,
            said(answer(c, all.get("snapshots").get(c.get("snapshot").textValue()))))));
  }

  /// How many outcomes do not rest on what the contract cannot say.
  private static long said(JsonNode answer) {
    return StreamSupport.stream(answer.get("outcomes").spliterator(), false)
        .filter(o -> StreamSupport.stream(o.get("assumptions").spliterator(), false).map(a -> a.get("about").textValue() + " " + a.get("taken").textValue())
            .noneMatch(a -> a.startsWith("the sender repeats") || a.equals("df is not set"))).count();
  }

  private static boolean isRandom(JsonNode snapshot) {
    return Stream.of("iptables-save.txt", "ip6tables-save.txt", "nft-ruleset.txt").map(f -> snapshot.path(f).asText(""))
        .anyMatch(t -> t.contains("statistic") || t.contains("-m limit") || t.contains("numgen") || t.contains("-m owner"));
  }

  private static JsonNode answer(JsonNode recorded, JsonNode snapshot) throws IOException {
    ObjectNode request = JSON.createObjectNode().put("id", 1).put("op", "simulate").put("all_outcomes", true);
    request.set("family", recorded.get("family"));
    request.set("packet", recorded.get("packet"));
    request.set("snapshot", snapshot);
    var out = new ByteArrayOutputStream();
    Jsonl.serve(new ByteArrayInputStream((JSON.writeValueAsString(request) + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8)), out);
    JsonNode answer = JSON.readTree(out.toByteArray());
    assertTrue(answer.get("ok").booleanValue(), answer::toString);
    return answer;
  }

  private static List<String> ways(JsonNode answer) {
    var ways = new ArrayList<String>();
    for (JsonNode outcome : answer.get("outcomes")) ways.add(way(outcome.get("hops"), outcome.get("where")));
    return ways;
  }

  /// Where a device is one of several, as recorded of random choices, any of them is right.
  private static String way(JsonNode hops, JsonNode where) {
    String place = where == null ? "" : where.asText("");
    return hops + (place.startsWith("device ") ? " device" : " " + place);
  }

  private static JsonNode recorded() throws IOException {
    try (var in = new GZIPInputStream(SimulateRecordedTest.class.getResourceAsStream("/simulate/recorded.json.gz"))) {
      return JSON.readTree(in);
    }
  }
}
