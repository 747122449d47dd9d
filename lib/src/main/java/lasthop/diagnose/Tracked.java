package lasthop.diagnose;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import lasthop.host.ConnectionTable;
import lasthop.host.TrackedConnection;
import lasthop.ip.Ip;
import lasthop.netfilter.Surroundings.Connection;
import lasthop.netfilter.Surroundings.Tuple;
import lasthop.packet.Packet;
import lasthop.simulate.Outcome;
import lasthop.simulate.Translation;
import lasthop.text.Origin;
import lasthop.trace.Event;
import lasthop.trace.TracedPacket;

/// A connection that a packet may belong to, and what tells of it.
///
/// @param connection as the packet sees it: of its own direction
/// @param origin the line of the connection table, or of the log
record Tracked(Connection connection, Origin origin, String line) {
  /// What the connection table lists, what the packet's own lines show, and what the log tells of the packet it answers.
  static List<Tracked> of(Witness witness, TracedPacket packet) {
    var found = new ArrayList<Tracked>();
    witness.host().flatMap(h -> h.rules().connections()).ifPresent(table -> listed(table, packet.packet(), found));
    shown(packet).ifPresent(found::add);
    if (found.isEmpty()) answered(witness, packet, found);
    return found;
  }

  private static void listed(ConnectionTable table, Packet packet, List<Tracked> found) {
    for (TrackedConnection entry : table.of(Tuple.of(packet))) {
      Connection c = entry.connection();
      if (isAs(c.entering(), packet)) found.add(new Tracked(c, entry.origin(), entry.line()));
      if (isAs(c.reversed().entering(), packet)) found.add(new Tracked(c.reversed(), entry.origin(), entry.line()));
    }
  }

  private static boolean isAs(Tuple tuple, Packet packet) {
    return tuple.equals(Tuple.of(packet));
  }

  /// A destination that changes from line to line was translated; the source may be changed behind the last one.
  private static Optional<Tracked> shown(TracedPacket packet) {
    Tuple first = Tuple.of(packet.packet());
    for (Event e : packet.events()) {
      Packet now = e.packet();
      if (now.dst().equals(first.dst()) && now.dport() == first.dport()) continue;
      Tuple after = new Tuple(first.src(), now.dst(), first.proto(), first.sport(), now.dport());
      return Optional.of(new Tracked(new Connection(after.reversed(), first, true, Set.of("CONFIRMED", "SEEN_REPLY"), 0), e.origin(), e.hop()));
    }
    return Optional.empty();
  }

  /// The packet that this one answers, as the model translates it: what left there comes back here.
  private static void answered(Witness witness, TracedPacket packet, List<Tracked> found) {
    Packet p = packet.packet();
    for (TracedPacket other : witness.packets()) {
      Packet q = other.packet();
      if (other == packet || q.proto() != p.proto() || q.family() != p.family() || q.sport() != p.dport() || p.dport() < 0) continue;
      Outcome way = witness.model().get().likeliest(q);
      Translation t = way.translation();
      Ip src = t.src().orElse(q.src());
      Tuple left = new Tuple(src, t.dst().orElse(q.dst()), q.proto(), q.sport(), t.dport() < 0 ? q.dport() : t.dport());
      if (!isAs(left.reversed(), p)) continue;
      found.add(new Tracked(new Connection(Tuple.of(q), left.reversed(), true, Set.of("CONFIRMED", "SEEN_REPLY"), 0), other.last().origin(), other.last().hop()));
      return;
    }
  }
}
