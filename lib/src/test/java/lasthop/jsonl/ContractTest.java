package lasthop.jsonl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the machine interface promises about requests that are not as they should be.
class ContractTest {
  private static final JsonMapper JSON = new JsonMapper();

  private static List<JsonNode> answers(byte[] lines) throws IOException {
    var out = new ByteArrayOutputStream();
    Jsonl.serve(new ByteArrayInputStream(lines), out);
    var answers = new ArrayList<JsonNode>();
    for (String line : out.toString(StandardCharsets.UTF_8).split("\n")) answers.add(JSON.readTree(line));
    return answers;
  }

  private static JsonNode answer(String line) throws IOException {
    return answers(line.getBytes(StandardCharsets.UTF_8)).getFirst();
  }

  @Timeout(60)
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
      # request | id | code | where
      {"id":7,"op":"fly"} x | null | bad-json | null
      {"id":7,"op":"fly"}{"id":8,"op":"fly"} | null | bad-json | null
      {"id":7,"op":"fly" | null | bad-json | null
      [{"id":7,"op":"fly"}] | null | bad-json | null
      {"op":"fly"} | null | bad-request | id
      {"id":null,"op":"fly"} | null | bad-request | id
      {"id":[7],"op":"fly"} | null | bad-request | id
      {"id":7} | 7 | bad-request | op
      {"id":7,"op":null} | 7 | bad-request | op
      {"id":1.5,"op":"fly"} | 1.5 | unknown-op | op
      {"id":"","op":"fly"} | "" | unknown-op | op
      {"id":7,"op":"route-get","args":"192.0.2.1"} | 7 | bad-request | snapshot
      {"id":7,"op":"route-get","args":"192.0.2.1","snapshot":""} | 7 | no-such-file | snapshot
      {"id":7,"op":"route-get","args":"192.0.2.1","snapshot":"none/such"} | 7 | no-such-file | snapshot
      {"id":7,"op":"route-get","args":"192.0.2.1","snapshot":[]} | 7 | bad-request | snapshot
      {"id":7,"op":"route-get","args":"192.0.2.1","snapshot":{"ip-rule.txt":1}} | 7 | bad-request | snapshot.ip-rule.txt
      {"id":7,"op":"route-get","args":"192.0.2.1","snapshot":{},"family":"inet"} | 7 | bad-request | family
      {"id":7,"op":"route-get","args":"192.0.2.1","snapshot":{},"history":true} | 7 | bad-request | history
      {"id":7,"op":"route-get","args":"192.0.2.1","snapshot":{},"history":{"fib4_custom_rules":"yes"}} | 7 | bad-request | fib4_custom_rules
      {"id":7,"op":"route","snapshot":{},"query":{}} | 7 | bad-request | query.dst
      {"id":7,"op":"route","snapshot":{},"query":{"dst":"192.0.2.1","sport":70000}} | 7 | bad-request | query.sport
      {"id":7,"op":"simulate","snapshot":{}} | 7 | bad-request | packet
      {"id":7,"op":"simulate","snapshot":{},"packet":{"proto":"tcp","dst":"192.0.2.1"}} | 7 | bad-request | packet.src
      {"id":7,"op":"simulate","snapshot":{},"packet":{"proto":"tcp","src":5,"dst":"192.0.2.1"}} | 7 | bad-request | packet.src
      {"id":7,"op":"simulate","snapshot":{},"packet":{"proto":"tcp","src":"192.0.2.2","dst":"192.0.2.1","flags":"SYN"}} | 7 | bad-request | packet.flags
      {"id":7,"op":"parse-trace"} | 7 | bad-request | file
      {"id":7,"op":"parse-trace","file":"none/such"} | 7 | no-such-file | file
      {"id":7,"op":"parse-trace","file":"-"} | 7 | no-such-file | file
      {"id":7,"op":"diagnose"} | 7 | bad-request | text
      {"id":7,"op":"diagnose","hosts":{"a":null}} | 7 | bad-request | hosts.a
      {"id":7,"op":"diagnose","hosts":{"a":{"trace":"none/such"}}} | 7 | no-such-file | hosts.a.trace
      {"id":7,"op":"diagnose","hosts":{"a":{}},"packet":{"ipid":"x"}} | 7 | bad-request | packet.ipid
      {"id":7,"op":"parse-rules","text":"*filter\\n-A INPUT -j NONE\\nCOMMIT\\n"} | 7 | bad-input | text:2
      """)
  void aBadRequestNamesItsFault(String request, String id, String code, String where) throws IOException {
    JsonNode answer = answer(request);
    assertFalse(answer.get("ok").booleanValue());
    assertEquals(JSON.readTree(id), answer.get("id"));
    assertEquals(code, answer.get("error").get("code").textValue());
    assertEquals(where, answer.get("error").get("where").asText());
  }

  @Test void aBadLineEndsNothing() throws IOException {
    var lines = new ByteArrayOutputStream();
    lines.writeBytes(new byte[] {(byte) 0xff, '\n', '\n', ' ', '\r', '\n', 0, '\n'});
    lines.writeBytes("[\n{\"id\":9,\"op\":\"parse-routes\",\"text\":null,\"more\":[1]}\r\n".getBytes(StandardCharsets.UTF_8));
    lines.writeBytes("{\"id\":\"last\",\"op\":\"parse-routes\",\"text\":\"default via 192.0.2.1 dev eth0 \\n\",\"more\":[1]}".getBytes(StandardCharsets.UTF_8));
    List<JsonNode> answers = answers(lines.toByteArray());
    assertEquals(5, answers.size());
    assertEquals("text", answers.get(3).get("error").get("where").textValue());
    assertEquals("last", answers.get(4).get("id").textValue());
    assertTrue(answers.get(4).get("ok").booleanValue());
  }

  @Test void aPacketCannotEnterByADeviceThatTheHostLacks() throws IOException {
    String request = "{\"id\":7,\"op\":\"simulate\",\"snapshot\":{\"ip-addr.txt\":\"1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536\\n\"},"
        + "\"packet\":{\"proto\":\"tcp\",\"src\":\"192.0.2.2\",\"dst\":\"192.0.2.1\",\"iif\":\"eth9\"}}";
    assertEquals("packet.iif", answer(request).path("error").path("where").asText());
  }
}
