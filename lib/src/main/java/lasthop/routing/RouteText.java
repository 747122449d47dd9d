package lasthop.routing;

/// Routes as iproute2 prints them.
final class RouteText {
  /// What `ip route get` adds between the route's own words.
  record More(String afterMetric, String last) {}

  static final More NOTHING_MORE = new More("", "");

  private RouteText() {}

  static String print(Route route, RouteType type, More more) {
    return "";
  }
}
