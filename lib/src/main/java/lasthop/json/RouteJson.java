package lasthop.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import lasthop.routing.Nexthop;
import lasthop.routing.RouteDecision;
import lasthop.routing.RouteDecision.Refused;
import lasthop.routing.RouteDecision.Routed;
import lasthop.routing.RouteDecision.Undetermined;

/// A routing decision: the way, or the errno and the kernel's reason.
final class RouteJson {
  private RouteJson() {}

  static void write(RouteDecision decision, ObjectNode to) {
    to.put("dst", decision.flow().dst().toString());
    switch (decision) {
      case Undetermined u -> ResultJson.undetermined(to, u.missing(), u.collect());
      case Refused r -> to.put("error", r.errno().name()).put("reason", r.reason().name());
      case Routed r -> routed(r, to);
    }
  }

  private static void routed(Routed r, ObjectNode to) {
    to.put("type_of_route", r.type().toString());
    nexthop(r.nexthop(), to);
    r.prefsrc().ifPresent(ip -> to.put("src", ip.toString()));
    ResultJson.text(to, "table", r.table());
    r.route().ifPresent(route -> {
      to.put("route", route.toString().strip());
      ResultJson.at(to, "at", route.origin());
    });
    if (r.alternatives().isEmpty()) return;
    ArrayNode others = to.putArray("alternatives");
    r.alternatives().forEach(a -> nexthop(a.nexthop(), others.addObject()));
  }

  private static void nexthop(Nexthop hop, ObjectNode to) {
    ResultJson.text(to, "dev", hop.dev());
    hop.via().ifPresent(via -> to.put("via", via.toString()));
  }
}
