package lasthop.diagnose;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import lasthop.trace.TracedPacket;
import lasthop.traversal.Cause;
import lasthop.traversal.Disposition;

/// All packets of a case, those that met the same fate together.
///
/// @param groups losses before what got through and what is open; among those, by packets explained times confidence
/// @param left packets that were not looked at, because there were more than asked for
public record Diagnoses(List<Group> groups, int left) {
  public Diagnoses {
    groups = List.copyOf(groups);
  }

  /// Packets that ended at one place of one host for one cause.
  ///
  /// @param example the diagnosis of the first of them on that host
  /// @param packets as first seen, in the order of the logs; at least one
  public record Group(Diagnosis example, List<TracedPacket> packets) {
    public Group {
      packets = List.copyOf(packets);
    }

    /// Asks for the first of them.
    public Wanted selector() {
      return Diagnose.of(packets.getFirst());
    }

    /// Packets explained, weighed by how far the files force the explanation.
    public int weight() {
      return packets.size() * switch (example.confidence()) {
        case HIGH -> 4;
        case MEDIUM -> 2;
        case LOW -> 1;
        case NONE -> 0;
      };
    }

    private int rank() {
      if (!example.isSettled()) return 1;
      return example.gotThrough() ? 2 : 0;
    }
  }

  private record Fate(String host, String verdict, String where, Cause cause) {}

  /// Diagnoses packet after packet. A packet that several hosts logged is one.
  ///
  /// @param most how many packets are looked at, at most; each is searched for in every log
  public static Diagnoses of(List<Witness> witnesses, int most) {
    Set<TracedPacket> covered = Collections.newSetFromMap(new IdentityHashMap<>());
    var fates = new LinkedHashMap<Fate, Diagnosis>();
    var packets = new LinkedHashMap<Fate, List<TracedPacket>>();
    int looked = 0;
    int left = 0;
    for (Witness witness : witnesses) {
      for (TracedPacket packet : witness.packets()) {
        if (covered.contains(packet)) continue;
        if (looked == most) {
          left++;
          continue;
        }
        looked++;
        List<Diagnosis> way = Diagnose.way(witnesses, Diagnose.of(packet));
        way.forEach(d -> d.seen().ifPresent(covered::add));
        covered.add(packet);
        Diagnosis end = decisive(way);
        Disposition fate = end.disposition();
        var key = new Fate(end.host(), fate.verdict(), fate.where(), fate.cause());
        fates.putIfAbsent(key, end);
        packets.computeIfAbsent(key, _ -> new ArrayList<>()).add(packet);
      }
    }
    var groups = new ArrayList<Group>();
    fates.forEach((key, example) -> groups.add(new Group(example, packets.get(key))));
    groups.sort(Comparator.comparingInt(Group::rank).thenComparing(Comparator.comparingInt(Group::weight).reversed()));
    return new Diagnoses(groups, left);
  }

  /// The host that matters: where it stopped, else one that is open, else the last.
  private static Diagnosis decisive(List<Diagnosis> way) {
    Optional<Diagnosis> stopped = way.stream()
        .filter(d -> d.isSettled() && !d.gotThrough() && !(d.disposition() instanceof Disposition.NeverArrived)).findFirst();
    return stopped.or(() -> way.stream().filter(d -> d.seen().isPresent() && !d.isSettled()).findFirst())
        .or(() -> way.stream().filter(d -> d.seen().isPresent()).reduce((_, last) -> last)).orElse(way.getLast());
  }
}
