package lasthop.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import lasthop.diagnose.Confidence;
import lasthop.diagnose.Diagnosis;
import lasthop.diagnose.Evidence;
import lasthop.diagnose.Finding;
import lasthop.diagnose.Rival;
import lasthop.explain.FactText;
import lasthop.explain.FindingText;
import lasthop.fix.Proof;
import lasthop.fix.Replay;

/// What became of a packet on each host, what says so, what else it could have been, and what would help.
final class DiagnosisJson {
  private DiagnosisJson() {}

  static void write(Result.Diagnoses told, ObjectNode to) {
    ArrayNode hosts = to.putArray("hosts");
    told.hosts().forEach(diagnosis -> host(diagnosis, hosts.addObject()));
    ArrayNode fixes = to.putArray("fixes");
    told.fixes().forEach(proof -> fix(proof, fixes.addObject()));
  }

  private static void host(Diagnosis d, ObjectNode to) {
    to.put("host", d.host());
    d.lastHop().ifPresent(hop -> to.put("last_hop", hop));
    ResultJson.end(d.disposition(), to);
    if (d.confidence() != Confidence.NONE) to.put("confidence", d.confidence().name().toLowerCase(Locale.ROOT));
    ArrayNode evidence = to.putArray("evidence");
    d.evidence().forEach(e -> fact(e, evidence.addObject()));
    ArrayNode rivals = to.putArray("rivals");
    d.rivals().forEach(r -> rival(r, rivals.addObject()));
    ArrayNode findings = to.putArray("findings");
    for (Finding f : d.findings()) findings.addObject().put("code", f.code()).put("message", FindingText.message(f, d));
  }

  private static void fact(Evidence e, ObjectNode to) {
    to.put("basis", e.basis().name().toLowerCase(Locale.ROOT)).put("says", FactText.says(e.fact()));
    ResultJson.at(to, "at", e.origin());
    ResultJson.text(to, "quoted", e.quoted());
  }

  private static void rival(Rival r, ObjectNode to) {
    to.put("cause", r.code()).put("ruled_out", r.isRuledOut());
    r.killer().ifPresent(killer -> fact(killer, to.putObject("by")));
    ResultJson.text(to, "collect", r.collect());
  }

  private static void fix(Proof proof, ObjectNode to) {
    to.put("kind", proof.fix().kind().name().toLowerCase(Locale.ROOT)).put("command", proof.fix().command());
    ResultJson.text(to, "undo", proof.fix().undo());
    ResultJson.text(to, "persist", proof.fix().persist());
    ResultJson.text(to, "confirm", proof.fix().confirm());
    if (!proof.fix().isCommand()) return;
    to.put("works", proof.works());
    proof.answer().ifPresent(answer -> to.put("answer", answer.verdict()));
    for (Replay.Effect effect : Replay.Effect.values()) {
      to.put(effect.name().toLowerCase(Locale.ROOT), proof.replay().with(effect).size());
    }
    to.put("unjudged", proof.replay().unjudged().size());
    ObjectNode admitted = to.putObject("newly_believed_sources");
    proof.replay().admitted().forEach((dev, prefixes) -> {
      ArrayNode list = admitted.putArray(dev);
      prefixes.forEach(prefix -> list.add(prefix.toString()));
    });
  }
}
