package lasthop.fix;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lasthop.diagnose.Diagnosis;
import lasthop.diagnose.Model;
import lasthop.host.Host;
import lasthop.ip.Prefix;
import lasthop.packet.Packet;
import lasthop.routing.ReversePath;
import lasthop.trace.TracedPacket;
import lasthop.traversal.Disposition;
import lasthop.traversal.Stage;
import lasthop.whatif.Change;

/// Replays the fixes of a diagnosis: over its packet, and over every packet that the same host logged.
public final class Proofs {
  private final Diagnosis diagnosis;
  private final Model before;
  private final List<TracedPacket> log;

  private Proofs(Diagnosis diagnosis, Model before, List<TracedPacket> log) {
    this.diagnosis = diagnosis;
    this.before = before;
    this.log = log;
  }

  /// @param log the packets that this host logged
  public static List<Proof> of(Diagnosis diagnosis, Model host, List<TracedPacket> log) {
    var proofs = new Proofs(diagnosis, host, log);
    return Fixes.candidates(diagnosis, host.host()).stream().map(proofs::proof).toList();
  }

  private Proof proof(Fix fix) {
    Optional<Host> changed = fix.isCommand() ? applied(fix) : Optional.empty();
    if (changed.isEmpty()) {
      return new Proof(fix, new Disposition.Undetermined(Stage.Step.BEFORE_NETFILTER, "the effect of this fix", ""), 0, 0, 0, List.of());
    }
    var after = new Model(changed.get());
    int fixed = 0;
    int broken = 0;
    for (TracedPacket packet : log) {
      boolean was = passes(before, entering(packet.packet()));
      boolean is = passes(after, entering(packet.packet()));
      if (!was && is) fixed++;
      if (was && !is) broken++;
    }
    Disposition end = diagnosis.seen().map(p -> end(after, entering(p.packet()))).orElseGet(() -> new Disposition.Undetermined(
        Stage.Step.BEFORE_NETFILTER, "the packet itself", ""));
    return new Proof(fix, end, fixed, broken, log.size() - fixed - broken, admitted(changed.get()));
  }

  private Optional<Host> applied(Fix fix) {
    try {
      return Optional.of(Change.parse(fix.command()).apply(before.host()));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // a candidate that the host refuses, such as one with a gateway to be filled in
    }
  }

  /// A packet as it came in; OUT= of one made here was its route's word and not its own.
  private static Packet entering(Packet packet) {
    return packet.meta().in().isEmpty() ? packet.with(packet.meta().withOut("")) : packet;
  }

  private static Disposition end(Model model, Packet packet) {
    return model.likeliest(packet).traversal().disposition();
  }

  private static boolean passes(Model model, Packet packet) {
    Disposition end = end(model, packet);
    return end instanceof Disposition.Delivered || end instanceof Disposition.Transmitted;
  }

  /// Sources that the device believes with the fix and did not before.
  private List<Prefix> admitted(Host changed) {
    String dev = diagnosis.seen().map(p -> p.packet().meta().in()).orElse("");
    if (dev.isEmpty()) return List.of();
    return ReversePath.beyond(ReversePath.refused(changed.routing(), dev), ReversePath.refused(before.host().routing(), dev));
  }
}
