package lasthop.simulate;

import lasthop.routing.RouteDecision.Routed;
import lasthop.text.Words;

/// The largest packet that a route says it carries, in bytes.
public final class RouteMtu {
  private RouteMtu() {}

  /// 0 where the route says nothing of it.
  public static int of(Routed route) {
    Words words = behindKey(route);
    words.take("lock");
    String number = words.next();
    boolean known = !number.isEmpty() && number.length() < 7 && number.chars().allMatch(c -> c >= '0' && c <= '9');
    return known ? Integer.parseInt(number) : 0;
  }

  /// Whether what was learnt of the path does not change it.
  static boolean isLocked(Routed route) {
    return behindKey(route).take("lock");
  }

  private static Words behindKey(Routed route) {
    var words = new Words(route.route().map(r -> r.metrics()).orElse(""));
    while (words.hasNext() && !words.take("mtu")) words.next();
    return words;
  }
}
