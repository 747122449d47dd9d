package lasthop.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import lasthop.packet.Header;
import lasthop.packet.Meta;
import lasthop.packet.Packet;
import lasthop.packet.Proto;
import lasthop.packet.TcpFlag;
import lasthop.packet.Transport;
import lasthop.trace.Event;

/// An event as the machine contract writes it: what its line does not say is absent.
public final class EventJson {
  private EventJson() {}

  public static void write(Event e, ObjectNode n) {
    n.put("table", e.table()).put("chain", e.chain()).put("kind", e.kind().word());
    if (e.isNft()) {
      n.put("verdict", e.nft().verdict());
      if (e.nft().handle() >= 0) n.put("handle", e.nft().handle());
    } else {
      n.put("rulenum", e.number());
    }
    Packet p = e.packet();
    meta(p.meta(), n);
    if (!e.reading().lacks("SRC")) n.put("src", p.src().toString());
    if (!e.reading().lacks("DST")) n.put("dst", p.dst().toString());
    if (p.proto() > 0 && !e.reading().lacks("PROTO")) n.put("proto", logged(p.proto()));
    header(p.header(), n);
    number(n, "sport", p.sport());
    number(n, "dport", p.dport());
    transport(p.transport(), n);
    n.put("line", e.origin().line());
    if (e.reading().inferred()) n.put("inferred", true);
    if (e.reading().chainUncertain()) n.put("chain_uncertain", true);
  }

  private static void meta(Meta m, ObjectNode n) {
    word(n, "in", m.in());
    word(n, "out", m.out());
    word(n, "physin", m.physin());
    word(n, "physout", m.physout());
    word(n, "mac", m.mac());
    if (m.mark() > 0) n.put("mark", m.mark());
    number(n, "uid", m.uid());
  }

  private static void header(Header h, ObjectNode n) {
    number(n, "len", h.len());
    number(n, "ttl", h.ttl());
    number(n, "ipid", h.id());
    if (h.frag() > 0) n.put("frag", h.frag());
    if (h.mf()) n.put("mf", true);
  }

  private static void transport(Transport transport, ObjectNode n) {
    switch (transport) {
      case Transport.Tcp t -> {
        number(n, "seq", t.seq());
        number(n, "ack", t.ack());
        var flags = n.putArray("flags");
        for (TcpFlag f : TcpFlag.values()) {
          if (t.flags().contains(f)) flags.add(f.name());
        }
      }
      case Transport.Icmp t -> {
        number(n, "type", t.type());
        number(n, "code", t.code());
        number(n, "icmp_id", t.id());
        number(n, "icmp_seq", t.seq());
      }
      case Transport.Ports t -> { }
      case Transport.Spi t -> { }
      case Transport.Other t -> { }
    }
  }

  private static void word(ObjectNode n, String key, String value) {
    if (!value.isEmpty()) n.put(key, value);
  }

  private static void number(ObjectNode n, String key, long value) {
    if (value >= 0) n.put(key, value);
  }

  /// The protocol as the kernel's logger names it.
  private static String logged(int proto) {
    return switch (proto) {
      case Proto.TCP -> "TCP";
      case Proto.UDP -> "UDP";
      case Proto.ICMP -> "ICMP";
      case Proto.ICMPV6 -> "ICMPv6";
      case Proto.ESP -> "ESP";
      case Proto.AH -> "AH";
      case Proto.UDPLITE -> "UDPLITE";
      default -> Integer.toString(proto);
    };
  }
}
