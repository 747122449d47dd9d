package lasthop.diagnose;

import java.util.Optional;
import java.util.Set;
import lasthop.ip.Ip;
import lasthop.packet.Header;
import lasthop.packet.Meta;
import lasthop.packet.Packet;
import lasthop.packet.Proto;
import lasthop.packet.TcpFlag;
import lasthop.packet.Transport;
import lasthop.text.Origin;
import lasthop.trace.TracedPacket;

/// The packet a diagnosis is asked for, as far as the asker knows it. Numbers are -1 where not known.
///
/// @param host where it was sent; empty when not known
/// @param proto IP protocol number
/// @param seq TCP sequence number, unsigned 32 bit
/// @param logged where a log begins to show it, for packets that nothing else tells apart; [Origin#NONE] for none
public record Wanted(String host, Optional<Ip> src, Optional<Ip> dst, int proto, int sport, int dport, int ipid, long seq, Origin logged) {
  public Wanted(String host, Optional<Ip> src, Optional<Ip> dst, int proto, int sport, int dport, int ipid, long seq) {
    this(host, src, dst, proto, sport, dport, ipid, seq, Origin.NONE);
  }

  public static final Wanted ANY = new Wanted("", Optional.empty(), Optional.empty(), -1, -1, -1, -1, -1);

  /// Whether nothing is known but, perhaps, the host.
  public boolean isAny() {
    return src.isEmpty() && dst.isEmpty() && proto < 0 && sport < 0 && dport < 0 && ipid < 0 && seq < 0;
  }

  /// Whether nothing the packet states speaks against it.
  public boolean matches(Packet p) {
    return src.filter(ip -> !ip.equals(p.src())).isEmpty() && dst.filter(ip -> !ip.equals(p.dst())).isEmpty()
        && fits(proto, p.proto()) && fits(sport, p.sport()) && fits(dport, p.dport()) && fits(ipid, p.header().id())
        && (!(p.transport() instanceof Transport.Tcp tcp) || fits(seq, tcp.seq()));
  }

  /// Whether a log shows it where it was pointed at.
  boolean isAt(TracedPacket packet) {
    return logged.isKnown() && packet.first().origin().equals(logged);
  }

  /// The same without its source, where its numbers tell it from all others: the sequence number, or a port that is kept.
  Optional<Wanted> withoutSource() {
    boolean tcp = proto == Proto.TCP;
    boolean told = ipid > 0 && dst.isPresent() && proto >= 0 && (tcp ? seq >= 0 : sport >= 0);
    return told ? Optional.of(new Wanted(host, Optional.empty(), dst, proto, tcp ? -1 : sport, dport, ipid, seq)) : Optional.empty();
  }

  /// The packet itself as its sender makes it, when its destination is known: a SYN for TCP, an echo request for ICMP.
  /// A source that is not known is `0.0.0.0` or `::`, as before the sender's routing decision.
  public Optional<Packet> packet() {
    if (dst.isEmpty() || proto < 0) return Optional.empty();
    Transport transport = switch (proto) {
      case Proto.TCP -> new Transport.Tcp(sport, dport, seq, 0, -1, Set.of(TcpFlag.SYN), "");
      case Proto.ICMP -> Transport.Icmp.of(8, 0, -1, -1);
      case Proto.ICMPV6 -> Transport.Icmp.of(128, 0, -1, -1);
      default -> sport < 0 && dport < 0 ? Transport.Other.NONE : new Transport.Ports(sport, dport, -1);
    };
    var header = new Header(-1, 0, 64, ipid, false, false, 0, "", -1);
    return Optional.of(new Packet(src.orElse(Ip.any(dst.get().family())), dst.get(), proto, transport, header, Meta.NONE));
  }

  private static boolean fits(long wanted, long stated) {
    return wanted < 0 || stated < 0 || wanted == stated;
  }
}
