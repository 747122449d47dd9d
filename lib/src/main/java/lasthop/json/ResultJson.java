package lasthop.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import lasthop.text.Origin;
import lasthop.traversal.Disposition;

/// Results as data. Field names are those of the machine contract where it has one; what is not known is left out.
final class ResultJson {
  private ResultJson() {}

  /// Adds `type`, the kind of result, and its fields.
  static void write(Result result, ObjectNode to) {
    switch (result) {
      case Result.Line l -> TraceJson.line(l.event(), to.put("type", "line"));
      case Result.Trace t -> TraceJson.write(t, to.put("type", "trace"));
      case Result.Route r -> RouteJson.write(r.decision(), to.put("type", "route"));
      case Result.Diagnoses d -> DiagnosisJson.write(d, to.put("type", "diagnosis"));
      case Result.Simulation s -> {
        ArrayNode outcomes = to.put("type", "simulation").putArray("outcomes");
        s.outcomes().forEach(outcome -> OutcomeJson.write(outcome, outcomes.addObject()));
      }
    }
  }

  /// Where a packet ended; for one whose end is open, what should have come or what is missing.
  static void end(Disposition end, ObjectNode to) {
    text(to, "verdict", end.verdict());
    text(to, "where", end.where());
    text(to, "cause", end.cause().toString());
    if (end instanceof Disposition.Rejected r) text(to, "with", r.with());
    if (end instanceof Disposition.Refused r) text(to, "with", r.with());
    if (end instanceof Disposition.Lost lost) {
      to.put("after", lost.after().toString());
      ArrayNode next = to.putArray("expected");
      lost.expected().next().forEach(chain -> next.add(chain.toString()));
    }
    if (end instanceof Disposition.Undetermined u) undetermined(to, u.missing(), u.collect());
  }

  static void undetermined(ObjectNode to, String missing, String collect) {
    text(to.putObject("undetermined").put("missing", missing), "collect", collect);
  }

  static void text(ObjectNode to, String field, String value) {
    if (!value.isEmpty()) to.put(field, value);
  }

  static void at(ObjectNode to, String field, Origin origin) {
    if (!origin.file().isEmpty()) to.put(field, origin.toString());
  }
}
