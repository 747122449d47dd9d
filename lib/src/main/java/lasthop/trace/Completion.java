package lasthop.trace;

import java.util.ArrayList;
import java.util.List;
import lasthop.ip.Ip;
import lasthop.netfilter.Hook;
import lasthop.packet.Header;
import lasthop.packet.Meta;
import lasthop.packet.Packet;
import lasthop.packet.Transport;

/// A damaged record beside an undamaged one of perhaps the same packet: whether they can be one packet, and what the
/// one then proves about the other.
final class Completion {
  private int agreed;
  private boolean differs;

  private Completion() {}

  /// How many values that tell packets apart are equal in both records; -1 when one differs. A value that the damage
  /// cut to its first digits does not differ.
  static int agreement(Packet known, Seen damaged) {
    var c = new Completion();
    Packet p = damaged.packet();
    Reading r = damaged.reading();
    if (!r.lacks("PROTO")) c.weigh(known.proto(), p.proto(), 0);
    c.weigh(known.header().id(), p.header().id(), p.header().id() == 0 ? 0 : 1);
    c.weigh(known.header().len(), p.header().len(), 0);
    c.weigh(known.header().frag(), r.lacks("FRAG") || r.lacks("PROTO") ? -1 : p.header().frag(), 0);
    switch (p.transport()) {
      case Transport.Tcp t when known.transport() instanceof Transport.Tcp k -> {
        c.weigh(k.seq(), t.seq(), 2);
        c.weigh(k.ack(), t.ack(), 1);
        c.cutWeigh(k.sport(), t.sport());
        c.cutWeigh(k.window(), t.window());
        if (!r.lacks("FLAGS") && !k.flags().equals(t.flags())) c.differs = true;
      }
      case Transport.Ports t when known.transport() instanceof Transport.Ports k -> {
        c.cutWeigh(k.sport(), t.sport());
        c.weigh(k.len(), t.len(), 0);
      }
      case Transport.Icmp t when known.transport() instanceof Transport.Icmp k -> {
        c.weigh(k.type(), t.type(), 0);
        c.weigh(k.seq(), t.seq(), 1);
        c.weigh(k.id(), t.id(), 1);
      }
      case Transport.Other t -> { }
      default -> c.differs = !r.lacks("PROTO");
    }
    return c.differs ? -1 : c.agreed;
  }

  private void weigh(long known, long read, int points) {
    if (read < 0 || known < 0) return;
    if (known != read) differs = true;
    else agreed += points;
  }

  private void cutWeigh(long known, long read) {
    if (read < 0 || known < 0) return;
    if (known == read) agreed++;
    else if (!isCutOf(known, read)) differs = true;
  }

  /// Whether the second number is the first with its last digits lost.
  static boolean isCutOf(long whole, long cut) {
    return whole != cut && Long.toString(whole).startsWith(Long.toString(cut));
  }

  /// The event with everything filled in that the packet's line before it proves.
  static Event complete(Event e, Seen before) {
    Packet k = before.packet();
    Packet p = e.packet();
    boolean sameHook = e.hook().isEmpty() || e.hook().equals(before.hook()) && e.table().equals(before.table());
    boolean looped = e.hook().filter(h -> h == Hook.PREROUTING).isPresent() && before.hook().filter(h -> h == Hook.PREROUTING).isEmpty();
    boolean fixedDst = sameHook || e.hook().filter(h -> h == Hook.INPUT || h == Hook.POSTROUTING).isPresent()
        && before.hook().filter(h -> h == Hook.FORWARD).isPresent();
    var missing = new ArrayList<>(e.reading().missing());
    Ip src = fill(missing, "SRC", !looped, p.src(), k.src());
    Ip dst = fill(missing, "DST", fixedDst, p.dst(), k.dst());
    Header header = header(missing, p.header(), k.header(), sameHook);
    Transport transport = transport(missing, p.transport(), k.transport(), !looped, fixedDst);
    int proto = missing.remove("PROTO") ? k.proto() : p.proto();
    Meta meta = meta(missing, p.meta(), k.meta(), sameHook);
    var reading = new Reading(missing, e.reading().chainUncertain(), true, false);
    return new Event(e.origin(), e.offset(), e.stamp(), e.host(), e.table(), e.chain(), e.kind(), e.number(), e.nft(),
        new Packet(src, dst, proto, transport, header, meta), reading);
  }

  private static Ip fill(List<String> missing, String key, boolean proved, Ip read, Ip known) {
    return proved && missing.remove(key) ? known : read;
  }

  private static Header header(List<String> missing, Header h, Header k, boolean sameHook) {
    for (String key : List.of("LEN", "ID", "FRAG", "FLOWLBL")) missing.remove(key);
    boolean ttl = sameHook && missing.remove("TTL");
    if (sameHook) missing.removeAll(List.of("HOPLIMIT", "TOS", "PREC", "TC"));
    return new Header(k.len(), sameHook && h.tos() < 0 ? k.tos() : h.tos(), ttl || sameHook && h.ttl() < 0 ? k.ttl() : h.ttl(), k.id(), k.df(), k.mf(), k.frag(), k.options(),
        k.flowLabel());
  }

  private static Transport transport(List<String> missing, Transport t, Transport k, boolean fixedSrc, boolean fixedDst) {
    int sport = fixedSrc && (missing.remove("SPT") || isCutOf(k.sport(), t.sport())) ? k.sport() : t.sport();
    int dport = fixedDst && (missing.remove("DPT") || isCutOf(k.dport(), t.dport())) ? k.dport() : t.dport();
    for (String key : List.of("SEQ", "ACK", "WINDOW", "RES", "URGP", "OPT", "FLAGS", "ULEN", "TYPE", "CODE", "IID", "ISEQ")) missing.remove(key);
    if (t instanceof Transport.Other && k.sport() >= 0) {
      if (!fixedSrc) missing.add("SPT");
      if (!fixedDst) missing.add("DPT");
      return k.withPorts(fixedSrc ? k.sport() : -1, fixedDst ? k.dport() : -1);
    }
    return k.withPorts(sport, dport);
  }

  private static Meta meta(List<String> missing, Meta m, Meta k, boolean sameHook) {
    boolean in = sameHook && missing.remove("IN");
    boolean out = sameHook && missing.remove("OUT");
    boolean mac = missing.contains("MAC") && m.in().equals(k.in()) && missing.remove("MAC");
    boolean uid = sameHook && missing.remove("UID");
    boolean gid = sameHook && missing.remove("GID");
    return new Meta(in ? k.in() : m.in(), out ? k.out() : m.out(), m.physin(), m.physout(), mac ? k.mac() : m.mac(), m.mark(),
        uid ? k.uid() : m.uid(), gid ? k.gid() : m.gid());
  }
}
