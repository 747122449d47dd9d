package lasthop.jsonl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import lasthop.host.Host;
import lasthop.snapshot.Snapshot;

/// The snapshots requests name: a path is read once and kept, since its content does not change while we run.
final class Snapshots {
  private final Map<String, Host> byPath = new HashMap<>();

  /// The host of a field: a path, or an object of texts by file name.
  Host host(Request request, String field) throws Refusal {
    if (!request.has(field)) throw Refusal.badRequest("\"" + field + "\" is missing", field);
    return host(request.field(field), field);
  }

  /// The host of a JSON value found at `where`.
  Host host(JsonNode value, String where) throws Refusal {
    if (value.isTextual()) return atPath(value.textValue(), where);
    if (value instanceof ObjectNode object) return Snapshot.read("", texts(object, where));
    throw Refusal.badRequest("\"" + where + "\" must be a path or an object of texts", where);
  }

  private Host atPath(String text, String where) throws Refusal {
    Host kept = byPath.get(text);
    if (kept != null) return kept;
    try {
      Path path = Path.of(text);
      if (text.isEmpty() || !Files.exists(path)) throw Refusal.noSuchFile("no such file or folder: " + text, where);
      Host host = Snapshot.read(path);
      byPath.put(text, host);
      return host;
    } catch (InvalidPathException e) {
      throw Refusal.noSuchFile("not a path: " + text, where);
    } catch (IOException e) {
      throw Refusal.badInput("cannot read " + text + ": " + e.getMessage(), where);
    }
  }

  private static Map<String, String> texts(ObjectNode object, String where) throws Refusal {
    var texts = new LinkedHashMap<String, String>();
    for (var field : object.properties()) {
      if (field.getValue().isNull()) continue;
      if (!field.getValue().isTextual()) {
        throw Refusal.badRequest("\"" + field.getKey() + "\" must be a string", where + "." + field.getKey());
      }
      texts.put(field.getKey(), field.getValue().textValue());
    }
    return texts;
  }
}
