package lasthop.observe;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import lasthop.netfilter.Backend;
import lasthop.netfilter.Hook;
import lasthop.netfilter.TableKind;
import lasthop.trace.Event;
import lasthop.trace.TracedPacket;
import lasthop.traversal.ChainType;
import lasthop.traversal.Disposition;
import lasthop.traversal.Hop;
import lasthop.traversal.Pipeline;
import lasthop.traversal.Stage;
import lasthop.traversal.Traversal;

/// A traced packet of a host nothing else is known of.
final class LogOnly {
  private final TracedPacket packet;

  LogOnly(TracedPacket packet) {
    this.packet = packet;
  }

  Observed observed() {
    List<Hook> hooks = Hooks.of(packet.events());
    var hops = new ArrayList<Hop>();
    var tables = EnumSet.of(TableKind.FILTER);
    for (int i = 0; i < hooks.size(); i++) {
      Event event = packet.events().get(i);
      hops.add(new Hop.Named(stage(event, hooks.get(i)), event.hop(), event.packet()));
      TableKind.of(event.table()).ifPresent(tables::add);
    }
    Pipeline pipeline = Pipeline.of(tables, tables.contains(TableKind.NAT));
    return new Observed(packet, new Traversal(hops, end(pipeline, hops)), List.of());
  }

  /// Without rules a packet past its last chain may have come through or not.
  private Disposition end(Pipeline pipeline, List<Hop> hops) {
    Disposition end = new Ending(pipeline, packet, hops, Optional.empty()).disposition();
    if (end instanceof Disposition.Lost) return end;
    String through = end instanceof Disposition.Transmitted t ? "out by " + t.oif() : "in to a socket";
    String collect = packet.last().isNft() ? "nft -a list ruleset" : "iptables-save -c";
    return new Disposition.Undetermined(hops.getLast().stage(), "whether the last line's rule or policy let it " + through, collect);
  }

  /// The base chain a line belongs to, by its table's name and the hook.
  static Stage.Chain stage(Event event, Hook hook) {
    Optional<TableKind> kind = event.isNft() ? Optional.empty() : TableKind.of(event.table());
    return kind.map(k -> Stage.Chain.of(k, hook))
        .orElseGet(() -> new Stage.Chain(Backend.NFT, event.table(), event.chain(), ChainType.FILTER, hook, 0, 0));
  }
}
