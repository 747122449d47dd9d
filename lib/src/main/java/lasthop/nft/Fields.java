package lasthop.nft;

import java.util.HashMap;
import java.util.Map;

/// The fields expressions name, by the words nft prints, and what kind of value each has.
///
/// @kernel nftables src/proto.c, src/meta.c, src/ct.c
final class Fields {
  private static final Map<String, Type> TYPES = new HashMap<>();

  private Fields() {}

  static {
    all(Type.MAC, "ether saddr", "ether daddr", "arp saddr ether", "arp daddr ether");
    all(Type.ETHER_TYPE, "ether type", "vlan type", "meta protocol", "arp ptype", "gre protocol");
    all(Type.NUMBER, "vlan id", "vlan cfi", "vlan dei", "vlan pcp", "arp htype", "arp hlen", "arp plen");
    all(Type.ARP_OP, "arp operation");
    all(Type.IPV4, "ip saddr", "ip daddr", "arp saddr ip", "arp daddr ip", "icmp gateway", "igmp group",
        "rt ip nexthop");
    all(Type.NUMBER, "ip version", "ip hdrlength", "ip length", "ip id", "ip frag-off", "ip ttl", "ip checksum",
        "icmp checksum", "icmp id", "icmp sequence", "icmp mtu", "igmp type", "igmp checksum", "igmp mrt");
    all(Type.DSCP, "ip dscp", "ip6 dscp");
    all(Type.ECN, "ip ecn", "ip6 ecn");
    all(Type.PROTO, "ip protocol", "ip6 nexthdr", "meta l4proto", "ct protocol", "ct original protocol",
        "ct reply protocol", "frag nexthdr", "hbh nexthdr", "dst nexthdr", "mh nexthdr", "rt nexthdr", "comp nexthdr",
        "ah nexthdr");
    all(Type.ICMP_TYPE, "icmp type");
    all(Type.ICMP_CODE, "icmp code");
    all(Type.ICMPV6_TYPE, "icmpv6 type");
    all(Type.ICMPV6_CODE, "icmpv6 code");
    all(Type.IPV6, "ip6 saddr", "ip6 daddr", "icmpv6 taddr", "icmpv6 daddr", "rt ip6 nexthop");
    all(Type.NUMBER, "ip6 version", "ip6 flowlabel", "ip6 length", "ip6 hoplimit", "icmpv6 checksum",
        "icmpv6 parameter-problem", "icmpv6 packet-too-big", "icmpv6 mtu", "icmpv6 id", "icmpv6 sequence",
        "icmpv6 max-delay");
    all(Type.PORT, "tcp sport", "tcp dport", "udp sport", "udp dport", "udplite sport", "udplite dport", "sctp sport",
        "sctp dport", "dccp sport", "dccp dport", "th sport", "th dport", "ct original proto-src",
        "ct original proto-dst", "ct reply proto-src", "ct reply proto-dst", "ct proto-src", "ct proto-dst");
    all(Type.TCP_FLAG, "tcp flags");
    all(Type.NUMBER, "tcp sequence", "tcp ackseq", "tcp doff", "tcp reserved", "tcp window", "tcp checksum",
        "tcp urgptr", "udp length", "udp checksum", "udplite checksum", "udplite csumcov", "sctp vtag", "sctp checksum",
        "dccp type", "ah hdrlength", "ah reserved", "ah spi", "ah sequence", "esp spi", "esp sequence", "comp flags",
        "comp cpi", "frag reserved", "frag frag-off", "frag more-fragments", "frag reserved2", "frag id",
        "hbh hdrlength", "dst hdrlength", "mh hdrlength", "mh type", "mh reserved", "mh checksum", "rt hdrlength",
        "rt type", "rt seg-left", "srh flags", "srh tag", "srh last-entry", "gre flags", "gre version", "gre hdrlength");
    all(Type.INTERFACE, "meta iif", "meta oif", "meta sdif");
    all(Type.NAME, "meta iifname", "meta oifname", "meta ibrname", "meta obrname", "meta ibriport", "meta obriport",
        "meta iifkind", "meta oifkind", "meta sdifname", "ct helper", "ct timeout", "ct expectation", "osf name",
        "meta secmark", "ct secmark", "osf version", "meta obrhwaddr");
    all(Type.IFTYPE, "meta iiftype", "meta oiftype");
    all(Type.NUMBER, "meta length", "meta cpu", "meta iifgroup", "meta oifgroup", "meta cgroup", "meta rtclassid",
        "meta random", "meta nftrace", "meta ibrpvid", "meta ibrvproto", "rt classid", "rt mtu", "ct zone",
        "ct original zone", "ct reply zone", "ct id", "ct packets", "ct bytes", "ct avgpkt", "ct original packets",
        "ct original bytes", "ct original avgpkt", "ct reply packets", "ct reply bytes", "ct reply avgpkt", "ct count",
        "socket cgroupv2", "socket wildcard", "socket transparent", "ct event");
    all(Type.MARK, "meta mark", "ct mark", "socket mark");
    all(Type.CLASS, "meta priority");
    all(Type.USER, "meta skuid");
    all(Type.GROUP, "meta skgid");
    all(Type.NFPROTO, "meta nfproto", "ct l3proto", "ct original l3proto", "ct reply l3proto");
    all(Type.PKTTYPE, "meta pkttype");
    all(Type.BOOLEAN, "meta ipsec", "meta broute", "rt ipsec", "exthdr");
    all(Type.DAY, "meta day");
    all(Type.HOUR, "meta hour");
    all(Type.TIME, "meta time", "ct expiration");
    all(Type.CT_STATE, "ct state");
    all(Type.CT_STATUS, "ct status");
    all(Type.CT_DIRECTION, "ct direction");
    all(Type.CT_LABEL, "ct label");
    all(Type.IPV4, "ct original ip saddr", "ct original ip daddr", "ct reply ip saddr", "ct reply ip daddr");
    all(Type.IPV6, "ct original ip6 saddr", "ct original ip6 daddr", "ct reply ip6 saddr", "ct reply ip6 daddr");
    all(Type.ADDRESS, "ct original saddr", "ct original daddr", "ct reply saddr", "ct reply daddr", "ct saddr",
        "ct daddr", "rt nexthop");
  }

  private static void all(Type type, String... words) {
    for (String field : words) TYPES.put(field, type);
  }

  /// The kind of value of a field; null never: NotUnderstood where there is no such field.
  static Type type(String words) {
    Type type = TYPES.get(words);
    if (type == null) throw new Tokens.NotUnderstood("unknown expression \"" + words + "\"");
    return type;
  }

  static boolean has(String words) {
    return TYPES.containsKey(words);
  }
}
