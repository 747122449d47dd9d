package lasthop.trace;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// The journal's own formats: `journalctl -o json`, one object a line, and `-o export`, blocks of `KEY=value` lines.
final class Journal {
  private static final byte[] BLOCK = Cursor.key("__CURSOR=");

  /// @param text the MESSAGE field
  record Message(byte[] text, Stamp stamp, String host) {}

  private JsonFactory json;
  private boolean inBlock;
  private Optional<Message> message = Optional.empty();
  private byte[] text = {};
  private String host = "";
  private String realtime = "";
  private String monotonic = "";
  private String source = "";

  /// Whether the line belongs to one of these formats; then [#message] tells whether a record is complete with it.
  boolean takes(byte[] b, int from, int to) {
    message = Optional.empty();
    if (from < to && b[from] == '{') return object(b, from, to);
    if (!inBlock && to - from > BLOCK.length && Arrays.equals(b, from, from + BLOCK.length, BLOCK, 0, BLOCK.length)) inBlock = true;
    else if (!inBlock) return false;
    if (from == to) end();
    else field(b, from, to);
    return true;
  }

  /// The record that the line last taken completed; empty if it completed none.
  Optional<Message> message() {
    return message;
  }

  /// The last block of an export need not end in an empty line.
  Optional<Message> atEnd() {
    message = Optional.empty();
    if (inBlock) end();
    return message;
  }

  private void end() {
    inBlock = false;
    complete();
  }

  private void complete() {
    if (text.length > 0) message = Optional.of(new Message(text, stamp(), host));
    text = new byte[0];
    host = realtime = monotonic = source = "";
  }

  private void field(byte[] b, int from, int to) {
    int eq = from;
    while (eq < to && b[eq] != '=') eq++;
    if (eq == to) return;
    String key = new String(b, from, eq - from, StandardCharsets.UTF_8);
    if (key.equals("MESSAGE")) text = Arrays.copyOfRange(b, eq + 1, to);
    else set(key, new String(b, eq + 1, to - eq - 1, StandardCharsets.UTF_8));
  }

  private void set(String key, String value) {
    switch (key) {
      case "MESSAGE" -> text = value.getBytes(StandardCharsets.UTF_8);
      case "_HOSTNAME" -> host = value;
      case "__REALTIME_TIMESTAMP" -> realtime = value;
      case "__MONOTONIC_TIMESTAMP" -> monotonic = value;
      case "_SOURCE_MONOTONIC_TIMESTAMP" -> source = value;
      default -> { }
    }
  }

  /// The kernel's own stamp where there is one, else when journald received the record.
  private Stamp stamp() {
    String up = source.isEmpty() ? monotonic : source;
    if (up.isEmpty() && realtime.isEmpty()) return Stamp.NONE;
    return new Stamp(realtime.isEmpty() ? up : up.isEmpty() ? realtime : realtime + " " + up, micros(up), micros(realtime), true);
  }

  private static long micros(String digits) {
    try {
      return digits.isEmpty() ? -1 : Long.parseLong(digits);
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private boolean object(byte[] b, int from, int to) {
    if (json == null) json = new JsonFactory();
    try (JsonParser p = json.createParser(b, from, to - from)) {
      if (p.nextToken() != JsonToken.START_OBJECT) return false;
      while (p.nextToken() == JsonToken.FIELD_NAME) {
        String key = p.currentName();
        JsonToken value = p.nextToken();
        if (value == JsonToken.VALUE_STRING) set(key, p.getText());
        else if (value == JsonToken.START_ARRAY && key.equals("MESSAGE")) text = octets(p);
        else p.skipChildren();
      }
      if (p.currentToken() != JsonToken.END_OBJECT) return abandon();
    } catch (IOException e) {
      return abandon();
    }
    boolean isRecord = text.length > 0;
    complete();
    return isRecord;
  }

  private boolean abandon() {
    text = new byte[0];
    complete();
    message = Optional.empty();
    return false;
  }

  /// A message with octets that are no text is written as an array of numbers.
  private static byte[] octets(JsonParser p) throws IOException {
    var out = new ByteArrayOutputStream();
    while (p.nextToken() == JsonToken.VALUE_NUMBER_INT) out.write(p.getIntValue());
    p.skipChildren();
    return out.toByteArray();
  }
}
