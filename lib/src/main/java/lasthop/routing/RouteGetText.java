package lasthop.routing;

/// What `ip route get` prints.
final class RouteGetText {
  private RouteGetText() {}

  static String print(RouteDecision.Routed routed) {
    return "";
  }

  static String fibmatch(RouteDecision.Routed routed) {
    return "";
  }
}
