package lasthop.traversal;

import java.util.Locale;

/// Why a packet ended where it did, or what became of one that got through. The words are those operators search for.
public enum Cause {
  /// Nothing to remark.
  NONE,
  RP_FILTER_STRICT, RP_FILTER_LOOSE, NO_ROUTE, BLACKHOLE_ROUTE, UNREACHABLE_ROUTE, PROHIBIT_ROUTE, PROHIBIT_RULE,
  IP_FORWARD_OFF, MARTIAN_SOURCE, ROUTE_LOCALNET_OFF, TTL_EXCEEDED, MTU_EXCEEDED, RULE_DROP, POLICY_DROP, RULE_REJECT,
  CONNTRACK_INVALID, NO_LISTENER, NO_PROTOCOL, BAD_CHECKSUM, ARP_FAILED, FRAGMENT_MISSING, OTHER_HOST_MAC,
  HAIRPIN_MODE_OFF, NAT_SKIPPED_UNTRACKED, MALFORMED, TCP_DISCARDED, SOURCE_ROUTE_OFF, NO_CARRIER, PORT_ISOLATED, GROUP_FRAME,
  DNAT, SNAT, DNAT_MASQUERADE, REDIRECT, POLICY_ROUTE, ICMP_ECHO;

  /// `rp-filter-strict`, `dnat+masquerade`; empty for [#NONE].
  @Override public String toString() {
    return switch (this) {
      case NONE -> "";
      case DNAT_MASQUERADE -> "dnat+masquerade";
      default -> name().toLowerCase(Locale.ROOT).replace('_', '-');
    };
  }
}
