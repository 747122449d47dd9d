package lasthop.simulate;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import lasthop.netfilter.Chain;
import lasthop.netfilter.Outcome.Maybe;
import lasthop.netfilter.Outcome.No;
import lasthop.netfilter.Outcome.Yes;
import lasthop.netfilter.Rule;
import lasthop.netfilter.Surroundings;
import lasthop.netfilter.Table;
import lasthop.packet.Packet;
import lasthop.traversal.Disposition;
import lasthop.traversal.Hop;
import lasthop.traversal.Stage;

/// A packet's way through one table of iptables on one hook.
///
/// @kernel v6.12 net/ipv4/netfilter/ip_tables.c ipt_do_table
final class TableWalk {
  /// More jumps than any ruleset the kernel accepts can make without a loop.
  private static final int DEEPEST = 100_000;
  /// Matching rules on one way through a table, far beyond any real one: chains of jumps can have 2^n ways.
  private static final int MOST = 100_000;

  private final Machine machine;
  private final Flight flight;
  private final Table table;
  private final Stage.Chain stage;
  private final Surroundings at;
  private final Targets targets;
  private final Deque<Place> callers = new ArrayDeque<>();
  private final Optional<Chain> base;
  private Place here;
  /// Number of the first rule looked at since the last hop.
  private int from;

  /// A chain and the next rule to look at there.
  private record Place(Chain chain, int number) {}

  TableWalk(Machine machine, Flight flight, Table table, Stage.Chain stage) {
    this.machine = machine;
    this.flight = flight;
    this.table = table;
    this.stage = stage;
    this.at = new FlightSurroundings(machine, flight, stage.hook());
    this.targets = new Targets(machine, flight, stage);
    this.base = table.chain(stage.hook());
  }

  /// Walks the table from its chain on the hook.
  ///
  /// @return empty when the packet goes on
  Optional<Disposition> run() {
    return base.isPresent() ? run(base.get(), false) : Optional.empty();
  }

  /// Walks from any chain.
  ///
  /// @param only whether to stop at the chain's end instead of going on where the kernel would: the policy
  Optional<Disposition> run(Chain first, boolean only) {
    enter(first, 1);
    for (int matched = 0; matched <= MOST;) {
      here = new Place(here.chain, machine.indexes().next(here.chain, flight.packet, here.number));
      if (here.number > here.chain.size()) {
        Optional<Optional<Disposition>> end = end(only);
        if (end.isPresent()) return end.get();
        continue;
      }
      Rule rule = machine.indexes().rule(here.chain, here.number);
      if (!matches(rule)) {
        here = new Place(here.chain, here.number + 1);
        continue;
      }
      Optional<Optional<Disposition>> end = apply(rule);
      if (end.isPresent()) return end.get();
      if (callers.size() > DEEPEST) return loop();
      matched++;
    }
    return endless();
  }

  private void enter(Chain chain, int number) {
    here = new Place(chain, number);
    from = number;
  }

  private boolean matches(Rule rule) {
    return switch (rule.matches(flight.packet, at)) {
      case Yes _ -> true;
      case No _ -> false;
      case Maybe maybe -> Doubts.settle(flight, rule, maybe.doubts());
    };
  }

  /// The outer option is empty while the walk goes on, the inner one when the table lets the packet pass.
  private Optional<Optional<Disposition>> apply(Rule rule) {
    Packet before = flight.packet;
    boolean traced = flight.traced;
    Targets.Effect effect = targets.apply(rule);
    String line = traced ? line(rule.tracesAsEnd() ? endWord() : "rule", rule.number()) : "";
    flight.note(new Hop.Matched(stage, line, rule, from, before, flight.packet));
    enter(here.chain, here.number + 1);
    return switch (effect) {
      case Targets.GoOn _ -> Optional.empty();
      case Targets.Pass _ -> Optional.of(Optional.empty());
      case Targets.End end -> Optional.of(Optional.of(end.disposition()));
      case Targets.Jump jump -> follow(rule, jump);
      case Targets.Return _ -> back();
    };
  }

  private Optional<Optional<Disposition>> follow(Rule rule, Targets.Jump jump) {
    Optional<Chain> target = table.chain(jump.chain());
    if (target.isEmpty()) {
      return Optional.of(Optional.of(new Disposition.Undetermined(stage,
          "chain " + jump.chain() + ", which rule " + rule.number() + " of " + rule.chain() + " names, is not in the listing",
          "iptables-save")));
    }
    if (!jump.isGoto()) callers.push(here);
    enter(target.get(), 1);
    return Optional.empty();
  }

  /// Back to the last jump; from a base chain, or a chain it went to by goto, to the policy.
  private Optional<Optional<Disposition>> back() {
    if (!callers.isEmpty()) {
      Place caller = callers.pop();
      enter(caller.chain, caller.number);
      return Optional.empty();
    }
    return Optional.of(base.isPresent() ? policy(base.get(), base.get().size() + 1) : Optional.empty());
  }

  private Optional<Optional<Disposition>> end(boolean only) {
    if (here.chain.policy().isPresent()) return Optional.of(policy(here.chain, from));
    String line = flight.traced ? line("return", here.chain.size() + 1) : "";
    flight.note(new Hop.Ended(stage, line, here.chain, from, flight.packet));
    if (only && callers.isEmpty()) return Optional.of(Optional.empty());
    return back();
  }

  private Optional<Disposition> policy(Chain chain, int lookedFrom) {
    String line = flight.traced ? stage.table() + ":" + chain.name() + ":policy:" + (chain.size() + 1) : "";
    flight.note(new Hop.Ended(stage, line, chain, lookedFrom, flight.packet));
    if (chain.policy().isEmpty() || chain.policy().get().accepts()) return Optional.empty();
    return Optional.of(new Disposition.Dropped(stage, stage.table() + ":" + chain.name() + ":policy",
        lasthop.traversal.Cause.POLICY_DROP));
  }

  private String endWord() {
    return here.chain.policy().isPresent() ? "policy" : "return";
  }

  private String line(String kind, int number) {
    return stage.table() + ":" + here.chain.name() + ":" + kind + ":" + number;
  }

  private Optional<Disposition> endless() {
    return Optional.of(new Disposition.Undetermined(stage, "more than " + MOST + " rules of table " + stage.table() + " match it, one after the other", "iptables-save"));
  }

  private Optional<Disposition> loop() {
    return Optional.of(new Disposition.Undetermined(stage, "the chains of table " + stage.table() + " call each other in a loop",
        "iptables-save"));
  }
}
