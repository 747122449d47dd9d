package lasthop.nft;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import lasthop.ip.Ip;
import lasthop.netfilter.Doubt;
import lasthop.nft.Datum.Num;

/// The values words stand for, by the kind of expression they are compared with.
///
/// @kernel nftables src/datatype.c, src/proto.c, src/ct.c, src/fib.c: the symbol tables
final class Symbols {
  private static final Map<Type, Map<String, Long>> TABLES = new EnumMap<>(Type.class);

  private Symbols() {}

  static {
    table(Type.CT_STATE, "invalid=1 established=2 related=4 new=8 untracked=64");
    table(Type.CT_STATUS, "expected=1 seen-reply=2 assured=4 confirmed=8 snat=16 dnat=32 dying=512");
    table(Type.CT_DIRECTION, "original=0 reply=1");
    table(Type.TCP_FLAG, "fin=1 syn=2 rst=4 psh=8 ack=16 urg=32 ecn=64 cwr=128");
    table(Type.PROTO, "ip=0 icmp=1 igmp=2 ipencap=4 tcp=6 egp=8 udp=17 dccp=33 ipv6=41 ipv6-route=43 ipv6-frag=44 "
        + "rsvp=46 gre=47 esp=50 ah=51 icmpv6=58 ipv6-icmp=58 ipv6-nonxt=59 ipv6-opts=60 eigrp=88 ospf=89 pim=103 "
        + "ipcomp=108 comp=108 vrrp=112 l2tp=115 sctp=132 mh=135 udplite=136 mpls-in-ip=137");
    table(Type.ICMP_TYPE, "echo-reply=0 destination-unreachable=3 source-quench=4 redirect=5 echo-request=8 "
        + "router-advertisement=9 router-solicitation=10 time-exceeded=11 parameter-problem=12 timestamp-request=13 "
        + "timestamp-reply=14 info-request=15 info-reply=16 address-mask-request=17 address-mask-reply=18");
    table(Type.ICMP_CODE, "net-unreachable=0 host-unreachable=1 prot-unreachable=2 port-unreachable=3 frag-needed=4 "
        + "net-prohibited=9 host-prohibited=10 admin-prohibited=13");
    table(Type.ICMPV6_TYPE, "destination-unreachable=1 packet-too-big=2 time-exceeded=3 parameter-problem=4 "
        + "echo-request=128 echo-reply=129 mld-listener-query=130 mld-listener-report=131 mld-listener-done=132 "
        + "mld-listener-reduction=132 nd-router-solicit=133 nd-router-advert=134 nd-neighbor-solicit=135 "
        + "nd-neighbor-advert=136 nd-redirect=137 router-renumbering=138 ind-neighbor-solicit=141 "
        + "ind-neighbor-advert=142 mld2-listener-report=143");
    table(Type.ICMPV6_CODE, "no-route=0 admin-prohibited=1 addr-unreachable=3 port-unreachable=4 policy-fail=5 "
        + "reject-route=6");
    table(Type.ETHER_TYPE, "ip=0x800 arp=0x806 ip6=0x86dd 8021q=0x8100 8021ad=0x88a8 vlan=0x8100 ppp_ses=0x8864");
    table(Type.NFPROTO, "ipv4=2 ipv6=10 ip=2 ip6=10");
    table(Type.PKTTYPE, "host=0 unicast=0 broadcast=1 multicast=2 other=3");
    table(Type.DSCP, "cs0=0 cs1=8 cs2=16 cs3=24 cs4=32 cs5=40 cs6=48 cs7=56 be=0 df=0 le=1 lephb=1 af11=10 af12=12 "
        + "af13=14 af21=18 af22=20 af23=22 af31=26 af32=28 af33=30 af41=34 af42=36 af43=38 va=44 ef=46");
    table(Type.ECN, "not-ect=0 ect1=1 ect0=2 ce=3");
    table(Type.ADDR_TYPE, "unspec=0 unicast=1 local=2 broadcast=3 anycast=4 multicast=5 blackhole=6 unreachable=7 "
        + "prohibit=8 throw=9 nat=10 xresolve=11");
    table(Type.BOOLEAN, "exists=1 missing=0");
    table(Type.INTERFACE, "exists=1 missing=0 0=0");
    table(Type.USER, "root=0");
    table(Type.GROUP, "root=0");
    table(Type.IFTYPE, "ether=1 ppp=512 ipip=768 ipip6=769 loopback=772 sit=776 ipgre=778");
    table(Type.ARP_OP, "request=1 reply=2 rrequest=3 rreply=4 inrequest=8 inreply=9 nak=10");
    table(Type.DAY, "Sunday=0 Monday=1 Tuesday=2 Wednesday=3 Thursday=4 Friday=5 Saturday=6");
    table(Type.CLASS, "none=0 root=0xffffffff");
    table(Type.MARK, "default=0");
    // types of igmp, dccp and mh, whose other fields are plain numbers
    table(Type.NUMBER, "membership-query=17 membership-report-v1=18 membership-report-v2=22 leave-group=23 "
        + "membership-report-v3=34 request=0 response=1 data=2 ack=3 dataack=4 closereq=5 close=6 reset=7 sync=8 "
        + "syncack=9 binding-refresh-request=0 home-test-init=1 careof-test-init=2 home-test=3 careof-test=4 "
        + "binding-update=5 binding-acknowledgement=6 binding-error=7");
  }

