package lasthop.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import lasthop.simulate.Assumption;
import lasthop.simulate.Outcome;
import lasthop.simulate.Translation;

/// One way that a packet can go through a host.
final class OutcomeJson {
  private OutcomeJson() {}

  static void write(Outcome outcome, ObjectNode to) {
    ResultJson.end(outcome.traversal().disposition(), to);
    Translation nat = outcome.translation();
    nat.dst().ifPresent(ip -> to.put("dnat", end(ip.isV4() ? ip.toString() : "[" + ip + "]", nat.dport())));
    nat.src().ifPresent(ip -> to.put("snat", ip.toString()));
    ArrayNode hops = to.putArray("hops");
    outcome.traversal().lines().forEach(hops::add);
    to.put("probability", outcome.probability());
    ArrayNode assumptions = to.putArray("assumptions");
    outcome.assumptions().forEach(a -> write(a, assumptions.addObject()));
  }

  /// What one outcome takes for granted.
  static void write(Assumption a, ObjectNode to) {
    to.put("kind", a.kind().name().toLowerCase(Locale.ROOT)).put("about", a.about()).put("taken", a.taken());
    if (a.probability() >= 0) to.put("probability", a.probability());
    ResultJson.at(to, "at", a.origin());
  }

  /// `address:port`, or the address where it has no port.
  static String end(String address, int port) {
    return port < 0 ? address : address + ":" + port;
  }
}
