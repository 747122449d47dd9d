package lasthop.routing;

/// What no command prints: whether rules and local routes were ever changed since the namespace was made.
///
/// @param customRules4 an IPv4 rule was added or deleted once: `local` and `main` are separate tables since
/// @param customRules6 the same for IPv6
/// @param customLocalRoutes4 a route of type local was ever added by hand
public record History(boolean customRules4, boolean customRules6, boolean customLocalRoutes4) {}
