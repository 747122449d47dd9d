package lasthop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.List;
import lasthop.answer.Answer;
import lasthop.answer.Why;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What a program reads of the bundled case: data, not sentences.
class JsonTest {
  private static Case files;

  @BeforeAll static void open() {
    files = Lasthop.example();
  }

  @Test void aTraceIsItsHopsWithTheFieldsOfTheirLinesAndTheirRules() throws IOException {
    JsonNode trace = json(Lasthop.trace(57266));
    assertEquals("trace", trace.path("type").asText());
    assertEquals("nat:POSTROUTING:policy:10", trace.path("last_hop").asText());
    List<JsonNode> logged = trace.path("hops").valueStream().filter(h -> !h.path("inferred").asBoolean()).toList();
    assertEquals(files.packets().getFirst().hops(), logged.stream().map(h -> h.path("hop").asText()).toList());
    JsonNode dnat = logged.get(4);
    assertEquals("10.43.206.251", dnat.path("dst").asText());
    assertEquals("10.0.1.12", logged.get(5).path("dst").asText());
    assertTrue(dnat.path("rule").asText().endsWith("-j DNAT --to-destination 10.0.1.12:8081"), dnat.toString());
    assertTrue(dnat.path("rule_at").asText().startsWith("iptables-save.txt:"), dnat.toString());
    assertEquals("ceph3/kern.log:5", dnat.path("at").asText());
  }

  @Test void aDiagnosisIsVerdictCauseEvidenceRivalsAndFixes() throws IOException {
    JsonNode host = json(Lasthop.diagnose("28265")).path("hosts").path(0);
    assertEquals("ceph2", host.path("host").asText());
    assertEquals("dropped routing:input rp-filter-strict high", String.join(" ", host.path("verdict").asText(),
        host.path("where").asText(), host.path("cause").asText(), host.path("confidence").asText()));
    assertTrue(host.path("evidence").valueStream().anyMatch(e -> e.path("at").asText().equals("nstat-delta.txt:22")), host.toString());
    assertTrue(host.path("rivals").valueStream().filter(r -> r.path("ruled_out").asBoolean()).allMatch(r -> r.path("by").has("at")), host.toString());
    JsonNode fix = json(Lasthop.diagnose("28265")).path("fixes").path(0);
    assertEquals("sysctl -w net.ipv4.conf.enp5s0.rp_filter=1", fix.path("undo").asText());
    assertEquals(1, fix.path("fixed").asInt());
  }

  @Test void aRouteIsItsErrnoAndTheKernelsReason() throws IOException {
    JsonNode route = json(Lasthop.on("ceph2").route("192.168.235.13", "10.0.1.12", "enp5s0"));
    assertEquals("EXDEV", route.path("error").asText());
    assertEquals("IP_RPFILTER", route.path("reason").asText());
  }

  @Test void anOpenEndSaysWhatShouldHaveCome() throws IOException {
    JsonNode trace = json(Lasthop.trace(28265));
    assertEquals("[\"filter:INPUT\",\"filter:FORWARD\"]", trace.path("expected").toString());
    assertTrue(trace.path("verdict").isMissingNode());
  }

  @Test void whatSteersATerminalIsEscapedAndStillTheSame() throws IOException {
    String hostile = "a\u009b31mred\u202etxt\u0007ü";
    String line = Lasthop.json(Answer.of(hostile, Why.NONE));
    assertEquals("{\"headline\":\"a\\u009b31mred\\u202etxt\\u0007ü\"}\n", line);
    assertEquals(hostile, new JsonMapper().readTree(line).path("headline").asText());
  }

  private static JsonNode json(Object result) throws IOException {
    String line = Lasthop.json(result);
    assertEquals(line.length() - 1, line.indexOf('\n'));
    return new JsonMapper().readTree(line);
  }
}
