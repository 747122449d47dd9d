package lasthop.jsonl;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import lasthop.routing.Nexthop;
import lasthop.routing.Route;
import lasthop.routing.RouteFile;
import lasthop.routing.RouteType;
import lasthop.routing.Tables;
import lasthop.text.Reading;
import lasthop.text.Repair;
import lasthop.text.Unread;

/// `parse-routes`: the text of `ip route`, pasted ones included, as data.
final class ParseRoutes implements Op {

  @Override public void answer(Request request, ObjectNode answer) throws Refusal {
    Reading<Route> reading = RouteFile.anyFamily("text", request.text("text"));
    ArrayNode routes = answer.putArray("routes");
    for (Route route : reading.items()) route(route, routes.addObject());
    ArrayNode repairs = answer.putArray("repairs");
    for (Repair repair : reading.report().repairs()) {
      repairs.addObject().put("line", repair.origin().line()).put("what", repair.what());
    }
    ArrayNode unread = answer.putArray("unread");
    for (Unread line : reading.report().unread()) {
      unread.addObject().put("line", line.origin().line()).put("text", line.text()).put("reason", line.reason());
    }
  }

  private static void route(Route route, ObjectNode out) {
    out.put("dst", RouteOp.prefix(route.dst()));
    if (route.type() != RouteType.UNICAST) out.put("type", route.type().toString());
    if (!route.multipath()) hop(route.nexthop(), out);
    if (!route.table().equals(Tables.MAIN)) out.put("table", route.table());
    if (!route.proto().isEmpty()) out.put("proto", route.proto());
    if (route.scope() != 0) out.put("scope", lasthop.link.Scope.name(route.scope()));
    route.prefsrc().ifPresent(src -> out.put("src", src.toString()));
    if (route.metric() != 0) out.put("metric", route.metric());
    if (!route.multipath()) flags(route.nexthop(), out);
    if (!route.multipath()) return;
    ArrayNode hops = out.putArray("nexthops");
    for (Nexthop hop : route.nexthops()) {
      ObjectNode node = hops.addObject();
      hop(hop, node);
      node.put("weight", hop.weight());
      flags(hop, node);
    }
  }

  private static void hop(Nexthop hop, ObjectNode out) {
    hop.via().ifPresent(via -> out.put("via", via.toString()));
    if (!hop.dev().isEmpty()) out.put("dev", hop.dev());
  }

  private static void flags(Nexthop hop, ObjectNode out) {
    if (hop.flags().isEmpty()) return;
    ArrayNode flags = out.putArray("flags");
    hop.flags().forEach(flags::add);
  }
}
