package lasthop.nft;

import java.util.Optional;
import lasthop.ip.Ip;
import lasthop.netfilter.Doubt;
import lasthop.nft.Datum.Num;
import lasthop.packet.Header;
import lasthop.packet.Packet;
import lasthop.packet.Proto;
import lasthop.packet.TcpFlag;
import lasthop.packet.Transport;

/// Fields of the packet's headers. Empty: the packet has no such header, and the rule does not match.
///
/// @kernel v6.12 net/netfilter/nft_payload.c nft_payload_eval
final class PacketFields {
  private PacketFields() {}

  static Optional<Datum> read(String words, Packet packet) {
    int blank = words.indexOf(' ');
    String field = words.substring(blank + 1);
    return switch (words.substring(0, blank)) {
      case "ip" -> packet.family() == lasthop.ip.Family.IPV4 ? Optional.of(ip(field, packet)) : Optional.empty();
      case "ip6" -> packet.family() == lasthop.ip.Family.IPV6 ? Optional.of(ip6(field, packet)) : Optional.empty();
      case "tcp" -> transport(packet, Proto.TCP, field);
      case "udp" -> transport(packet, Proto.UDP, field);
      case "udplite" -> transport(packet, Proto.UDPLITE, field);
      case "sctp" -> transport(packet, Proto.SCTP, field);
      case "dccp" -> transport(packet, 33, field);
      case "esp" -> transport(packet, Proto.ESP, field);
      case "ah" -> transport(packet, Proto.AH, field);
      case "icmp" -> transport(packet, Proto.ICMP, field);
      case "icmpv6" -> transport(packet, Proto.ICMPV6, field);
      case "th" -> th(field, packet);
      case "ether" -> ether(field, packet);
      case "arp" -> Optional.empty();
      case "igmp" -> other(packet, 2, words);
      case "comp" -> other(packet, 108, words);
      case "gre" -> other(packet, Proto.GRE, words);
      default -> Optional.of(unknown("the packet's " + words + " is not known"));
    };
  }

  static Datum unknown(String why) {
    return new Datum.Unknown(Doubt.Kind.UNKNOWN, why);
  }

  static Datum number(long value, String what) {
    return value < 0 ? unknown("the packet's " + what + " is not known") : Num.of(value);
  }

  static Num address(Ip ip) {
    return new Num(ip.high(), ip.low());
  }

  private static Datum ip(String field, Packet packet) {
    Header h = packet.header();
    return switch (field) {
      case "saddr" -> address(packet.src());
      case "daddr" -> address(packet.dst());
      case "protocol" -> Num.of(packet.proto());
      case "version" -> Num.of(4);
      case "length" -> number(h.len(), "length");
      case "id" -> number(h.id(), "IP id");
      case "ttl" -> number(h.ttl(), "TTL");
      case "dscp" -> number(h.tos() < 0 ? -1 : h.tos() >> 2, "TOS");
      case "ecn" -> number(h.tos() < 0 ? -1 : h.tos() & 3, "TOS");
      case "frag-off" -> Num.of((h.df() ? 0x4000 : 0) | (h.mf() ? 0x2000 : 0) | h.frag() / 8);
      case "hdrlength" -> Num.of(5 + h.options().length() / 8);
      default -> unknown("the packet's ip " + field + " is not known");
    };
  }

  private static Datum ip6(String field, Packet packet) {
    Header h = packet.header();
    return switch (field) {
      case "saddr" -> address(packet.src());
      case "daddr" -> address(packet.dst());
      case "nexthdr" -> h.options().isEmpty() && h.frag() == 0 && !h.mf() ? Num.of(packet.proto())
          : unknown("the first extension header is not known");
      case "version" -> Num.of(6);
      case "length" -> number(h.len() < 0 ? -1 : h.len() - 40, "length");
      case "hoplimit" -> number(h.ttl(), "hop limit");
      case "dscp" -> number(h.tos() < 0 ? -1 : h.tos() >> 2, "traffic class");
      case "ecn" -> number(h.tos() < 0 ? -1 : h.tos() & 3, "traffic class");
      case "flowlabel" -> number(h.flowLabel(), "flow label");
      default -> unknown("the packet's ip6 " + field + " is not known");
    };
  }

  private static Optional<Datum> other(Packet packet, int proto, String words) {
    if (packet.proto() != proto || packet.isLaterFragment()) return Optional.empty();
    return Optional.of(unknown("the packet's " + words + " is not known"));
  }

