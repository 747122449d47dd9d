package lasthop.observe;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lasthop.host.Host;
import lasthop.netfilter.Chain;
import lasthop.netfilter.Condition;
import lasthop.netfilter.Hook;
import lasthop.netfilter.Outcome;
import lasthop.netfilter.Rule;
import lasthop.netfilter.Ruleset;
import lasthop.netfilter.Table;
import lasthop.netfilter.TableKind;
import lasthop.netfilter.Target;
import lasthop.observe.Contradiction.Reason;
import lasthop.packet.Packet;
import lasthop.trace.Event;
import lasthop.trace.Kind;
import lasthop.trace.TracedPacket;
import lasthop.traversal.Hop;
import lasthop.traversal.Pipeline;
import lasthop.traversal.Stage;

/// The lines of one packet, each with the rule it names.
final class Join {
  private final Host host;
  private final Ruleset rules;
  private final Pipeline pipeline;
  private final List<Event> events;
  private final List<Hook> hooks;
  private final Frames frames = new Frames();
  private final List<Contradiction> contradictions = new ArrayList<>();
  private final List<Hop> hops = new ArrayList<>();

  Join(TracedPacket packet, Host host) {
    this.host = host;
    this.rules = host.rules().legacy(packet.packet().family());
    this.pipeline = Pipeline.of(rules, host.rules().nft());
    this.events = packet.events();
    this.hooks = Hooks.of(events);
    for (int i = 0; i < events.size(); i++) hops.add(hop(i));
  }

  Pipeline pipeline() {
    return pipeline;
  }

  List<Hop> hops() {
    return hops;
  }

  List<Contradiction> contradictions() {
    return contradictions;
  }

  private Hop hop(int index) {
    Event event = events.get(index);
    if (event.isNft()) return new NftJoin(host, contradictions).hop(event);
    Optional<TableKind> kind = TableKind.of(event.table());
    Optional<Table> table = kind.flatMap(rules::table);
    if (table.isEmpty()) return contradicted(event, stage(index), Reason.NO_TABLE, Optional.empty(), Optional.empty());
    Stage.Chain stage = Stage.Chain.of(kind.get(), hooks.get(index));
    Optional<Chain> chain = table.get().chain(event.chain());
    if (chain.isEmpty()) return contradicted(event, stage, Reason.NO_CHAIN, Optional.empty(), Optional.empty());
    int from = frames.from(stage.toString(), event.chain(), event.number());
    if (event.kind() != Kind.RULE && event.number() == chain.get().size() + 1) {
      frames.ended(event.chain());
      return new Hop.Ended(stage, event.hop(), chain.get(), from, event.packet());
    }
    if (event.number() > chain.get().size()) {
      return contradicted(event, stage, Reason.NO_RULE, Optional.empty(), Optional.empty());
    }
    return matched(index, stage, chain.get().rule(event.number()), from);
  }

  private Hop matched(int index, Stage.Chain stage, Rule rule, int from) {
    Event event = events.get(index);
    if (rule.tracesAsEnd() != (event.kind() != Kind.RULE)) {
      Reason reason = rule.tracesAsEnd() ? Reason.IS_THE_END : Reason.NOT_THE_END;
      return contradicted(event, stage, reason, Optional.of(rule), Optional.empty());
    }
    if (event.reading().missing().isEmpty()
        && rule.matches(event.packet(), new LoggedSurroundings(host, stage.hook())) instanceof Outcome.No no) {
      return contradicted(event, stage, Reason.CONDITION, Optional.of(rule), Optional.of(no.failed()));
    }
    frames.passed(event.chain(), event.number());
    switch (rule.target()) {
      case Target.Jump jump -> frames.entered(jump.chain(), false);
      case Target.Goto jump -> frames.entered(jump.chain(), true);
      case Target.Return _ -> frames.ended(event.chain());
      default -> { }
    }
    return new Hop.Matched(stage, event.hop(), rule, from, event.packet(), after(index, rule));
  }

  /// The packet as the next line shows it; after the last line, as far as the rule says what it changes.
  private Packet after(int index, Rule rule) {
    if (index + 1 < events.size()) return events.get(index + 1).packet();
    Packet packet = events.get(index).packet();
    return switch (rule.target()) {
      case Target.SetMark mark -> packet.with(packet.meta().withMark(mark.applied(packet.meta().mark())));
      case Target.Nat nat when nat.kind() == Target.Translation.DNAT && nat.range().min().isPresent() && nat.range().isSingle() ->
          packet.withDst(nat.range().min().get(), nat.range().minPort() < 0 ? packet.dport() : nat.range().minPort());
      default -> packet;
    };
  }

  private Hop contradicted(Event event, Stage stage, Reason reason, Optional<Rule> rule, Optional<Condition> failed) {
    contradictions.add(new Contradiction(event, reason, rule, failed, inOtherBackend(event)));
    return new Hop.Named(stage, event.hop(), event.packet());
  }

  /// Whether nftables has the table and chain the line names.
  private boolean inOtherBackend(Event event) {
    return host.rules().nft().tables().stream().anyMatch(t -> t.name().equals(event.table())
        && t.family().sees(event.packet().family()) && t.chain(event.chain()).isPresent());
  }

  private Stage stage(int index) {
    Event event = events.get(index);
    return TableKind.of(event.table()).<Stage>map(kind -> Stage.Chain.of(kind, hooks.get(index)))
        .orElseGet(() -> LogOnly.stage(event, hooks.get(index)));
  }
}
