package lasthop.diagnose;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import lasthop.ip.Ip;
import lasthop.jsonl.RecordedLosses;
import lasthop.packet.Proto;
import lasthop.snapshot.Snapshot;
import lasthop.trace.Hints;
import lasthop.trace.PacketSelector;
import lasthop.trace.TraceLog;
import lasthop.trace.TraceSearch;

/// One scenario of a recorded corpus: its hosts' texts and logs, and the packets that were sent.
///
/// @param texts by host, its snapshot by file name
/// @param logs by host; hosts that were not traced have none
record Recorded(String name, Map<String, Map<String, String>> texts, Map<String, TraceLog> logs, JsonNode probes) {

  static List<Recorded> corpus(String name) throws IOException {
    RecordedLosses all = RecordedLosses.of(name);
    var scenarios = new ArrayList<Recorded>();
    for (JsonNode scenario : all.cases()) {
      var texts = new LinkedHashMap<String, Map<String, String>>();
      var logs = new LinkedHashMap<String, TraceLog>();
      for (var host : scenario.get("hosts").properties()) {
        texts.put(host.getKey(), host.getValue().has("snapshot") ? read(Path.of(all.path(host.getValue().get("snapshot")))) : Map.of());
        if (host.getValue().has("trace")) {
          logs.put(host.getKey(), TraceSearch.find(List.of(all.path(host.getValue().get("trace"))), PacketSelector.ALL, Hints.NONE));
        }
      }
      scenarios.add(new Recorded(scenario.get("name").textValue(), texts, logs, scenario.get("probes")));
    }
    return scenarios;
  }

  private static Map<String, String> read(Path folder) throws IOException {
    var texts = new TreeMap<String, String>();
    try (var files = Files.newDirectoryStream(folder)) {
      for (Path file : files) texts.put(file.getFileName().toString(), Files.readString(file));
    }
    return texts;
  }

  /// What every host has to say.
  List<Witness> witnesses() {
    return texts.keySet().stream().map(host -> witness(host, texts.get(host))).toList();
  }

  /// The same, where one host lacks a file.
  List<Witness> without(List<Witness> whole, String lacking, String file) {
    var kept = new TreeMap<>(texts.get(lacking));
    kept.remove(file);
    return whole.stream().map(w -> w.name().equals(lacking) ? witness(lacking, kept) : w).toList();
  }

  /// The same, where a file of one host says something else.
  List<Witness> saying(String changed, String file, String text) {
    var files = new TreeMap<>(texts.get(changed));
    files.put(file, text);
    return texts.keySet().stream().map(host -> witness(host, host.equals(changed) ? files : texts.get(host))).toList();
  }

  private Witness witness(String host, Map<String, String> files) {
    Optional<Model> model = files.isEmpty() ? Optional.empty() : Optional.of(new Model(Snapshot.read(host, files)));
    return new Witness(host, Optional.ofNullable(logs.get(host)), model, Optional.empty());
  }

  /// The packet of a probe as its sender names it.
  static Wanted wanted(JsonNode probe) {
    JsonNode p = probe.get("packet");
    return new Wanted(p.path("host").asText(), ip(p, "src"), ip(p, "dst"), Proto.number(p.path("proto").asText("")), p.path("sport").asInt(-1),
        p.path("dport").asInt(-1), p.path("ipid").asInt(-1), p.path("seq").asLong(-1));
  }

  private static Optional<Ip> ip(JsonNode packet, String field) {
    return packet.has(field) ? Optional.of(Ip.parse(packet.get(field).textValue())) : Optional.empty();
  }
}
