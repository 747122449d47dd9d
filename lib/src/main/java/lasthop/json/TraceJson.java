package lasthop.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import lasthop.explain.HopText;
import lasthop.explain.PacketLine;
import lasthop.trace.Event;
import lasthop.trace.TracedPacket;
import lasthop.traversal.Hop;

/// A traced packet: its hops, each with the fields of its line, and the steps between them that print none.
final class TraceJson {
  private TraceJson() {}

  static void write(Result.Trace trace, ObjectNode to) {
    TracedPacket packet = trace.packet();
    ResultJson.text(to, "host", packet.host());
    to.put("selector", PacketLine.selector(packet)).put("last_hop", packet.last().hop());
    ResultJson.end(trace.way().disposition(), to);
    if (!packet.isComplete()) to.put("incomplete", true);
    ArrayNode hops = to.putArray("hops");
    int n = 0;
    for (Hop hop : trace.way().hops()) {
      if (hop.line().isEmpty()) silent(hop, hops.addObject());
      else if (n < packet.events().size()) logged(packet.events().get(n++), hop, hops.addObject());
    }
  }

  /// A line by itself, which may be any host's.
  static void line(Event event, ObjectNode to) {
    ResultJson.text(to, "host", event.host());
    event(event, to);
  }

  private static void event(Event event, ObjectNode to) {
    to.put("hop", event.hop());
    ResultJson.at(to, "at", event.origin());
    ResultJson.text(to, "seen", event.stamp().written());
    EventJson.write(event, to);
  }

  private static void logged(Event event, Hop hop, ObjectNode to) {
    event(event, to);
    HopText.rule(hop).ifPresent(rule -> to.put("rule", rule));
    if (hop instanceof Hop.Matched matched) ResultJson.at(to, "rule_at", matched.rule().origin());
    HopText.owner(hop).ifPresent(owner -> to.put("owner", owner.toString()));
  }

  private static void silent(Hop hop, ObjectNode to) {
    to.put("hop", hop.stage().toString()).put("inferred", true);
    if (hop instanceof Hop.Routing routing) RouteJson.write(routing.decision(), to.putObject("decision"));
  }
}
