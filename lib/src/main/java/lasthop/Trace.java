package lasthop;

import java.util.List;
import java.util.Optional;
import lasthop.answer.Answer;
import lasthop.explain.TraceAnswer;
import lasthop.host.Host;
import lasthop.observe.Observe;
import lasthop.packet.Packet;
import lasthop.trace.TracedPacket;
import lasthop.traversal.Traversal;

/// A packet of the current case, and what can be asked about it.
///
/// @param host the snapshot of the host that logged it, if there is one
public record Trace(TracedPacket packet, Optional<Host> host) {

  /// The last hop that was logged, `nat:PREROUTING:policy:3`.
  public String lastHop() {
    return packet.last().hop();
  }

  /// Every hop in order, as the log spells them.
  public List<String> hops() {
    return packet.hops();
  }

  /// The packet as it was first seen.
  public Packet first() {
    return packet.packet();
  }

  /// Its way through the host, the steps that print no line included.
  public Traversal way() {
    return Observe.traversal(packet, host);
  }

  public Answer answer() {
    return TraceAnswer.of(packet, way());
  }

  @Override public String toString() {
    return packet.packet() + " " + lastHop();
  }
}