  private static void table(Type type, String pairs) {
    var names = new HashMap<String, Long>();
    for (String pair : pairs.split(" ")) {
      int equals = pair.indexOf('=');
      names.put(pair.substring(0, equals), Long.decode(pair.substring(equals + 1)));
    }
    TABLES.put(type, names);
  }

  /// The value of a word; empty if it has none in that kind of expression.
  static Optional<Datum> value(Type type, String word) {
    String bare = Tokens.unquoted(word);
    return switch (type) {
      case IPV4, IPV6, ADDRESS -> Ip.tryParse(address(bare)).map(ip -> new Num(ip.high(), ip.low()));
      case NAME -> Optional.of(new Datum.Name(bare));
      case INTERFACE -> device(bare);
      case MAC -> mac(bare);
      case HOUR -> hour(bare);
      case TIME -> Optional.of(duration(bare));
      default -> named(type, bare);
    };
  }

  private static Optional<Datum> named(Type type, String word) {
    Long number = TABLES.getOrDefault(type, Map.of()).get(word);
    if (number != null) return Optional.of(Num.of(number));
    if (type == Type.CLASS && word.indexOf(':') >= 0) return classId(word);
    return number(word);
  }

  private static String address(String word) {
    return word.startsWith("[") && word.endsWith("]") ? word.substring(1, word.length() - 1) : word;
  }

  /// A device by name; a bare number is the index of one that is gone.
  private static Optional<Datum> device(String word) {
    Long special = TABLES.get(Type.INTERFACE).get(word);
    if (special != null) return Optional.of(Num.of(special));
    if (number(word).isPresent()) return Optional.of(new Datum.Unknown(Doubt.Kind.UNKNOWN, "device " + word + " has no name"));
    return Optional.of(new Datum.Name(word));
  }

  private static Optional<Datum> mac(String word) {
    String digits = word.replace(":", "");
    if (digits.length() != 12 || word.length() != 17) return number(word);
    return number("0x" + digits);
  }

  private static Optional<Datum> classId(String word) {
    int colon = word.indexOf(':');
    Optional<Datum> major = number("0x" + word.substring(0, colon));
    Optional<Datum> minor = number("0x" + (colon + 1 == word.length() ? "0" : word.substring(colon + 1)));
    if (!(major.orElse(null) instanceof Num a) || !(minor.orElse(null) instanceof Num b)) return Optional.empty();
    return Optional.of(Num.of(a.low() << 16 | b.low()));
  }

  private static Optional<Datum> hour(String word) {
    if (word.indexOf(':') < 0) return number(word);
    long seconds = 0;
    int parts = 0;
    for (String part : word.split(":")) {
      if (!(number(part.replaceFirst("^0(?=.)", "")).orElse(null) instanceof Num n)) return Optional.empty();
      seconds = seconds * 60 + n.low();
      parts++;
    }
    return Optional.of(Num.of(parts == 2 ? seconds * 60 : seconds));
  }

  /// `1d2h3m4s5ms` or a date; only ever compared with clocks, which no snapshot settles.
  private static Datum duration(String word) {
    return new Datum.Unknown(Doubt.Kind.HISTORY, "it depends on the clock (" + word + ")");
  }

  /// A decimal or hexadecimal number of up to 128 bits.
  static Optional<Datum> number(String word) {
    try {
      if (!word.startsWith("0x")) {
        if (word.isEmpty() || !Character.isDigit(word.charAt(0))) return Optional.empty();
        return Optional.of(Num.of(Long.parseUnsignedLong(word)));
      }
      int split = Math.max(2, word.length() - 16);
      long high = split == 2 ? 0 : Long.parseUnsignedLong(word.substring(2, split), 16);
      return Optional.of(new Num(high, Long.parseUnsignedLong(word.substring(split), 16)));
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }
}