  private static Optional<Datum> transport(Packet packet, int proto, String field) {
    if (packet.proto() != proto || packet.isLaterFragment()) return Optional.empty();
    return Optional.of(switch (packet.transport()) {
      case Transport.Tcp tcp -> tcp(field, tcp);
      case Transport.Ports ports -> switch (field) {
        case "sport" -> number(ports.sport(), "source port");
        case "dport" -> number(ports.dport(), "destination port");
        case "length" -> number(ports.len(), "UDP length");
        default -> unknown("the packet's " + field + " is not known");
      };
      case Transport.Icmp icmp -> icmp(field, icmp);
      case Transport.Spi spi when field.equals("spi") -> number(spi.spi(), "SPI");
      default -> unknown("the packet's " + Proto.name(proto) + " " + field + " is not known");
    });
  }

  private static Datum tcp(String field, Transport.Tcp tcp) {
    return switch (field) {
      case "sport" -> number(tcp.sport(), "source port");
      case "dport" -> number(tcp.dport(), "destination port");
      case "flags" -> Num.of(flags(tcp));
      case "sequence" -> number(tcp.seq(), "sequence number");
      case "ackseq" -> number(tcp.ack(), "acknowledgement number");
      case "window" -> number(tcp.window(), "window");
      default -> unknown("the packet's tcp " + field + " is not known");
    };
  }

  private static long flags(Transport.Tcp tcp) {
    long bits = 0;
    for (TcpFlag flag : tcp.flags()) {
      bits |= switch (flag) {
        case FIN -> 1;
        case SYN -> 2;
        case RST -> 4;
        case PSH -> 8;
        case ACK -> 16;
        case URG -> 32;
        case ECE -> 64;
        case CWR -> 128;
      };
    }
    return bits;
  }

  private static Datum icmp(String field, Transport.Icmp icmp) {
    return switch (field) {
      case "type" -> number(icmp.type(), "ICMP type");
      case "code" -> number(icmp.code(), "ICMP code");
      case "id" -> number(icmp.id(), "ICMP id");
      case "sequence" -> number(icmp.seq(), "ICMP sequence number");
      case "mtu", "packet-too-big" -> number(icmp.mtu(), "next-hop MTU");
      default -> unknown("the packet's icmp " + field + " is not known");
    };
  }

  /// `th` reads whatever stands behind the IP header; only protocols with ports have them there.
  private static Optional<Datum> th(String field, Packet packet) {
    if (packet.isLaterFragment()) return Optional.empty();
    int port = field.equals("sport") ? packet.sport() : packet.dport();
    return Optional.of(number(port, "th " + field));
  }

  /// The link header is there only for packets that came in by a device; nft asks that it be an Ethernet device.
  ///
  /// @kernel nftables src/payload.c payload_gen_dependency: `meta iiftype ether`
  private static Optional<Datum> ether(String field, Packet packet) {
    String in = packet.meta().in();
    return in.isEmpty() || in.equals("lo") ? Optional.empty() : Optional.of(link(field, packet));
  }

  /// A field of a link header that is there.
  static Datum link(String field, Packet packet) {
    String mac = packet.meta().mac().replace(":", "");
    if (field.equals("type")) return Num.of(packet.family() == lasthop.ip.Family.IPV4 ? 0x800 : 0x86dd);
    if (mac.length() < 24) return unknown("the packet's link addresses are not known");
    int from = field.equals("daddr") ? 0 : 12;
    return Symbols.number("0x" + mac.substring(from, from + 12)).map(Datum.class::cast).orElse(unknown("the link header is odd"));
  }

  /// Octets by place, as far as they are whole fields.
  static Optional<Datum> raw(Expr.Raw raw, Packet packet) {
    if (raw.base().equals("th") && packet.isLaterFragment()) return Optional.empty();
    String place = raw.base() + "," + raw.offset() + "," + raw.bits();
    boolean v4 = packet.family() == lasthop.ip.Family.IPV4;
    return switch (place) {
      case "th,0,16" -> th("sport", packet);
      case "th,16,16" -> th("dport", packet);
      case "nh,96,32" -> v4 ? Optional.of(address(packet.src())) : unknownRaw(place);
      case "nh,128,32" -> v4 ? Optional.of(address(packet.dst())) : unknownRaw(place);
      case "nh,72,8" -> v4 ? Optional.of(Num.of(packet.proto())) : unknownRaw(place);
      case "nh,64,8" -> v4 ? Optional.of(number(packet.header().ttl(), "TTL")) : unknownRaw(place);
      default -> unknownRaw(place);
    };
  }

  private static Optional<Datum> unknownRaw(String place) {
    return Optional.of(new Datum.Unknown(Doubt.Kind.UNMODELLED, "the octets at " + place + " are not kept"));
  }
}
