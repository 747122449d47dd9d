package lasthop.routing;

/// Policy rules as iproute2 prints them.
final class RuleText {
  private RuleText() {}

  static String print(PolicyRule rule) {
    return rule.priority() + ":\t";
  }
}
