package lasthop.jsonl;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import lasthop.host.Host;
import lasthop.ip.Family;
import lasthop.link.Links;
import lasthop.routing.Kernel;
import lasthop.routing.RouteDecision;
import lasthop.routing.RouteDecision.Routed;
import lasthop.routing.RouteDecision.Undetermined;
import lasthop.routing.RouteType;
import lasthop.routing.RouteWords;
import lasthop.routing.RoutingState;

/// `route-get`: what `ip route get` prints.
final class RouteGet implements Op {
  private final Snapshots snapshots;
  private final Decisions decisions = new Decisions();

  RouteGet(Snapshots snapshots) {
    this.snapshots = snapshots;
  }

  @Override public void answer(Request request, ObjectNode answer) throws Refusal {
    Host host = snapshots.host(request, "snapshot");
    RoutingState state = host.routing();
    assumed(host, answer);
    Optional<Family> family = request.family() == Family.IPV6 ? Optional.of(Family.IPV6) : Optional.empty();
    String args = request.text("args");
    if (state.links().isEmpty() && namesDevice(args)) {
      undetermined(answer, "the devices (ip-addr.txt)", "ip addr");
      return;
    }
    try {
      RouteWords.Query query = RouteWords.parse(args, family, state.links().orElse(Links.NONE));
      boolean fibmatch = query.fibmatch() || request.flag("fibmatch");
      decided(query.reported(decisions.of(request, host).decide(query.flow())), query, fibmatch, answer);
    } catch (RouteWords.Refused refused) {
      put(answer, refused.rc(), "", refused.getMessage());
    }
  }

  private static boolean namesDevice(String args) {
    String padded = " " + args + " ";
    return padded.contains(" iif ") || padded.contains(" oif ") || padded.contains(" dev ");
  }

  private static void decided(RouteDecision decision, RouteWords.Query query, boolean fibmatch, ObjectNode answer) {
    if (decision instanceof Undetermined(var flow, String missing, String collect, var steps)) {
      undetermined(answer, missing, collect);
      return;
    }
    String text = fibmatch ? decision.fibmatch() : decision.toString();
    boolean failed = text.startsWith("RTNETLINK ");
    put(answer, failed ? 2 : 0, failed ? "" : text, query.warning() + (failed ? text : ""));
    if (!fibmatch && decision instanceof Routed routed) alternatives(routed, answer);
  }

  /// What is sent to many has no next hop, only a device; where a random key chooses that, the likeliest is assumed.
  private static void alternatives(Routed routed, ObjectNode answer) {
    if (routed.alternatives().isEmpty()) return;
    if (routed.type() == RouteType.MULTICAST || routed.type() == RouteType.BROADCAST) {
      for (Routed option : routed.alternatives()) {
        answer.withArray("assumed").add("a random hash key may choose " + option.nexthop().dev());
      }
      return;
    }
    ArrayNode options = answer.putArray("multipath");
    for (Routed option : routed.alternatives()) options.add(option.toString());
  }

  private static void put(ObjectNode answer, int rc, String stdout, String stderr) {
    answer.put("rc", rc).put("stdout", stdout).put("stderr", stderr);
  }

  static void undetermined(ObjectNode answer, String missing, String collect) {
    answer.putObject("undetermined").put("missing", missing).put("collect", collect);
  }

  static void assumed(Host host, ObjectNode answer) {
    ArrayNode assumed = answer.putArray("assumed");
    if (host.routing().kernel() == Kernel.ASSUMED) assumed.add("kernel 6.12, for want of uname.txt");
    if (!host.has("ip-neigh.txt")) assumed.add("no neighbour entries, for want of ip-neigh.txt");
    assumed.add("uid 0");
  }
}
