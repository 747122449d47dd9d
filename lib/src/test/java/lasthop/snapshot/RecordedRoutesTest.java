package lasthop.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.zip.ZipInputStream;
import lasthop.host.Host;
import lasthop.ip.Family;
import lasthop.routing.History;
import lasthop.routing.RouteDecision;
import lasthop.routing.RouteDecision.Routed;
import lasthop.routing.RouteWords;
import lasthop.routing.Routing;
import lasthop.routing.RoutingState;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Answers of real kernels: 60 hosts built in network namespaces, and what `ip route get` printed there.
///
/// 40 hosts were asked on Linux 6.1.192, 6.12.117 and 6.18.44, 20 more on 6.18.44 alone, as were those with something odd, which
/// `odd_hosts.py` beside their answers makes.
class RecordedRoutesTest {
  private static final Map<String, JsonNode> HOSTS = new HashMap<>();

  private record Tally(int asked, List<String> wrong) {}

  @BeforeAll static void unpack() throws IOException {
    unpack("/route/recorded.zip");
    unpack("/route/odd.zip");
  }

  private static void unpack(String name) throws IOException {
    var json = new JsonMapper();
    try (var zip = new ZipInputStream(RecordedRoutesTest.class.getResourceAsStream(name))) {
      for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        HOSTS.put(entry.getName(), json.readTree(zip.readAllBytes()));
      }
    }
  }

  @Test void everyAnswerOfLinux618IsReproduced() throws Exception {
    Tally tally = ask("6.18", name -> name.endsWith(".txt"), true);
    assertEquals(List.of(), tally.wrong);
    assertTrue(tally.asked > 5_000, "asked " + tally.asked);
  }

  @Test void theJsonFormsTellTheSame() throws Exception {
    Predicate<String> wanted = name -> name.endsWith(".json") || name.equals("sysctl.txt") || name.equals("ip-link.txt");
    assertEquals(List.of(), ask("6.18", wanted, true).wrong);
  }

  @Test void theRulesTextAloneTellsWhetherTablesAreMerged() throws Exception {
    Tally tally = ask("6.18", name -> name.endsWith(".txt"), false);
    // On that host a rule was added and taken away again, which splits the tables and leaves no trace.
    List<String> others = tally.wrong.stream().filter(w -> !w.startsWith("s99-009-merged")).toList();
    assertEquals(List.of(), others);
  }

  /// Three queries hang on whether the kernel was built with CONFIG_IPV6_MIP6.
  @Test void everyAnswerOfLinux612IsReproducedButForMobileHomeAddresses() throws Exception {
    List<String> wrong = ask("6.12", name -> name.endsWith(".txt"), true).wrong;
    assertTrue(wrong.stream().allMatch(w -> w.startsWith("s101-019-v6basic")), wrong.toString());
    assertEquals(3, wrong.size(), wrong.toString());
  }

  private static Tally ask(String series, Predicate<String> wanted, boolean withHistory) throws Exception {
    var wrong = new ArrayList<String>();
    int asked = 0;
    for (var entry : HOSTS.entrySet()) {
      JsonNode host = entry.getValue();
      Optional<String> kernel = kernel(host, series);
      if (kernel.isEmpty()) continue;
      RoutingState state = state(host, kernel.get(), wanted, withHistory);
      Routing routing = Routing.of(state);
      boolean v6 = host.path("family").asText().equals("inet6");
      for (JsonNode query : host.path("queries")) {
        asked++;
        JsonNode answer = answer(query, kernel.get());
        String said = said(routing, state, query.path("args").asText(), v6, answer, query, kernel.get());
        if (!said.isEmpty()) wrong.add(entry.getKey() + " " + query.path("args").asText() + ": " + said);
      }
    }
    return new Tally(asked, wrong);
  }

  private static RoutingState state(JsonNode host, String kernel, Predicate<String> wanted, boolean withHistory) {
    var texts = new HashMap<String, String>(Map.of("uname.txt", kernel));
    host.path("snapshot").properties().forEach(f -> {
      if (wanted.test(f.getKey())) texts.put(f.getKey(), f.getValue().asText());
    });
    host.path("differs").path(kernel).properties().forEach(f -> {
      if (wanted.test(f.getKey())) texts.put(f.getKey(), f.getValue().asText());
    });
    Host read = Snapshot.read("recorded", texts);
    assertEquals(List.of(), read.report().unread());
    JsonNode past = host.path("history");
    return withHistory ? read.routing().withHistory(new History(past.path("fib4_custom_rules").asBoolean(),
        past.path("fib6_custom_rules").asBoolean(), past.path("fib4_custom_local_routes").asBoolean())) : read.routing();
  }

  private static Optional<String> kernel(JsonNode host, String series) {
    for (JsonNode kernel : host.path("kernels")) {
      if (kernel.asText().startsWith(series + ".")) return Optional.of(kernel.asText());
    }
    return Optional.empty();
  }

  private static JsonNode answer(JsonNode query, String kernel) {
    for (JsonNode answer : query.path("answers")) {
      for (JsonNode k : answer.path("kernels")) if (k.asText().equals(kernel)) return answer;
    }
    throw new AssertionError("no answer of " + kernel);
  }

  /// Empty when right, else what was said.
  private static String said(Routing routing, RoutingState state, String args, boolean v6, JsonNode answer, JsonNode query,
      String kernel) {
    boolean free = false;
    for (JsonNode k : query.path("free")) free |= k.asText().equals(kernel);
    String expected = answer.path("stderr").asText() + answer.path("stdout").asText();
    try {
      var words = RouteWords.parse(args, v6 ? Optional.of(Family.IPV6) : Optional.empty(), state.links().orElseThrow());
      RouteDecision decision = words.reported(routing.decide(words.flow()));
      String text = words.warning() + decision;
      boolean among = free && decision instanceof Routed r
          && r.alternatives().stream().anyMatch(a -> a.toString().equals(expected));
      if (!text.equals(expected) && !among) return text;
      if (free || words.fibmatch()) return "";
      String match = words.warning() + decision.fibmatch();
      String wanted = answer.path("fibmatch").asText();
      return match.equals(wanted) || match.endsWith(wanted) ? "" : "fibmatch " + match;
    } catch (RouteWords.Refused e) {
      return e.getMessage().equals(expected) && e.rc() == answer.path("rc").asInt() ? "" : e.getMessage();
    }
  }
}
