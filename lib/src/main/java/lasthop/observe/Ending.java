package lasthop.observe;

import java.util.List;
import java.util.Optional;
import lasthop.netfilter.Hook;
import lasthop.netfilter.Rule;
import lasthop.netfilter.Target;
import lasthop.nft.NftStep;
import lasthop.nft.NftVerdict;
import lasthop.nft.Statement;
import lasthop.routing.RouteDecision.Routed;
import lasthop.trace.TracedPacket;
import lasthop.traversal.Cause;
import lasthop.traversal.ChainType;
import lasthop.traversal.Disposition;
import lasthop.traversal.Expectation;
import lasthop.traversal.Hop;
import lasthop.traversal.PacketFacts;
import lasthop.traversal.Pipeline;
import lasthop.traversal.Stage;

/// What the last line of a log, with the rule it names, says of the packet's end.
final class Ending {
  private final Pipeline pipeline;
  private final TracedPacket packet;
  private final List<Hop> hops;
  private final Optional<Routed> route;

  Ending(Pipeline pipeline, TracedPacket packet, List<Hop> hops, Optional<Routed> route) {
    this.pipeline = pipeline;
    this.packet = packet;
    this.hops = hops;
    this.route = route;
  }

  Disposition disposition() {
    Hop last = lastLine();
    return decided(last).orElseGet(() -> goesOn((Stage.Chain) last.stage()));
  }

  private Hop lastLine() {
    for (int i = hops.size() - 1; i >= 0; i--) {
      if (!(hops.get(i) instanceof Hop.Routing)) return hops.get(i);
    }
    throw new IllegalStateException("a traced packet without a line");
  }

  private static Optional<Disposition> decided(Hop last) {
    if (last instanceof Hop.Named) return Optional.empty(); // without a snapshot: no switch to link at start-up
    return switch (last) {
      case Hop.Matched matched -> byRule(matched.stage(), matched.rule());
      case Hop.Ended ended when ended.isPolicy() && !ended.chain().policy().get().accepts() -> Optional.of(
          new Disposition.Dropped(ended.stage(), ended.chain() + ":policy", Cause.POLICY_DROP));
      case Hop.Nft nft -> byStep(nft);
      case Hop.Ended _, Hop.Named _, Hop.Routing _ -> Optional.empty();
    };
  }

  private static Optional<Disposition> byRule(Stage.Chain stage, Rule rule) {
    String where = stage.table() + ":" + rule.chain() + ":rule:" + rule.number();
    return switch (rule.target()) {
      case Target.Drop _ -> Optional.of(new Disposition.Dropped(stage, where, asksInvalid(rule) ? Cause.CONNTRACK_INVALID : Cause.RULE_DROP));
      case Target.Reject reject -> Optional.of(new Disposition.Rejected(stage, where, reject.with()));
      case Target.Queue _ -> Optional.of(new Disposition.Queued(stage, where));
      default -> Optional.empty();
    };
  }

  /// Whether the rule matched because the packet was INVALID: it asks for that state and no other.
  private static boolean asksInvalid(Rule rule) {
    return rule.matches().stream().anyMatch(m -> m.value("ctstate").equals("INVALID") || m.value("state").equals("INVALID"));
  }

  private static Optional<Disposition> byStep(Hop.Nft hop) {
    return switch (hop.step()) {
      case NftStep.Matched m when m.verdict().equals(NftVerdict.DROP) -> Optional.of(byNftRule(hop.stage(), m));
      case NftStep.Policy p when p.verdict().equals(NftVerdict.DROP) ->
          Optional.of(new Disposition.Dropped(hop.stage(), p.chain() + ":policy", Cause.POLICY_DROP));
      case NftStep.Matched _, NftStep.Policy _, NftStep.Missed _ -> Optional.empty();
    };
  }

  private static Disposition byNftRule(Stage.Chain stage, NftStep.Matched m) {
    String where = m.chain() + ":rule:" + m.rule().number();
    boolean invalid = false;
    for (Statement s : m.rule().statements()) {
      if (s instanceof Statement.Iptables whole) return byRule(stage, whole.rule()).orElse(new Disposition.Dropped(stage, where, Cause.RULE_DROP));
      if (s instanceof Statement.Reject reject) return new Disposition.Rejected(stage, where, reject.with());
      invalid |= s instanceof Statement.Match match && match.text().equals("ct state invalid");
    }
    return new Disposition.Dropped(stage, where, invalid ? Cause.CONNTRACK_INVALID : Cause.RULE_DROP);
  }

  /// No rule ended it. Behind the last chain it left or was delivered, as far as the log can know; else it was lost.
  private Disposition goesOn(Stage.Chain stage) {
    Optional<Stage.Chain> known = pipeline.chains().stream()
        .filter(c -> c.hook() == stage.hook() && c.table().equals(stage.table())
            && (c.priority() == stage.priority() || c.name().equals(stage.name()))).findFirst();
    if (known.isEmpty()) return new Disposition.Lost(stage, new Expectation(List.of(), List.of(), List.of()));
    Expectation expected = pipeline.expectedAfter(known.get(), facts(known.get()));
    if (!expected.next().isEmpty()) return new Disposition.Lost(known.get(), expected);
    return switch (stage.hook()) {
      case INPUT -> new Disposition.Delivered(Stage.Step.SOCKET, Cause.NONE, route);
      case POSTROUTING -> transmitted();
      case PREROUTING, FORWARD, OUTPUT -> new Disposition.Lost(known.get(), expected);
    };
  }

  private Disposition transmitted() {
    var meta = packet.last().packet().meta();
    boolean forwarded = packet.events().stream().noneMatch(e -> e.hook().equals(Optional.of(Hook.OUTPUT)));
    return new Disposition.Transmitted(forwarded, meta.out(), Cause.NONE, route);
  }

  /// A packet that came past the place of a nat chain without a line of it is not a connection's first.
  private PacketFacts facts(Stage.Chain last) {
    boolean nat = hops.stream().anyMatch(h -> h.stage() instanceof Stage.Chain c && c.type() == ChainType.NAT);
    boolean early = hops.stream().allMatch(h -> isBeforeNat(h.stage()));
    boolean first = nat || early;
    var meta = packet.last().packet().meta();
    boolean switched = !meta.in().isEmpty() && meta.in().equals(meta.out()) && !meta.physin().isEmpty();
    boolean looped = meta.in().equals("lo");
    return new PacketFacts(first, true, switched, looped);
  }

  private static boolean isBeforeNat(Stage stage) {
    return !(stage instanceof Stage.Chain c) || c.priority() < -100 && (c.hook() == Hook.PREROUTING || c.hook() == Hook.OUTPUT);
  }
}
