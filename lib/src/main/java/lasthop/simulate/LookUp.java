package lasthop.simulate;

import java.util.Optional;
import lasthop.host.ConnectionTable;
import lasthop.host.TrackedConnection;
import lasthop.netfilter.Surroundings.Connection;
import lasthop.netfilter.Surroundings.CtState;
import lasthop.netfilter.Surroundings.Tuple;
import lasthop.packet.Packet;
import lasthop.packet.Transport;
import lasthop.text.Origin;

/// A packet with its connection as `conntrack.txt` lists it, on request. Connections of zones are left out: no rule has put
/// the packet into one yet.
///
/// @param probe with its state and connection; as it was where the table does not list one
/// @param assumed what that rests on
/// @kernel v6.12 net/netfilter/nf_conntrack_core.c resolve_normal_ct
record LookUp(Probe probe, Assumption assumed) {
  static LookUp in(ConnectionTable table, Probe probe) {
    Tuple asked = Tuple.of(probe.packet());
    for (TrackedConnection entry : table.of(asked)) {
      if (entry.isZoned()) continue;
      Connection c = entry.connection();
      boolean answer = c.reversed().entering().equals(asked);
      if (answer || c.entering().equals(asked) && !isOver(entry, probe.packet())) return found(entry, probe, answer);
    }
    return new LookUp(probe.with(Optional.empty(), Optional.empty()), said("is new: the table does not list it", Origin.NONE));
  }

  private static LookUp found(TrackedConnection entry, Probe probe, boolean answer) {
    Connection c = answer ? entry.connection().reversed() : entry.connection();
    boolean established = answer || c.status().contains("SEEN_REPLY");
    return new LookUp(probe.with(Optional.of(established ? CtState.ESTABLISHED : CtState.NEW), Optional.of(c)),
        said("still stands in the table", entry.origin()));
  }

  private static Assumption said(String taken, Origin origin) {
    return new Assumption(Assumption.Kind.HISTORY, "its connection", taken, -1, origin);
  }

  /// Whether a SYN begins the connection anew.
  ///
  /// @kernel v6.12 net/netfilter/nf_conntrack_proto_tcp.c nf_conntrack_tcp_packet
  private static boolean isOver(TrackedConnection entry, Packet packet) {
    return Packets.opensTcp(packet) && (entry.line().contains(" TIME_WAIT ") || entry.line().contains(" CLOSE "));
  }

  /// Whether the packet tells of another one: of which connection it is, its own addresses do not say.
  static boolean isError(Packet packet) {
    return packet.transport() instanceof Transport.Icmp icmp && icmp.quoted().isPresent();
  }
}
