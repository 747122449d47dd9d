package lasthop;

import lasthop.answer.Answer;
import lasthop.explain.RouteAnswer;
import lasthop.host.Host;
import lasthop.json.Result;
import lasthop.packet.FlowKey;
import lasthop.routing.RouteDecision;
import lasthop.routing.RouteWords;
import lasthop.routing.Routing;

/// What a host's kernel says of a flow; as text exactly what `ip route get` prints there.
///
/// @param fibmatch whether the matching route is asked for instead of the result
public record RouteReply(Host host, RouteDecision decision, boolean fibmatch) {

  static RouteReply of(Host host, FlowKey flow) {
    return new RouteReply(host, Routing.explain(host.routing(), flow), false);
  }

  /// @throws IllegalArgumentException with the error `ip` prints for words it does not take
  static RouteReply of(Host host, RouteWords.Query query) {
    return new RouteReply(host, query.reported(Routing.explain(host.routing(), query.flow())), query.fibmatch());
  }

  /// The ladder: every rule, table and candidate, and why each lost; then source validation in the same shape.
  public Answer why() {
    return RouteAnswer.of(decision);
  }

  public Result result() {
    return new Result.Route(decision);
  }

  public Answer answer() {
    return RouteAnswer.brief(host.name(), decision);
  }

  /// Byte for byte what `ip route get` prints, or its error.
  @Override public String toString() {
    return fibmatch ? decision.fibmatch() : decision.toString();
  }
}
