package lasthop.netfilter;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import lasthop.ip.Family;

/// The matches and targets of iptables 1.8 and their options, as a table.
///
/// One extension a line: its name (`:4` or `:6` for one family only), then its options. An option is its names, `=` and the
/// kind of its argument with a range or choices, and marks: `!` may be negated, `*` required, `+` repeatable,
/// `@x` excludes the others with the same letter. See iptables-extensions(8).
final class Extensions {
  private static final String MATCHES = """
      addrtype src-type=addrtypes! dst-type=addrtypes! limit-iface-in@a limit-iface-out@a
      ah:4 ahspi=range!
      ah:6 ahspi=range! ahlen=num! ahres
      bpf bytecode=bytecode@b object-pinned=word@b
      cgroup path=str(1..511)! cgroup=num!
      cluster cluster-local-node=num(1..32)!@n cluster-local-nodemask=num(1..32)!@n cluster-total-nodes=num(1..32)* cluster-hash-seed=num*
      comment comment=str(0..255)*
      connbytes connbytes=range64!* connbytes-mode=choice(packets|bytes|avgpkt)* connbytes-dir=choice(original|reply|both)*
      connlabel label=label!* set
      connlimit connlimit-upto=num!@a connlimit-above=num!@a connlimit-mask=plen connlimit-saddr@b connlimit-daddr@b
      connmark mark=markmask!*
      conntrack ctdir=anycase(ORIGINAL|REPLY) ctstate=states! ctproto=proto! ctorigsrc=net! ctorigdst=net! ctreplsrc=net! ctrepldst=net! ctorigsrcport=lookedupports! ctorigdstport=lookedupports! ctreplsrcport=lookedupports! ctrepldstport=lookedupports! ctstatus=statuses! ctexpire=range!
      cpu cpu=num!*
      dccp sport,source-port=lookedupports! dport,destination-port=lookedupports! dccp-types=dccptypes! dccp-option=num(1..255)!
      devgroup src-group=groupmask! dst-group=groupmask!
      dscp dscp=hex(0..63)!@d dscp-class=dscpclass!@d
      dst:6 dst-len=num! dst-opts=hopopts
      ecn ecn-tcp-ece! ecn-tcp-cwr! ecn-ip-ect=num(0..3)!
      esp espspi=range!
      eui64:6
      frag:6 fragid=range! fraglen=num! fragres fragfirst fragmore@m fraglast@m
      hashlimit hashlimit-upto,hashlimit=rate!@a hashlimit-above=rate!@a hashlimit-burst=burst hashlimit-mode=hashmode hashlimit-name=file(1..255)* hashlimit-htable-size=num hashlimit-htable-max=num hashlimit-htable-gcinterval=num hashlimit-htable-expire=num hashlimit-srcmask=ownplen hashlimit-dstmask=ownplen hashlimit-rate-match hashlimit-rate-interval=begin
      hbh:6 hbh-len=num! hbh-opts=hopopts
      helper helper=str(0..29)!*
      hl:6 hl-eq,hl=num(0..255)!@h hl-lt=num(0..255)@h hl-gt=num(0..255)@h
      icmp:4 icmp-type=icmp!*
      icmp6:6 icmpv6-type=icmp!*
      ipcomp ipcompspi=range! compres
      iprange src-range=addrrange! dst-range=addrrange!
      ipv6header:6 header=headers!* soft
      ipvs ipvs! vproto=proto! vaddr=net! vport=port! vdir=anycase(ORIGINAL|REPLY) vmethod=anycase(GATE|IPIP|MASQ)! vportctl=port!
      length length=range(0..65535)!*
      limit limit=rate limit-burst=num(0..10000)
      mac mac-source=mac!*
      mark mark=markmask!*
      mh:6 mh-type=mhtype!
      multiport sports,source-ports=multiports!@p dports,destination-ports=multiports!@p ports=multiports!@p
      nfacct nfacct-name=word(1..31)*
      osf:4 genre=word(0..31)!* ttl=num(0..2) log=num(0..2)
      owner socket-exists! uid-owner=id! gid-owner=id! suppl-groups
      physdev physdev-is-in! physdev-in=device! physdev-is-out! physdev-out=device! physdev-is-bridged!
      pkttype pkt-type=anycase(unicast|broadcast|multicast)!*
      policy dir=choice(in|out)* pol=choice(none|ipsec) strict reqid=num!+ spi=hex!+ proto=proto!+ mode=choice(transport|tunnel)!+ tunnel-dst=net!+ tunnel-src=net!+ next+
      quota quota=num64!*
      realm:4 realm=realmmask!*
      recent set!@o rcheck!@o update!@o remove!@o seconds=num(1..) reap hitcount=num rttl name=file(0..199) mask=host rsource rdest
      rpfilter loose validmark accept-local invert
      rt:6 rt-type=num! rt-segsleft=range! rt-len=num! rt-0-res rt-0-addrs=addrs rt-0-not-strict
      sctp sport,source-port=ports! dport,destination-port=ports! chunk-types=chunks!
      set match-set=set! return-nomatch update-counters! update-subcounters! packets-eq=num64!@p packets-lt=num64@p packets-gt=num64@p bytes-eq=num64!@b bytes-lt=num64@b bytes-gt=num64@b
      socket transparent nowildcard restore-skmark
      srh:6 srh-next-hdr=num(0..255)! srh-hdr-len-eq=num(0..255)! srh-hdr-len-gt=num(0..255)! srh-hdr-len-lt=num(0..255)! srh-segs-left-eq=num(0..255)! srh-segs-left-gt=num(0..255)! srh-segs-left-lt=num(0..255)! srh-last-entry-eq=num(0..255)! srh-last-entry-gt=num(0..255)! srh-last-entry-lt=num(0..255)! srh-tag=num(0..65535)! srh-psid=prefix! srh-nsid=prefix! srh-lsid=prefix!
      state state=plainstates!*
      statistic mode=choice(random|nth)* probability=probability!@x every=num(1..)! packet=num
      string string=raw!@s hex-string=hexstring!@s algo=choice(bm|kmp|fsm)* from=num(0..65535) to=num(0..65535) icase
      tcp sport,source-port=ports! dport,destination-port=ports! tcp-option=num(1..255)! tcp-flags=tcpflags!@f syn!@f
      tcpmss mss=range(0..65535)!*
      time timestart=daytime timestop=daytime monthdays=monthdays! weekdays=weekdays! datestart=date datestop=date kerneltz,localtz@z utc@z contiguous
      tos tos=tosmask!*
      ttl:4 ttl-eq,ttl=num(0..255)!@t ttl-lt=num(0..255)@t ttl-gt=num(0..255)@t
      u32 u32=u32!*
      udp sport,source-port=lookedupports! dport,destination-port=lookedupports!
      """;

