package lasthop.jsonl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import lasthop.capture.Capture;
import lasthop.diagnose.Confidence;
import lasthop.diagnose.Diagnose;
import lasthop.diagnose.Diagnosis;
import lasthop.diagnose.Evidence;
import lasthop.diagnose.Finding;
import lasthop.diagnose.Model;
import lasthop.diagnose.Wanted;
import lasthop.diagnose.Witness;
import lasthop.explain.FindingText;
import lasthop.fix.Fix;
import lasthop.fix.Fixes;
import lasthop.host.Host;
import lasthop.ip.Ip;
import lasthop.packet.Proto;
import lasthop.trace.Hints;
import lasthop.trace.TraceLog;

/// `diagnose`: where a packet stopped on each host given, and why.
final class DiagnoseOp implements Op {
  private final Snapshots snapshots;
  /// Snapshots kept ready; those that stand in the requests themselves would else add up.
  private static final int KEPT = 64;

  /// A host and what a log of it is read with.
  private record Ready(Model model, Hints hints) {}

  private final Map<Host, Ready> ready = new IdentityHashMap<>();

  DiagnoseOp(Snapshots snapshots) {
    this.snapshots = snapshots;
  }

  @Override public void answer(Request request, ObjectNode answer) throws Refusal {
    if (!request.has("hosts")) {
      shortForm(request, answer);
      return;
    }
    var witnesses = new ArrayList<Witness>();
    for (var host : request.object("hosts").properties()) witnesses.add(witness(host.getKey(), host.getValue()));
    Wanted wanted = request.has("packet") ? wanted(new Request(request.object("packet"))) : Wanted.ANY;
    ObjectNode hosts = answer.putObject("hosts");
    for (Diagnosis diagnosis : Diagnose.packet(witnesses, wanted)) write(hosts.putObject(diagnosis.host()), diagnosis, witnesses);
  }

  private void shortForm(Request request, ObjectNode answer) throws Refusal {
    Optional<Host> host = request.has("snapshot") ? Optional.of(snapshots.host(request, "snapshot")) : Optional.empty();
    TraceLog log = TraceLog.parse(request.text("text"), "text", hints(host));
    var told = Diagnose.packet(List.of(new Witness("", Optional.of(log), host.map(h -> ready(h).model), Optional.empty())), Wanted.ANY);
    findings(answer.putArray("findings"), told.getFirst());
    told.getFirst().seen().ifPresentOrElse(
        p -> answer.putObject("last").put("table", p.last().table()).put("chain", p.last().chain()), () -> answer.putNull("last"));
  }

  private Witness witness(String name, JsonNode value) throws Refusal {
    String where = "hosts." + name;
    if (!(value instanceof ObjectNode fields)) throw Refusal.badRequest("\"" + where + "\" must be an object", where);
    var given = new Request(fields);
    Optional<Host> host = given.has("snapshot") ? Optional.of(snapshots.host(fields.get("snapshot"), where + ".snapshot")) : Optional.empty();
    Optional<String> trace = given.optionalText("trace");
    Optional<TraceLog> log = trace.isEmpty() ? Optional.empty() : Optional.of(log(trace.get(), hints(host), where + ".trace"));
    Optional<String> capture = given.optionalText("capture");
    Optional<Capture> seen = capture.isEmpty() ? Optional.empty() : Optional.of(capture(capture.get(), where + ".capture"));
    return new Witness(name, log, host.map(h -> ready(h).model), seen);
  }

  private Ready ready(Host host) {
    if (ready.size() > KEPT) ready.clear();
    return ready.computeIfAbsent(host, h -> new Ready(new Model(h), hints(h)));
  }

  private Hints hints(Optional<Host> host) {
    return host.map(h -> ready(h).hints).orElse(Hints.NONE);
  }

