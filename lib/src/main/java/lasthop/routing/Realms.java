package lasthop.routing;

/// The realms a packet comes from and goes to, which routes and rules give it and traffic control may class it by.
///
/// @param from as printed, a name of `rt_realms` or a number; empty for none, which is number 0
/// @param to likewise
record Realms(String from, String to) {
  static final Realms NONE = new Realms("", "");

  private static final String ZERO = "cosmos";

  /// Reads `5`, `3/5`, `realm 5` or `realms 3/5`; of no words it is [#NONE].
  static Realms parse(String words) {
    if (words.isEmpty()) return NONE;
    String value = words.substring(words.indexOf(' ') + 1);
    int slash = value.indexOf('/');
    return slash < 0 ? new Realms("", named(value)) : new Realms(named(value.substring(0, slash)), named(value.substring(slash + 1)));
  }

  boolean isNone() {
    return from.isEmpty() && to.isEmpty();
  }

  private static String named(String realm) {
    return realm.equals(ZERO) || realm.equals("0") ? "" : realm;
  }

  /// These, and where one is none that of the other pair.
  ///
  /// @kernel v6.12 net/ipv4/route.c set_class_tag
  Realms or(Realms others) {
    if (others.isNone()) return this;
    return new Realms(from.isEmpty() ? others.from : from, to.isEmpty() ? others.to : to);
  }

  /// Those of a packet that came in, by the route back to its source and the rule that led there: where answers would go
  /// to, it comes from.
  ///
  /// @kernel v6.12 include/net/ip_fib.h fib_combine_itag
  static Realms ofSource(Realms route, Realms rule) {
    return new Realms(route.to.isEmpty() ? rule.to : route.to, rule.from);
  }

  /// `realm 5` or `realms 3/5`; empty for none.
  @Override public String toString() {
    if (from.isEmpty()) return to.isEmpty() ? "" : "realm " + to;
    return "realms " + from + "/" + (to.isEmpty() ? ZERO : to);
  }
}
