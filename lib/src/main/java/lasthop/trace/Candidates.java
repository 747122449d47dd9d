package lasthop.trace;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lasthop.packet.Packet;
import lasthop.packet.Transport;

/// What to type to mean one of several packets, and packets that went the same way.
public final class Candidates {
  private Candidates() {}

  /// For each packet, in order, the shortest selector found that means it and none of the others; where two packets
  /// agree in all they show, their first line tells them apart.
  public static List<String> selectors(List<TracedPacket> packets) {
    var texts = new ArrayList<String>(packets.size());
    for (TracedPacket p : packets) texts.add(selector(p, packets));
    return texts;
  }

  private static String selector(TracedPacket wanted, List<TracedPacket> all) {
    for (String text : tries(wanted)) {
      PacketSelector selector = PacketSelector.parse(text);
      int matching = 0;
      for (TracedPacket p : all) {
        if (selector.matches(p)) matching++;
      }
      if (matching == 1) return text;
    }
    return idOrFlow(wanted) + " at=" + wanted.first().origin();
  }

  private static List<String> tries(TracedPacket p) {
    Packet packet = p.packet();
    var tries = new ArrayList<String>();
    if (packet.header().id() > 0) tries.add("id=" + packet.header().id());
    if (packet.transport() instanceof Transport.Tcp t && t.seq() >= 0) tries.add("seq=" + t.seq());
    tries.add(packet.toString());
    for (String text : List.copyOf(tries)) {
      if (packet.header().id() > 0 && !text.startsWith("id=")) tries.add(text + " id=" + packet.header().id());
    }
    if (!p.host().isEmpty()) {
      for (String text : List.copyOf(tries)) tries.add(text + " host=" + p.host());
    }
    return tries;
  }

  private static String idOrFlow(TracedPacket p) {
    return p.packet().header().id() > 0 ? "id=" + p.packet().header().id() : p.packet().toString();
  }

  /// The packets by the way they took: identical hops, and the same host. Ways in the order of their first packets.
  public static Map<List<String>, List<TracedPacket>> byPath(List<TracedPacket> packets) {
    var paths = new LinkedHashMap<List<String>, List<TracedPacket>>();
    for (TracedPacket p : packets) paths.computeIfAbsent(p.hops(), k -> new ArrayList<>()).add(p);
    return paths;
  }
}
