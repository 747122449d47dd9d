package lasthop.jsonl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import lasthop.text.Repair;
import lasthop.text.Unread;
import lasthop.json.EventJson;
import lasthop.trace.Event;
import lasthop.trace.Hints;
import lasthop.trace.TraceLog;
import lasthop.trace.TracedPacket;

/// `parse-trace`: a log to its packets.
final class ParseTrace implements Op {
  @Override public void answer(Request request, ObjectNode answer) throws Refusal {
    TraceLog log = log(request, hints(request));
    ArrayNode packets = answer.putArray("packets");
    for (List<TracedPacket> p : Indistinct.grouped(log.packets())) packet(p, packets.addObject());
    ArrayNode repairs = answer.putArray("repairs");
    for (Repair r : log.report().repairs()) repairs.addObject().put("line", r.origin().line()).put("what", r.what());
    ArrayNode unread = answer.putArray("unread");
    for (Unread u : log.report().unread()) {
      unread.addObject().put("line", u.origin().line()).put("text", u.text()).put("reason", u.reason());
    }
  }

  private static TraceLog log(Request request, Hints hints) throws Refusal {
    if (request.has("text")) return TraceLog.parse(request.text("text"), "text", hints);
    if (!request.has("file")) throw Refusal.badRequest("neither \"text\" nor \"file\" is there", "file");
    String file = request.text("file");
    try {
      // Standard input holds the requests.
      return TraceLog.open(List.of(file.equals("-") ? "./-" : file), hints);
    } catch (NoSuchFileException e) {
      throw Refusal.noSuchFile(file + ": " + e.getReason(), "file");
    } catch (IOException e) {
      throw Refusal.badInput(String.valueOf(e.getMessage()), "file");
    }
  }

  /// Chain and device names only; the rest of a snapshot says nothing about how a log is to be read.
  private static Hints hints(Request request) throws Refusal {
    if (!request.has("snapshot")) return Hints.NONE;
    JsonNode snapshot = request.field("snapshot");
    if (!snapshot.isObject() && !snapshot.isTextual()) throw Refusal.badRequest("\"snapshot\" must be a path or an object", "snapshot");
    return Hints.of(text(snapshot, "iptables-save.txt") + "\n" + text(snapshot, "ip6tables-save.txt"),
        text(snapshot, "ip-link.txt") + "\n" + text(snapshot, "ip-addr.txt"));
  }

  private static String text(JsonNode snapshot, String file) throws Refusal {
    if (snapshot.isObject()) return snapshot.path(file).asText("");
    Path folder = Path.of(snapshot.textValue());
    if (!Files.isDirectory(folder)) throw Refusal.noSuchFile("there is no folder " + folder, "snapshot");
    try {
      Path path = folder.resolve(file);
      return Files.exists(path) ? new String(Files.readAllBytes(path), StandardCharsets.UTF_8) : "";
    } catch (IOException e) {
      throw Refusal.badInput(String.valueOf(e.getMessage()), "snapshot");
    }
  }

  private static void packet(List<TracedPacket> parts, ObjectNode node) {
    ArrayNode hops = node.putArray("hops");
    ArrayNode events = node.putArray("events");
    for (TracedPacket p : parts) {
      for (Event e : p.events()) {
        hops.add(e.hop());
        EventJson.write(e, events.addObject());
      }
      for (Event e : p.repeats()) node.withArray("repeats").addObject().put("hop", e.hop()).put("line", e.origin().line());
      if (!p.isComplete()) node.put("incomplete", true);
    }
  }
}