  private static final String TARGETS = """
      AUDIT type=anycase(accept|drop|reject)*
      CHECKSUM checksum-fill*
      CLASSIFY set-class=class*
      CLUSTERIP:4 new hashmode=choice(sourceip|sourceip-sourceport|sourceip-sourceport-destport) clustermac=mac total-nodes=num(0..16) local-node=num(0..16) hash-init=num
      CONNMARK set-xmark=markmask@o set-mark=markmask@o and-mark=num@o or-mark=num@o xor-mark=num@o save-mark@o restore-mark@o left-shift-mark=num(0..32) right-shift-mark=num(0..32) nfmask=num@n ctmask=num@c mask=num
      CONNSECMARK save@s restore@s
      CT notrack helper=word(0..15) timeout=word(0..31) ctevents=events expevents=expevents zone-orig=zone zone-reply=zone zone=zone
      DNAT to-destination=nat* random persistent
      DNPT:6 src-pfx=prefix* dst-pfx=prefix*
      DSCP set-dscp=hex(0..63)@d set-dscp-class=dscpclass@d
      ECN:4 ecn-tcp-remove@r ecn-tcp-ece=num(0..1) ecn-tcp-cwr=num(0..1) ecn-ip-ect=num(0..3)
      HL:6 hl-set=num(0..255)@h hl-dec=num(1..255)@h hl-inc=num(1..255)@h
      HMARK hmark-tuple=hmarktuple hmark-src-prefix=plen hmark-dst-prefix=plen hmark-sport-mask=hex(0..65535) hmark-dport-mask=hex(0..65535) hmark-spi-mask=hex hmark-sport=hex(0..65535) hmark-dport=hex(0..65535) hmark-spi=hex hmark-proto-mask=hex(0..65535) hmark-rnd=hex* hmark-mod=num(1..)* hmark-offset=num
      IDLETIMER timeout=num(1..)* label=word(1..27)* alarm
      LED led-trigger-id=str(0..17)* led-delay=leddelay led-always-blink
      LOG log-prefix=str(1..29) log-level=level log-tcp-sequence log-tcp-options log-ip-options log-uid log-macdecode
      MARK set-xmark=markmask@m set-mark=markmask@m and-mark=num@m or-mark=num@m xor-mark=num@m
      MASQUERADE to-ports=natports random random-fully
      NETMAP to=net*
      NFLOG nflog-prefix=str(1..63) nflog-group=num(0..65535) nflog-range=num@r nflog-size=num@r nflog-threshold=num(0..65535)
      NFQUEUE queue-num=num(0..65535)@q queue-balance=range(0..65535)@q queue-bypass queue-cpu-fanout
      NOTRACK
      RATEEST rateest-name=word(1..15)* rateest-interval=word* rateest-ewmalog=word*
      REDIRECT to-ports=natports random
      REJECT reject-with=rejectwith
      SECMARK selctx=word(1..255)*
      SET add-set=set exist timeout=num(0..4294967294) del-set=set map-set=set map-mark map-prio map-queue
      SNAT to-source=nat* random random-fully persistent
      SNPT:6 src-pfx=prefix* dst-pfx=prefix*
      SYNPROXY sack-perm timestamp wscale=byte mss=short ecn
      TCPMSS set-mss=num(0..65535) clamp-mss-to-pmtu
      TCPOPTSTRIP strip-options=tcpopts
      TEE gateway=host* oif=word(0..15)
      TOS set-tos=tosmask@t and-tos=num(0..255)@t or-tos=num(0..255)@t xor-tos=num(0..255)@t
      TPROXY on-port=port* on-ip=host tproxy-mark=markmask
      TRACE
      TTL:4 ttl-set=num(0..255)@t ttl-dec=num(1..255)@t ttl-inc=num(1..255)@t
      """;

  private static final Map<String, Extension> V4_MATCHES = table(MATCHES, ":4");
  private static final Map<String, Extension> V6_MATCHES = table(MATCHES, ":6");
  private static final Map<String, Extension> V4_TARGETS = table(TARGETS, ":4");
  private static final Map<String, Extension> V6_TARGETS = table(TARGETS, ":6");

  private Extensions() {}

  static Optional<Extension> match(String name, Family family) {
    return Optional.ofNullable((family == Family.IPV4 ? V4_MATCHES : V6_MATCHES).get(name));
  }

  static Optional<Extension> target(String name, Family family) {
    return Optional.ofNullable((family == Family.IPV4 ? V4_TARGETS : V6_TARGETS).get(name));
  }

  private static Map<String, Extension> table(String text, String family) {
    var table = new HashMap<String, Extension>();
    for (String line : text.split("\n")) {
      String[] columns = line.split(" ");
      int colon = columns[0].indexOf(':');
      if (colon >= 0 && !columns[0].endsWith(family)) continue;
      Extension extension = Extension.parse(columns);
      table.put(extension.name(), extension);
    }
    return table;
  }
}
