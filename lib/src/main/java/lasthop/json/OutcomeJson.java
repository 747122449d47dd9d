package lasthop.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import lasthop.simulate.Assumption;
import lasthop.simulate.Outcome;
import lasthop.simulate.Translation;

/// One way that a packet can go through a host.
public final class OutcomeJson {
  private OutcomeJson() {}

  static void write(Outcome outcome, ObjectNode to) {
    ResultJson.end(outcome.traversal().disposition(), to);
    Translation nat = outcome.translation();
    ResultJson.text(to, "dnat", destination(nat));
    nat.src().ifPresent(ip -> to.put("snat", ip.toString()));
    ArrayNode hops = to.putArray("hops");
    outcome.traversal().lines().forEach(hops::add);
    to.put("probability", outcome.probability());
    ArrayNode assumptions = to.putArray("assumptions");
    outcome.assumptions().forEach(a -> assumption(a, assumptions.addObject()));
  }

  /// What one outcome takes for granted.
  public static void assumption(Assumption a, ObjectNode to) {
    to.put("kind", a.kind().name().toLowerCase(Locale.ROOT)).put("about", a.about()).put("taken", a.taken());
    if (a.probability() >= 0) to.put("probability", a.probability());
    ResultJson.at(to, "at", a.origin());
  }

  /// The new destination, `address:port` or the address where it has no port; empty when it was not changed.
  public static String destination(Translation nat) {
    if (nat.dst().isEmpty()) return "";
    String ip = nat.dst().get().isV4() ? nat.dst().get().toString() : "[" + nat.dst().get() + "]";
    return nat.dport() < 0 ? ip : ip + ":" + nat.dport();
  }
}
