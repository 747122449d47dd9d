package lasthop.observe;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import lasthop.host.Host;
import lasthop.netfilter.Hook;
import lasthop.netfilter.TableKind;
import lasthop.trace.Event;
import lasthop.trace.TracedPacket;
import lasthop.traversal.Disposition;
import lasthop.traversal.Hop;
import lasthop.traversal.PacketFacts;
import lasthop.traversal.Pipeline;
import lasthop.traversal.Stage;
import lasthop.traversal.Traversal;

/// The way of a traced packet through its host, as its lines tell it.
public final class Observe {
  private Observe() {}

  /// @param host the snapshot of the host that logged it; without one the tables that its lines name count as loaded
  public static Traversal traversal(TracedPacket packet, Optional<Host> host) {
    var hops = new ArrayList<Hop>();
    Stage.Chain stage = Stage.Chain.of(TableKind.RAW, Hook.PREROUTING);
    for (Event event : packet.events()) {
      stage = stage(event, stage);
      hops.add(new Hop.Named(stage, event.hop(), event.packet()));
    }
    return new Traversal(hops, end(packet, stage));
  }

  private static Disposition end(TracedPacket packet, Stage.Chain last) {
    var expected = pipeline(packet).expectedAfter(last, PacketFacts.FIRST);
    if (!expected.next().isEmpty()) return new Disposition.Lost(last, expected);
    return new Disposition.Undetermined(last, "what became of it after its last chain", "");
  }

  private static Pipeline pipeline(TracedPacket packet) {
    var tables = EnumSet.of(TableKind.RAW, TableKind.FILTER);
    for (Event event : packet.events()) TableKind.of(event.table()).ifPresent(tables::add);
    return Pipeline.of(List.copyOf(tables), tables.contains(TableKind.NAT));
  }

  private static Stage.Chain stage(Event event, Stage.Chain before) {
    var table = TableKind.of(event.table());
    if (table.isEmpty()) return before;
    Hook hook = event.hook().orElse(before.hook());
    return table.get().hooks().contains(hook) ? Stage.Chain.of(table.get(), hook) : before;
  }
}
