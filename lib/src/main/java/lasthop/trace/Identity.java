package lasthop.trace;

import lasthop.packet.Header;
import lasthop.packet.Packet;
import lasthop.packet.TcpFlag;
import lasthop.packet.Transport;

/// What stays the same in a packet on its way through a host, whatever NAT, routing and marking do to it: never its
/// addresses, ports, TTL or type of service. Equal identities do not yet make two events one packet: see [Assembler].
///
/// @param source the host's name, or the log's where it names no host
record Identity(String source, int proto, int id, int len, int frag, int label, long a, long b) {

  // Commands start faster without a switch over types, for which Java makes code at run time.
  static Identity of(String source, Packet p) {
    if (p.transport() instanceof Transport.Tcp t) return tcp(source, p, t);
    if (p.transport() instanceof Transport.Ports t) return other(source, p, t.len(), 0);
    return p.transport() instanceof Transport.Icmp t ? other(source, p, t.type() << 8 | t.code(),
        (long) t.seq() << 32 | t.quoted().map(Identity::quoted).orElse(0)) : rare(source, p);
  }

  private static Identity tcp(String source, Packet p, Transport.Tcp t) {
    Header h = p.header();
    return new Identity(source, p.proto(), h.id(), isSyn(t) ? 0 : h.len(), h.frag(), h.flowLabel(),
        t.seq() << 32 | t.ack() & 0xffffffffL, (long) t.window() << 8 | bits(t));
  }

  private static Identity rare(String source, Packet p) {
    return other(source, p, p.transport() instanceof Transport.Spi t ? t.spi() : 0, 0);
  }

  private static Identity other(String source, Packet p, long a, long b) {
    Header h = p.header();
    return new Identity(source, p.proto(), h.id(), h.len(), h.frag(), h.flowLabel(), a, b);
  }

  // Written out for the start-up time of one-liners, as in Ip.
  @Override public boolean equals(Object other) {
    return other instanceof Identity i && a == i.a && b == i.b && id == i.id && len == i.len && frag == i.frag
        && label == i.label && proto == i.proto && source.equals(i.source);
  }

  @Override public int hashCode() {
    return (((Long.hashCode(a) * 31 + Long.hashCode(b)) * 31 + id) * 31 + frag) * 31 + source.hashCode();
  }

  /// The length of a SYN may change on its way: the TCPMSS target can add an option.
  private static boolean isSyn(Transport.Tcp t) {
    return t.flags().contains(TcpFlag.SYN);
  }

  private static int bits(Transport.Tcp t) {
    int bits = 0;
    for (TcpFlag f : t.flags()) bits |= f.bit();
    return bits;
  }

  private static int quoted(Packet p) {
    return (p.header().id() * 31 + p.header().len()) * 31 + p.proto();
  }
}
