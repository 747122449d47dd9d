package lasthop.jsonl;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import lasthop.ip.Ip;
import lasthop.packet.Packet;
import lasthop.packet.Transport;
import lasthop.trace.TracedPacket;

/// Packets the contract cannot tell apart: its events show no flow label and no TCP options, and IPv6 has no IP ID, so
/// a retransmitted IPv6 segment is the same packet there. The library itself keeps them apart.
final class Indistinct {
  private Indistinct() {}

  private record Key(Object own, String host, Ip src, Ip dst, Transport segment) {}

  /// The packets, those that are one to the contract together, in order of first line.
  static List<List<TracedPacket>> grouped(List<TracedPacket> packets) {
    var groups = new LinkedHashMap<Key, List<TracedPacket>>();
    for (int i = 0; i < packets.size(); i++) {
      groups.computeIfAbsent(key(packets.get(i), i), k -> new ArrayList<>(1)).add(packets.get(i));
    }
    return new ArrayList<>(groups.values());
  }

  private static Key key(TracedPacket traced, int index) {
    Packet p = traced.packet();
    if (p.src().isV4() || !(p.transport() instanceof Transport.Tcp t)) return new Key(index, "", p.src(), p.dst(), p.transport());
    var segment = new Transport.Tcp(t.sport(), t.dport(), t.seq(), t.ack(), t.window(), t.flags(), "");
    return new Key("", traced.host(), p.src(), p.dst(), segment);
  }
}
