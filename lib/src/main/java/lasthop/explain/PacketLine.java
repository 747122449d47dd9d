package lasthop.explain;

import lasthop.packet.Packet;
import lasthop.packet.Proto;
import lasthop.packet.TcpFlag;
import lasthop.packet.Transport;
import lasthop.trace.TracedPacket;

/// A traced packet on one line, and the selector that names it and no other.
public final class PacketLine {
  private PacketLine() {}

  /// `TCP 192.168.235.13:18130 > 10.43.206.251:8081 SYN`.
  static String of(Packet p) {
    var line = new StringBuilder(Proto.name(p.proto())).append(' ').append(end(p, true)).append(" > ").append(end(p, false));
    if (p.transport() instanceof Transport.Tcp t) {
      for (TcpFlag flag : TcpFlag.values()) if (t.flags().contains(flag)) line.append(' ').append(flag);
    } else if (p.transport() instanceof Transport.Icmp i) {
      line.append(" type ").append(i.type()).append(" code ").append(i.code());
    } else if (p.transport() instanceof Transport.Spi s) {
      line.append(" spi 0x").append(Long.toHexString(s.spi()));
    }
    if (p.header().frag() > 0) line.append(" fragment at ").append(p.header().frag());
    else if (p.header().mf()) line.append(" first fragment");
    return line.toString();
  }

  private static String end(Packet p, boolean source) {
    String ip = (source ? p.src() : p.dst()).toString();
    int port = source ? p.sport() : p.dport();
    if (port < 0) return ip;
    return p.src().isV4() ? ip + ":" + port : "[" + ip + "]:" + port;
  }

  /// `id 57266`, or what stands for it where there is none.
  static String id(Packet p) {
    if (p.header().id() >= 0) return "id " + p.header().id();
    if (p.transport() instanceof Transport.Tcp t && t.seq() >= 0) return "seq " + t.seq();
    if (p.transport() instanceof Transport.Icmp i && i.id() >= 0) return "icmp id " + i.id() + " seq " + i.seq();
    return "no id";
  }

  /// What tells this packet apart in a question: the sequence number for TCP, else the id, else the ends.
  public static String selector(TracedPacket packet) {
    Packet p = packet.packet();
    if (p.transport() instanceof Transport.Tcp t && t.seq() > 0) return "seq=" + t.seq();
    if (p.header().id() > 0) return Integer.toString(p.header().id());
    return Proto.name(p.proto()) + " " + end(p, true) + " > " + end(p, false);
  }
}
