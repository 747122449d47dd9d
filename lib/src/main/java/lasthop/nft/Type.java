package lasthop.nft;

/// What kind of value an expression has: decides how the words on its right are read.
///
/// @kernel nftables include/datatype.h enum datatypes
public enum Type {
  NUMBER, IPV4, IPV6, ADDRESS, MAC, PORT, PROTO, MARK, NAME, INTERFACE, CT_STATE, CT_STATUS, CT_DIRECTION, CT_LABEL,
  TCP_FLAG, ICMP_TYPE, ICMP_CODE, ICMPV6_TYPE, ICMPV6_CODE, ICMPX_CODE, ETHER_TYPE, NFPROTO, PKTTYPE, DSCP, ECN,
  ADDR_TYPE, BOOLEAN, TIME, USER, GROUP, IFTYPE, ARP_OP, DAY, HOUR, CLASS, VERDICT;

  /// Whether values are sets of bits, so that a bare name on the right asks for a bit and not for equality.
  public boolean isFlags() {
    return this == CT_STATE || this == CT_STATUS || this == TCP_FLAG || this == CT_LABEL;
  }
}
