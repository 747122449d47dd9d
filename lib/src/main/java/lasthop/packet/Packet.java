package lasthop.packet;

import lasthop.ip.Family;
import lasthop.ip.Ip;

/// One packet at one moment: its headers, and what the kernel keeps beside them (devices, mark, socket owner).
///
/// Immutable. A number that is not known is -1, a word that is not known is empty; nothing here is null.
///
/// @param proto the IP protocol number, 0 to 255: 6 for TCP whatever the family, 1 for ICMP, 58 for ICMPv6
/// @param transport what follows the IP header; [Transport.Other] when it was not read or has no ports
/// @param header the rest of the IP header
/// @param meta the part of the kernel's `sk_buff` that log lines and rules speak of
public record Packet(Ip src, Ip dst, int proto, Transport transport, Header header, Meta meta) {

  /// A packet of which nothing but addresses, protocol and transport is known.
  public static Packet of(Ip src, Ip dst, int proto, Transport transport) {
    return new Packet(src, dst, proto, transport, Header.UNKNOWN, Meta.NONE);
  }

  public Family family() {
    return src.family();
  }

  /// Source port, or -1 where the protocol has none or the fragment does not hold it.
  public int sport() {
    return transport.sport();
  }

  /// Destination port, or -1 where the protocol has none or the fragment does not hold it.
  public int dport() {
    return transport.dport();
  }

  /// Whether this is a fragment other than the first: it has no transport header.
  public boolean isLaterFragment() {
    return header.frag() > 0;
  }

  public Packet withSrc(Ip ip, int port) {
    return new Packet(ip, dst, proto, transport.withPorts(port, transport.dport()), header, meta);
  }

  public Packet withDst(Ip ip, int port) {
    return new Packet(src, ip, proto, transport.withPorts(transport.sport(), port), header, meta);
  }

  public Packet with(Transport changed) {
    return new Packet(src, dst, proto, changed, header, meta);
  }

  public Packet with(Header changed) {
    return new Packet(src, dst, proto, transport, changed, meta);
  }

  public Packet with(Meta changed) {
    return new Packet(src, dst, proto, transport, header, changed);
  }

  /// `tcp 192.168.235.13:18130 > 10.43.206.251:8081`, the packet language of questions.
  @Override public String toString() {
    return Proto.name(proto) + " " + end(src, sport()) + " > " + end(dst, dport());
  }

  private static String end(Ip ip, int port) {
    if (port < 0) return ip.toString();
    return ip.isV4() ? ip + ":" + port : "[" + ip + "]:" + port;
  }
}
