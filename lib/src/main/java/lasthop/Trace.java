package lasthop;

import java.util.List;
import java.util.Optional;
import lasthop.answer.Answer;
import lasthop.diagnose.Diagnose;
import lasthop.explain.PassedOver;
import lasthop.diagnose.Diagnosis;
import lasthop.explain.DiffAnswer;
import lasthop.explain.TraceAnswer;
import lasthop.host.Host;
import lasthop.json.Result;
import lasthop.observe.Observe;
import lasthop.packet.Packet;
import lasthop.simulate.Probe;
import lasthop.trace.TracedPacket;
import lasthop.traversal.Traversal;

/// A packet of a case, and what can be asked about it.
///
/// @param host the snapshot of the host that logged it, if there is one
public record Trace(Case files, TracedPacket packet, Optional<Host> host) {

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

  /// Where it stopped on every host of the case, why, and what would help.
  public Diagnosed diagnose() {
    return Diagnosed.of(Witnesses.of(files), Diagnose.of(packet));
  }

  /// It, its way and what became of it on the host that logged it, to be compared.
  DiffAnswer.Side side() {
    Diagnosis told = diagnose().hosts().stream().filter(d -> d.seen().filter(p -> p == packet).isPresent()).findFirst().orElseThrow();
    return new DiffAnswer.Side(packet, way(), host, told);
  }

  /// The packet as it can be sent once more through a model of the host.
  Probe again() {
    return Probe.of(On.entering(packet.packet()));
  }

  /// The IP id, by which [Lasthop#trace(int)] finds it; 0 where it has none.
  public int id() {
    return Math.max(0, first().header().id());
  }

  /// Destination port, -1 for a packet without ports; the source port is `sport()`.
  public int dport() {
    return first().dport();
  }

  public int sport() {
    return first().sport();
  }

  /// The rules that were passed over before each hop, and the condition each of them failed.
  ///
  /// @throws IllegalStateException when no snapshot of the packet's host is open
  public Answer nearMisses() {
    return PassedOver.answer(way(), host.orElseThrow(
        () -> new IllegalStateException("the rules are in no log: open the snapshot of " + packet.host() + " too")));
  }

  /// The packet and its way as data.
  public Result result() {
    return new Result.Trace(packet, way());
  }

  public Answer answer() {
    return TraceAnswer.of(packet, way(), host);
  }

  @Override public String toString() {
    return packet.packet() + " " + lastHop();
  }
}
