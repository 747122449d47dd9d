package lasthop.routing;

import lasthop.packet.Proto;
import lasthop.routing.PolicyRule.Action;

/// Policy rules as iproute2 prints them.
final class RuleText {
  private RuleText() {}

  static String print(PolicyRule rule) {
    var out = new StringBuilder(64).append(rule.priority()).append(":\t");
    selector(out, rule.selector());
    action(out, rule.action());
    if (rule.suppressPrefix() >= 0) out.append(" suppress_prefixlength ").append(rule.suppressPrefix());
    if (rule.suppressGroup() >= 0) {
      out.append(" suppress_ifgroup ").append(rule.suppressGroup() == 0 ? "default" : rule.suppressGroup());
    }
    if (!rule.realms().isEmpty()) out.append(" realms ").append(rule.realms());
    if (!rule.proto().isEmpty()) out.append(" proto ").append(rule.proto());
    return out.toString();
  }

  private static void selector(StringBuilder out, Selector s) {
    if (s.not()) out.append("not ");
    out.append("from ").append(s.from().map(RuleText::prefix).orElse("all"));
    s.to().ifPresent(to -> out.append(" to ").append(prefix(to)));
    if (s.tos() != 0) out.append(" tos ").append(Dsfield.print(s.tos()));
    s.dscp().ifPresent(d -> out.append(" dscp ").append(d));
    if (s.mask() != 0) {
      out.append(" fwmark 0x").append(Long.toHexString(s.mark()));
      if (s.mask() != 0xffffffffL) out.append("/0x").append(Long.toHexString(s.mask()));
    }
    if (!s.iif().isEmpty()) out.append(" iif ").append(s.iif()).append(s.iifDetached() ? " [detached]" : "");
    if (!s.oif().isEmpty()) out.append(" oif ").append(s.oif()).append(s.oifDetached() ? " [detached]" : "");
    if (s.tunId() != 0) out.append(" tun_id ").append(s.tunId());
    s.uids().ifPresent(u -> out.append(" uidrange ").append(u.first()).append('-').append(u.last()));
    if (s.ipproto() != 0) out.append(" ipproto ").append(Proto.name(s.ipproto()));
    s.sport().ifPresent(p -> out.append(" sport ").append(p));
    s.dport().ifPresent(p -> out.append(" dport ").append(p));
  }

  private static void action(StringBuilder out, Action action) {
    switch (action) {
      case Action.Lookup(String table) -> out.append(" lookup ").append(table);
      case Action.L3mdev() -> out.append(" lookup [l3mdev-table]");
      case Action.Goto(long priority, boolean unresolved) -> out.append(" goto ").append(priority).append(unresolved ? " [unresolved]" : "");
      case Action.Nop() -> out.append(" nop");
      case Action.Reject(RouteType type) -> out.append(' ').append(type);
    }
  }

  private static String prefix(lasthop.ip.Prefix prefix) {
    return prefix.isHost() ? prefix.ip().toString() : prefix.toString();
  }
}
