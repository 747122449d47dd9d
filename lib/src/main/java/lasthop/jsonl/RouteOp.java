package lasthop.jsonl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import lasthop.host.Host;
import lasthop.ip.Family;
import lasthop.ip.Ip;
import lasthop.ip.Prefix;
import lasthop.packet.FlowKey;
import lasthop.packet.Proto;
import lasthop.routing.Nexthop;
import lasthop.routing.Route;
import lasthop.routing.RouteDecision;
import lasthop.routing.RouteDecision.Refused;
import lasthop.routing.RouteDecision.Routed;
import lasthop.routing.RouteDecision.Undetermined;

/// `route`: the decision of `route-get`, structured.
final class RouteOp implements Op {
  private static final long MAX_U32 = 0xffffffffL;
  private static final long MAX_PORT = 65535;

  private final Snapshots snapshots;
  private final Decisions decisions = new Decisions();

  RouteOp(Snapshots snapshots) {
    this.snapshots = snapshots;
  }

  @Override public void answer(Request request, ObjectNode answer) throws Refusal {
    Host host = snapshots.host(request, "snapshot");
    RouteGet.assumed(host, answer);
    ObjectNode query = request.object("query");
    FlowKey flow = flow(query, request.family());
    boolean fibmatch = query.path("fibmatch").asBoolean(false);
    if (!named(host, flow.iif()) || !named(host, flow.oif())) {
      answer.put("error", "ENODEV");
      return;
    }
    switch (decisions.of(request, host).decide(flow)) {
      case Undetermined u -> RouteGet.undetermined(answer, u.missing(), u.collect());
      case Refused r -> answer.put("error", r.errno().name());
      case Routed r when fibmatch && r.route().isEmpty() -> answer.put("error", "EHOSTUNREACH");
      case Routed r -> route(r, fibmatch, answer.putObject("route"));
    }
  }

  private static boolean named(Host host, String dev) {
    return dev.isEmpty() || host.routing().links().isEmpty() || host.links().has(dev);
  }

  private static FlowKey flow(ObjectNode query, Family asked) throws Refusal {
    Ip dst = address(query, "dst").orElseThrow(() -> Refusal.badRequest("\"query.dst\" is missing", "query.dst"));
    Optional<Ip> src = address(query, "src").filter(ip -> !ip.isAny());
    boolean mixed = query.has("family") && dst.family() != asked || src.isPresent() && src.get().family() != dst.family();
    if (mixed) throw Refusal.badRequest("addresses of both families in one question", "query");
    String iif = word(query, "iif");
    long uid = number(query, "uid", MAX_U32, iif.isEmpty() ? 0 : -1);
    return new FlowKey(dst, src, iif, word(query, "oif"), number(query, "mark", MAX_U32, 0),
        (int) number(query, "tos", 255, 0), uid, proto(query), (int) number(query, "sport", MAX_PORT, -1),
        (int) number(query, "dport", MAX_PORT, -1));
  }

  private static Optional<Ip> address(ObjectNode query, String name) throws Refusal {
    String text = word(query, name);
    if (text.isEmpty()) return Optional.empty();
    Optional<Ip> ip = Ip.tryParse(text);
    if (ip.isEmpty()) throw Refusal.badRequest("\"query." + name + "\" is not an address", "query." + name);
    return ip;
  }

  private static String word(ObjectNode query, String name) throws Refusal {
    JsonNode n = query.path(name);
    if (n.isMissingNode() || n.isNull()) return "";
    if (!n.isTextual()) throw Refusal.badRequest("\"query." + name + "\" must be a string", "query." + name);
    return n.textValue();
  }

  /// Numbers come as JSON numbers, or as words such as `0x10`.
  private static long number(ObjectNode query, String name, long max, long otherwise) throws Refusal {
    JsonNode n = query.path(name);
    if (n.isMissingNode() || n.isNull()) return otherwise;
    try {
      long value = n.isTextual() ? Long.decode(n.textValue()) : n.longValue();
      if ((n.isTextual() || n.isIntegralNumber()) && value >= 0 && value <= max) return value;
    } catch (NumberFormatException e) {
      // Refused below, like a number out of range.
    }
    throw Refusal.badRequest("\"query." + name + "\" must be a number from 0 to " + max, "query." + name);
  }

  private static int proto(ObjectNode query) throws Refusal {
    JsonNode n = query.path("ipproto");
    if (!n.isTextual()) return (int) number(query, "ipproto", 255, -1);
    int number = Proto.number(n.textValue());
    if (number < 0) throw Refusal.badRequest("\"query.ipproto\" is not a protocol", "query.ipproto");
    return number;
  }

  private static void route(Routed r, boolean fibmatch, ObjectNode out) {
    out.put("type", r.type().toString());
    String dst = fibmatch ? r.route().map(route -> prefix(route.dst())).orElse("") : r.flow().dst().toString();
    out.put("dst", dst);
    Nexthop hop = fibmatch ? r.route().map(Route::nexthop).orElse(r.nexthop()) : r.nexthop();
    if (!hop.dev().isEmpty()) out.put("dev", hop.dev());
    hop.via().ifPresent(via -> out.put("via", via.toString()));
    Optional<Ip> src = fibmatch ? r.route().flatMap(Route::prefsrc) : r.prefsrc();
    src.ifPresent(ip -> out.put("src", ip.toString()));
    out.put("table", r.table().isEmpty() ? "main" : r.table());
    r.route().ifPresent(route -> out.put("metric", route.metric()));
    ArrayNode flags = out.putArray("flags");
    r.route().ifPresent(route -> matching(route, r).flags().forEach(flags::add));
    r.flags().forEach(flag -> flags.add(flag.name().toLowerCase(java.util.Locale.ROOT)));
    nexthops(r, out.putArray("nexthops"));
  }

  private static Nexthop matching(Route route, Routed r) {
    return route.nexthops().stream().filter(n -> n.via().equals(r.nexthop().via())).findFirst().orElse(route.nexthop());
  }

  private static void nexthops(Routed r, ArrayNode out) {
    if (r.route().isEmpty()) return;
    for (Nexthop hop : r.route().get().nexthops()) {
      ObjectNode node = out.addObject().put("dev", hop.dev());
      hop.via().ifPresent(via -> node.put("via", via.toString()));
      ArrayNode flags = node.putArray("flags");
      hop.flags().forEach(flags::add);
    }
  }

  static String prefix(Prefix prefix) {
    if (prefix.length() == 0) return "default";
    return prefix.isHost() ? prefix.ip().toString() : prefix.toString();
  }
}
