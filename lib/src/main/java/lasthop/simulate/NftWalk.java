package lasthop.simulate;

import java.util.List;
import java.util.Optional;
import lasthop.netfilter.Doubt;
import lasthop.netfilter.Hook;
import lasthop.netfilter.Surroundings.CtState;
import lasthop.netfilter.Target.NatRange;
import lasthop.netfilter.Target.Translation;
import lasthop.nft.NftAssumption;
import lasthop.nft.NftChain;
import lasthop.nft.NftHook;
import lasthop.nft.NftNat;
import lasthop.nft.NftOutcome;
import lasthop.nft.NftStep;
import lasthop.nft.NftTable;
import lasthop.nft.NftWalker;
import lasthop.packet.Packet;
import lasthop.text.Origin;
import lasthop.traversal.Cause;
import lasthop.traversal.Disposition;
import lasthop.traversal.Hop;
import lasthop.traversal.Stage;

/// A packet's way through one base chain of nftables: one of its ways is chosen and applied.
final class NftWalk {
  private final Machine machine;
  private final Flight flight;
  private final Stage.Chain stage;
  private final NftChain chain;

  NftWalk(Machine machine, Flight flight, Stage.Chain stage) {
    this(machine, flight, stage, machine.nftChain(stage));
  }

  private NftWalk(Machine machine, Flight flight, Stage.Chain stage, NftChain chain) {
    this.machine = machine;
    this.flight = flight;
    this.stage = stage;
    this.chain = chain;
  }

  /// The chains of a device itself: before all hooks of the IP layer on the way in, after them on the way out.
  ///
  /// @param hook INGRESS or EGRESS
  /// @return empty when the packet goes on
  /// @kernel v6.12 net/core/dev.c __netif_receive_skb_core, __dev_queue_xmit; include/linux/netfilter_netdev.h
  static Optional<Disposition> ofDevice(Machine machine, Flight flight, NftHook hook, String device) {
    Hook seen = hook == NftHook.INGRESS ? Hook.PREROUTING : Hook.POSTROUTING;
    for (NftChain chain : machine.nft().on(hook, device)) {
      Optional<Disposition> end = new NftWalk(machine, flight, Stage.Chain.of(chain, seen), chain).run();
      if (end.isPresent()) return end;
    }
    return Optional.empty();
  }

  /// A chain of family bridge, as a frame meets it.
  ///
  /// @param in the port it came in by; empty for a frame of this host
  /// @param out the port it leaves by; empty on its way to this host
  static Optional<Disposition> ofBridge(Machine machine, Flight flight, Hook hook, NftChain chain, String in, String out) {
    Packet seen = flight.packet;
    flight.packet = seen.with(seen.meta().withIn(in).withOut(out));
    Optional<Disposition> end = new NftWalk(machine, flight, Stage.Chain.of(chain, hook), chain).run();
    flight.packet = flight.packet.with(flight.packet.meta().withIn(seen.meta().in()).withOut(seen.meta().out()));
    return end;
  }

  /// @return empty when the packet goes on
  Optional<Disposition> run() {
    NftTable table = machine.nftTable(chain);
    var at = new FlightSurroundings(machine, flight, stage.hook());
    List<NftOutcome> ways = NftWalker.walk(table, chain, flight.packet, flight.traced, at, flight.settled);
    NftOutcome way = ways.get(flight.choices.take(ways.size(), 0));
    assume(way);
    for (NftStep step : way.steps()) flight.note(new Hop.Nft(stage, step));
    flight.packet = way.after();
    flight.traced = way.trace();
    flight.proxied |= way.tproxy();
    way.ctMark().ifPresent(flight::ctMark);
    if (way.notrack() && !flight.isTracked()) flight.track(CtState.UNTRACKED);
    return end(way);
  }

  private void assume(NftOutcome way) {
    if (way.probability() >= 0) flight.probability *= way.probability();
    for (NftAssumption a : way.assumptions()) {
      flight.settled.add(a);
      flight.assume(new Assumption(Assumption.Kind.valueOf(a.kind().name()), a.what(), a.taken(), a.probability(), a.origin()));
      boolean rate = a.what().startsWith("limit") && !a.what().contains("over") && a.taken().equals("does not match");
      flight.rateSpent |= rate && a.kind() == Doubt.Kind.HISTORY;
    }
  }

  private Optional<Disposition> end(NftOutcome way) {
    return switch (way.verdict().kind()) {
      case DROP -> Optional.of(dropped(way));
      case QUEUE -> flight.isGivenBack(deciding(way) instanceof NftStep.Matched m ? m.rule().origin() : Origin.NONE) ? Optional.empty()
          : Optional.of(new Disposition.Queued(stage, where(way)));
      case STOLEN -> Optional.of(new Disposition.Undetermined(stage, "what becomes of a packet taken over by " + where(way), ""));
      case ACCEPT, CONTINUE, RETURN, JUMP, GOTO -> way.nat().flatMap(nat -> translated(nat, way));
    };
  }

  private Disposition dropped(NftOutcome way) {
    if (!way.rejectWith().isEmpty()) return Rejection.of(flight, stage, where(way), way.rejectWith());
    boolean policy = deciding(way) instanceof NftStep.Policy;
    return new Disposition.Dropped(stage, where(way), policy ? Cause.POLICY_DROP : dropCause(way));
  }

  private Cause dropCause(NftOutcome way) {
    boolean asks = deciding(way) instanceof NftStep.Matched m && asksForInvalid(m.rule().text());
    return asks && flight.state() == CtState.INVALID ? Cause.CONNTRACK_INVALID : Cause.RULE_DROP;
  }

  /// As nft writes it, or iptables-nft.
  private static boolean asksForInvalid(String rule) {
    return rule.contains("state ") && (rule.contains("invalid") || rule.contains("INVALID"));
  }

  private static NftStep deciding(NftOutcome way) {
    List<NftStep> steps = way.steps();
    for (int i = steps.size() - 1; i >= 0; i--) {
      if (!(steps.get(i) instanceof NftStep.Missed)) return steps.get(i);
    }
    throw new IllegalStateException("a base chain decided without a step");
  }

  private static String where(NftOutcome way) {
    return switch (deciding(way)) {
      case NftStep.Matched m -> m.chain() + ":rule:" + m.rule().number();
      case NftStep.Missed m -> m.chain() + ":rule:" + m.rule().number();
      case NftStep.Policy p -> p.chain() + ":policy";
    };
  }

  private Optional<Disposition> translated(NftNat nat, NftOutcome way) {
    if (!nat.known()) {
      return Optional.of(new Disposition.Undetermined(stage, "the address " + nat.kind() + " of " + where(way) + " gives", "nft list ruleset"));
    }
    Origin origin = deciding(way) instanceof NftStep.Matched m ? m.rule().origin() : Origin.NONE;
    String text = deciding(way) instanceof NftStep.Matched m ? m.rule().text() : nat.kind();
    var range = new NatRange(nat.from(), nat.to(), nat.fromPort(), nat.toPort(), -1, false, false);
    Translation kind = switch (nat.kind()) {
      case "dnat" -> Translation.DNAT;
      case "redirect" -> Translation.REDIRECT;
      case "masquerade" -> Translation.MASQUERADE;
      default -> Translation.SNAT;
    };
    boolean done = new Natting(machine, flight, stage.hook(), text, origin).nat(kind, range);
    return done ? Optional.empty() : Optional.of(new Disposition.Dropped(stage, where(way), Cause.RULE_DROP));
  }
}
