package lasthop.explain;

import lasthop.traversal.Cause;

/// What each cause means, in a clause.
public final class CauseText {
  private CauseText() {}

  public static String of(Cause cause) {
    return switch (cause) {
      case NONE -> "nothing to remark";
      case RP_FILTER_STRICT -> "strict source validation: the way back to the source leaves by another device";
      case RP_FILTER_LOOSE -> "loose source validation: the host knows no way back to the source";
      case NO_ROUTE -> "no route leads to the destination";
      case BLACKHOLE_ROUTE -> "a route or policy rule of type blackhole swallows it in silence";
      case UNREACHABLE_ROUTE -> "a route or policy rule of type unreachable answers for the destination";
      case PROHIBIT_ROUTE -> "a prohibit route answers for the destination";
      case PROHIBIT_RULE -> "a policy rule prohibits it";
      case IP_FORWARD_OFF -> "forwarding is off, and it is not for this host";
      case MARTIAN_SOURCE -> "its source can never be a sender here (martian)";
      case ROUTE_LOCALNET_OFF -> "a loopback address from outside, and route_localnet is off";
      case TTL_EXCEEDED -> "its time to live ran out";
      case MTU_EXCEEDED -> "it is larger than the next link carries and may not be fragmented";
      case RULE_DROP -> "a rule drops it";
      case POLICY_DROP -> "no rule accepts it and the chain's policy is DROP";
      case RULE_REJECT -> "a rule rejects it";
      case CONNTRACK_INVALID -> "connection tracking calls it INVALID, and a rule drops that";
      case NO_LISTENER -> "no socket listens there";
      case NO_PROTOCOL -> "this kernel does not speak the protocol";
      case BAD_CHECKSUM -> "its checksum does not hold";
      case ARP_FAILED -> "the next hop does not answer for its link address";
      case FRAGMENT_MISSING -> "a fragment is missing, so the packet is never whole";
      case OTHER_HOST_MAC -> "the frame is addressed to another link address";
      case HAIRPIN_MODE_OFF -> "it would have to leave by the bridge port it came in by, and hairpin mode is off";
      case NAT_SKIPPED_UNTRACKED -> "it is not tracked, so nat was not consulted";
      case MALFORMED -> "a length in its headers does not hold";
      case TCP_DISCARDED -> "TCP discards it: sent to many, or with flags that neither open nor continue a connection";
      case SOURCE_ROUTE_OFF -> "it says its own route (an IP option), and accept_source_route is off";
      case NO_CARRIER -> "the device it leaves by has no carrier (NO-CARRIER): nothing is plugged in, or the other end is down";
      case PORT_ISOLATED -> "the bridge ports it comes in and leaves by are both isolated";
      case GROUP_FRAME -> "its frame was sent to a group of link addresses, and such packets are not forwarded";
      case DNAT -> "its destination was translated";
      case SNAT -> "its source was translated";
      case DNAT_MASQUERADE -> "its destination was translated and its source masqueraded";
      case REDIRECT -> "it was redirected to this host";
      case POLICY_ROUTE -> "a policy rule chose its table";
      case ICMP_ECHO -> "an echo request, answered by the kernel";
    };
  }
}
