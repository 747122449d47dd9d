package lasthop.jsonl;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// The machine interface: one JSON object a line in, one a line out, each flushed. A bad line is answered, never fatal.
public final class Jsonl {
  private static final JsonMapper JSON = JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private final Map<String, Op> ops;

  Jsonl(Map<String, Op> ops) {
    this.ops = Map.copyOf(ops);
  }

  /// Serves requests until the input ends.
  ///
  /// @throws IOException when the streams fail; never for what a line holds
  public static void serve(InputStream in, OutputStream out) throws IOException {
    new Jsonl(Ops.all()).run(in, out);
  }

  public static void main(String[] args) throws IOException {
    serve(System.in, new java.io.FileOutputStream(java.io.FileDescriptor.out));
  }

  void run(InputStream in, OutputStream out) throws IOException {
    var answers = new BufferedOutputStream(out, 1 << 16);
    // Before it waits for more, every answer so far has been handed over.
    var lines = new ByteLines(in, answers);
    for (byte[] line = lines.next(); line.length > 0 || !lines.atEnd(); line = lines.next()) {
      if (isBlank(line)) continue;
      byte[] answer = JSON.writeValueAsBytes(answer(line));
      answers.write(answer);
      answers.write('\n');
    }
    answers.flush();
  }

  private ObjectNode answer(byte[] line) {
    ObjectNode answer = JSON.createObjectNode();
    JsonNode id = NullNode.getInstance();
    answer.set("id", id);
    try {
      ObjectNode fields = parsed(line);
      id = id(fields);
      answer.set("id", id);
      answer.put("ok", true);
      op(fields).answer(new Request(fields), answer);
    } catch (Refusal refusal) {
      return refused(id, refusal);
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      return refused(id, new Refusal("internal", "this request could not be answered: " + e, ""));
    }
    return answer;
  }

  private Op op(ObjectNode fields) throws Refusal {
    JsonNode op = fields.get("op");
    if (op == null || !op.isTextual()) throw Refusal.badRequest("\"op\" is missing or not a string", "op");
    Op found = ops.get(op.textValue());
    if (found == null) throw new Refusal("unknown-op", "no operation \"" + op.textValue() + "\"", "op");
    return found;
  }

  private static JsonNode id(ObjectNode fields) throws Refusal {
    JsonNode id = fields.get("id");
    if (id == null || !(id.isTextual() || id.isNumber())) {
      throw Refusal.badRequest("\"id\" is missing or neither a string nor a number", "id");
    }
    return id;
  }

  private static ObjectNode parsed(byte[] line) throws Refusal {
    String text = new String(line, StandardCharsets.UTF_8);
    // What cannot be decoded becomes this character, which a line may also hold.
    if (text.indexOf('\ufffd') >= 0) refuseUndecodable(line);
    try {
      if (JSON.readTree(text) instanceof ObjectNode object) return object;
    } catch (JsonProcessingException e) {
      throw new Refusal("bad-json", "the line is not JSON: " + e.getOriginalMessage(), "");
    }
    throw new Refusal("bad-json", "the line is not a JSON object", "");
  }

  private static void refuseUndecodable(byte[] line) throws Refusal {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line));
    } catch (CharacterCodingException e) {
      throw new Refusal("bad-json", "the line is not UTF-8", "");
    }
  }

  private static ObjectNode refused(JsonNode id, Refusal refusal) {
    ObjectNode answer = JSON.createObjectNode();
    answer.set("id", id);
    answer.put("ok", false);
    ObjectNode error = answer.putObject("error");
    error.put("code", refusal.code()).put("message", refusal.getMessage());
    if (refusal.where().isEmpty()) error.putNull("where");
    else error.put("where", refusal.where());
    return answer;
  }

  private static boolean isBlank(byte[] line) {
    for (byte b : line) {
      if (b != ' ' && b != '\t' && b != '\r') return false;
    }
    return true;
  }
}