  /// A path, or the text itself, which holds a line end; an empty text is a log in which nothing was logged.
  private static TraceLog log(String trace, Hints hints, String where) throws Refusal {
    if (trace.isEmpty() || trace.indexOf('\n') >= 0) return TraceLog.parse(trace, "trace", hints);
    Path path = path(trace, where);
    try {
      return Files.size(path) == 0 ? TraceLog.parse("", trace, hints) : TraceLog.open(List.of(trace), hints);
    } catch (IOException e) {
      throw Refusal.badInput("cannot read " + trace + ": " + e.getMessage(), where);
    }
  }

  private static Capture capture(String name, String where) throws Refusal {
    Path path = path(name, where);
    try {
      return Capture.parse(new String(Files.readAllBytes(path), StandardCharsets.UTF_8), path.getFileName().toString());
    } catch (IOException e) {
      throw Refusal.badInput("cannot read " + name + ": " + e.getMessage(), where);
    }
  }

  private static Path path(String name, String where) throws Refusal {
    try {
      Path path = Path.of(name);
      if (Files.isRegularFile(path)) return path;
    } catch (InvalidPathException e) {
      throw Refusal.noSuchFile("not a path: " + name, where);
    }
    throw Refusal.noSuchFile("no such file: " + name, where);
  }

  private static Hints hints(Host h) {
    return Hints.of(text(h, "iptables-save.txt") + "\n" + text(h, "ip6tables-save.txt"),
        text(h, "ip-link.txt") + "\n" + text(h, "ip-addr.txt"));
  }

  private static String text(Host host, String file) {
    return host.text(file).orElse("");
  }

  private static Wanted wanted(Request packet) throws Refusal {
    String proto = packet.optionalText("proto").orElse("");
    int number = proto.isEmpty() ? -1 : Proto.number(proto);
    return new Wanted(packet.optionalText("host").orElse(""), address(packet, "src"), address(packet, "dst"), number,
        (int) number(packet, "sport"), (int) number(packet, "dport"), (int) number(packet, "ipid"), number(packet, "seq"));
  }

  private static Optional<Ip> address(Request packet, String field) throws Refusal {
    Optional<String> text = packet.optionalText(field);
    if (text.isPresent() && Ip.tryParse(text.get()).isEmpty()) throw Refusal.badRequest("\"" + field + "\" is no address", "packet." + field);
    return text.flatMap(Ip::tryParse);
  }

  private static long number(Request packet, String field) throws Refusal {
    if (!packet.has(field)) return -1;
    if (!packet.field(field).isIntegralNumber()) throw Refusal.badRequest("\"" + field + "\" must be a number", "packet." + field);
    return packet.field(field).longValue();
  }

  private static void write(ObjectNode out, Diagnosis d, List<Witness> witnesses) {
    put(out, "last_hop", d.lastHop().orElse(""));
    put(out, "verdict", d.disposition().verdict());
    put(out, "where", d.disposition().where());
    put(out, "cause", CauseWord.of(d.disposition().cause()));
    put(out, "confidence", d.confidence() == Confidence.NONE ? "" : d.confidence().name().toLowerCase(Locale.ROOT));
    Optional<Witness> witness = Witness.named(witnesses, d.host());
    put(out, "fix", witness.flatMap(Witness::host).flatMap(h -> Fixes.narrowest(d, h)).map(Fix::command).orElse(""));
    findings(out.putArray("findings"), d);
  }

  private static void put(ObjectNode out, String field, String value) {
    if (value.isEmpty()) out.putNull(field);
    else out.put(field, value);
  }

  private static void findings(ArrayNode out, Diagnosis d) {
    for (Finding finding : d.findings()) {
      ObjectNode node = out.addObject().put("code", finding.code()).put("message", FindingText.message(finding, d));
      Set<String> lines = new TreeSet<>();
      for (Evidence e : finding.evidence()) if (e.origin().isKnown()) lines.add(e.origin().toString());
      ArrayNode evidence = node.putArray("evidence");
      lines.forEach(evidence::add);
    }
  }
}
