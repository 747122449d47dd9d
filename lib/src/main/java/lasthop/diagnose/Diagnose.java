package lasthop.diagnose;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import lasthop.packet.Transport;
import lasthop.trace.TracedPacket;
import lasthop.traversal.Disposition;

/// Where a packet stopped on each host of a case, and why.
public final class Diagnose {
  /// The rank of a packet that ended on its way.
  private static final int ENDED = 1;

  private Diagnose() {}

  /// A diagnosis for every witness, those on the packet's way first and in its order. Without a packet wanted, the one
  /// that fared worst is taken.
  public static List<Diagnosis> packet(List<Witness> witnesses, Wanted wanted) {
    return Remarks.added(witnesses, wanted.isAny() ? worst(witnesses, wanted) : way(witnesses, wanted));
  }

  static List<Diagnosis> way(List<Witness> witnesses, Wanted wanted) {
    List<Diagnosis> journey = new Journey(witnesses, wanted).follow(wanted);
    return new Answers(witnesses).withFindings(journey);
  }

  /// The packet that fared worst: one that ended is worse than one whose fate is open, and that than one that got
  /// through; of equals the first logged.
  private static List<Diagnosis> worst(List<Witness> witnesses, Wanted wanted) {
    List<Diagnosis> worst = List.of();
    Set<TracedPacket> covered = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Witness witness : witnesses) {
      for (TracedPacket packet : witness.packets()) {
        if (!covered.add(packet)) continue;
        List<Diagnosis> way = way(witnesses, of(packet));
        way.forEach(d -> d.seen().ifPresent(covered::add));
        if (worst.isEmpty() || rank(way) < rank(worst)) worst = way;
        if (rank(worst) == ENDED) return worst;
      }
    }
    return worst.isEmpty() ? new Journey(witnesses, wanted).follow(wanted) : worst;
  }

  /// What becomes of the answer to a packet; empty when nothing answers it.
  ///
  /// @param way the diagnoses of the packet itself
  public static Optional<Answered> reverse(List<Witness> witnesses, List<Diagnosis> way) {
    return new Answers(witnesses).answered(way);
  }

  /// The first packet of the answer as a host logged it; empty when none did.
  ///
  /// @param way the diagnoses of the packet itself
  public static Optional<TracedPacket> answer(List<Witness> witnesses, List<Diagnosis> way) {
    return Answers.logged(witnesses, way);
  }

  /// Whether two hosts logged the same packet, by what routers and address translation leave alone.
  public static boolean isSame(TracedPacket a, TracedPacket b) {
    return SamePacket.same(a, b);
  }

  /// The identity of a traced packet as a question.
  public static Wanted of(TracedPacket packet) {
    var p = packet.packet();
    long seq = p.transport() instanceof Transport.Tcp tcp ? tcp.seq() : -1;
    return new Wanted("", Optional.of(p.src()), Optional.of(p.dst()), p.proto(), p.sport(), p.dport(), p.header().id(), seq, packet.first().origin());
  }

  private static int rank(List<Diagnosis> hosts) {
    return hosts.stream().mapToInt(d -> d.gotThrough() ? 3 : d.isSettled() ? d.disposition() instanceof
        Disposition.NeverArrived ? 3 : ENDED : 2).min().orElse(4);
  }
}
