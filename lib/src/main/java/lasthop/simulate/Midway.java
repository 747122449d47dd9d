package lasthop.simulate;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import lasthop.netfilter.Chain;
import lasthop.netfilter.Hook;
import lasthop.netfilter.Rule;
import lasthop.netfilter.Table;
import lasthop.netfilter.Target;
import lasthop.traversal.Disposition;
import lasthop.traversal.Leg;
import lasthop.traversal.Stage;

/// A simulation that begins at a chain in the middle.
final class Midway {
  private final Machine machine;
  private final Probe probe;
  private final Start start;
  private final Table table;
  private final Chain chain;
  private final Stage.Chain stage;

  /// @throws IllegalArgumentException when the host has no such table or chain
  Midway(Machine machine, Probe probe, Start start) {
    this.machine = machine;
    this.probe = probe;
    this.start = start;
    this.table = machine.table(start.table())
        .orElseThrow(() -> new IllegalArgumentException("no table \"" + start.table() + "\" in the rules of this host"));
    this.chain = table.chain(start.chain()).orElseThrow(() -> new IllegalArgumentException(
        "no chain \"" + start.chain() + "\" in table " + start.table() + " of this host"));
    this.stage = Stage.Chain.of(table.kind(), hook());
  }

  Disposition run(Flight flight) {
    var walk = new Walk(machine, probe, flight, false);
    flight.traced = !isFirst();
    walk.prepare(stage);
    Optional<Disposition> end = new TableWalk(machine, flight, table, stage).run(chain, start.only());
    if (end.isPresent()) return end.get();
    return start.only() ? new Disposition.Passed(stage) : walk.runAfter(stage);
  }

  /// Whether the packet would meet this chain before any other.
  private boolean isFirst() {
    List<Stage> stages = machine.pipeline().leg(probe.arrives() ? Leg.ARRIVAL : Leg.SENDING);
    return stages.stream().filter(s -> s instanceof Stage.Chain).findFirst().filter(stage::equals).isPresent()
        && chain.policy().isPresent();
  }

  /// The hook of a built-in chain, or the first hook on the packet's way from which a user chain can be reached.
  private Hook hook() {
    List<Hook> way = probe.arrives() ? List.of(Hook.PREROUTING, Hook.INPUT, Hook.FORWARD, Hook.POSTROUTING, Hook.OUTPUT)
        : List.of(Hook.OUTPUT, Hook.POSTROUTING, Hook.PREROUTING, Hook.INPUT, Hook.FORWARD);
    for (Hook hook : way) {
      if (table.chain(hook).isPresent() && reaches(table.chain(hook).get())) return hook;
    }
    return way.stream().filter(h -> table.kind().hooks().contains(h)).findFirst().orElseThrow();
  }

  private boolean reaches(Chain from) {
    var seen = new HashSet<String>();
    var open = new ArrayDeque<Chain>(List.of(from));
    while (!open.isEmpty()) {
      Chain here = open.poll();
      if (here.name().equals(chain.name())) return true;
      if (!seen.add(here.name())) continue;
      for (Rule rule : here.rules()) {
        Optional<String> next = switch (rule.target()) {
          case Target.Jump jump -> Optional.of(jump.chain());
          case Target.Goto jump -> Optional.of(jump.chain());
          default -> Optional.empty();
        };
        next.flatMap(table::chain).ifPresent(open::add);
      }
    }
    return false;
  }
}
