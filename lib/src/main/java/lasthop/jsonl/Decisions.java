package lasthop.jsonl;

import java.util.Optional;
import lasthop.host.Host;
import lasthop.routing.History;
import lasthop.routing.Routing;

/// The routing decisions of hosts. Those of the host asked last are kept, since questions about one host come one after
/// the other.
final class Decisions {
  private record Kept(Host host, Routing routing) {}

  private Optional<Kept> last = Optional.empty();

  /// Of a host, with what the request says of its past; where it says nothing the texts decide.
  Routing of(Request request, Host host) throws Refusal {
    if (request.has("history")) return Routing.of(host.routing().withHistory(history(new Request(request.object("history")))));
    if (last.isEmpty() || last.get().host != host) last = Optional.of(new Kept(host, Routing.of(host.routing())));
    return last.get().routing;
  }

  private static History history(Request told) throws Refusal {
    return new History(told.flag("fib4_custom_rules"), told.flag("fib6_custom_rules"), told.flag("fib4_custom_local_routes"));
  }
}
