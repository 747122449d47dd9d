package lasthop.simulate;

import java.util.Optional;
import lasthop.netfilter.Rule;
import lasthop.netfilter.Surroundings.CtState;
import lasthop.netfilter.Target;
import lasthop.packet.Packet;
import lasthop.traversal.Cause;
import lasthop.traversal.Disposition;
import lasthop.traversal.Stage;

/// What the target of a matching rule does to a packet, and where the packet goes from there.
final class Targets {
  private final Machine machine;
  private final Flight flight;
  private final Stage.Chain stage;

  Targets(Machine machine, Flight flight, Stage.Chain stage) {
    this.machine = machine;
    this.flight = flight;
    this.stage = stage;
  }

  /// Where the packet goes after a rule.
  sealed interface Effect {}

  /// To the next rule.
  record GoOn() implements Effect {}

  /// Out of the table, accepted.
  record Pass() implements Effect {}

  record End(Disposition disposition) implements Effect {}

  record Jump(String chain, boolean isGoto) implements Effect {}

  record Return() implements Effect {}

  Effect apply(Rule rule) {
    Packet packet = flight.packet;
    return switch (rule.target()) {
      case Target.None _, Target.Continue _ -> new GoOn();
      case Target.Accept _ -> new Pass();
      case Target.Drop _ -> new End(new Disposition.Dropped(stage, where(rule), dropCause(rule)));
      case Target.Return _ -> new Return();
      case Target.Jump jump -> new Jump(jump.chain(), false);
      case Target.Goto jump -> new Jump(jump.chain(), true);
      case Target.Reject reject -> new End(Rejection.of(flight, stage, where(rule), reject.with()));
      case Target.Queue _ -> flight.isGivenBack(rule.origin()) ? new Pass() : new End(new Disposition.Queued(stage, where(rule)));
      case Target.Nat nat -> translate(rule, natting(rule).nat(nat.kind(), nat.range()));
      case Target.Netmap netmap -> translate(rule, natting(rule).netmap(netmap));
      case Target.SetMark mark -> changed(packet.with(packet.meta().withMark(mark.applied(packet.meta().mark()))));
      case Target.SetConnmark mark -> connmark(mark.applied(flight.ctMark()));
      case Target.SaveConnmark mark -> connmark(mark.applied(flight.ctMark(), packet.meta().mark()));
      case Target.RestoreConnmark mark -> flight.isTracked()
          ? changed(packet.with(packet.meta().withMark(mark.applied(packet.meta().mark(), flight.ctMark()))))
          : new GoOn();
      case Target.Notrack _ -> untracked();
      case Target.Tproxy tproxy -> tproxy(rule, tproxy);
      case Target.SetTos tos -> changed(packet.with(packet.header().withTos(tos.applied(Math.max(0, packet.header().tos())))));
      case Target.SetTtl ttl -> packet.header().ttl() < 0 ? new GoOn()
          : changed(packet.with(packet.header().withTtl(ttl.applied(packet.header().ttl()))));
      case Target.Trace _ -> {
        flight.traced = true;
        yield new GoOn();
      }
      case Target.Unmodelled unknown -> new End(new Disposition.Undetermined(stage,
          "what target " + unknown.name() + " of " + where(rule) + " does", ""));
    };
  }

  /// A rule that asks for INVALID packets drops them for that, any other for what it says.
  private Cause dropCause(Rule rule) {
    boolean asks = flight.state() == CtState.INVALID && rule.matches().stream()
        .anyMatch(m -> (m.value("ctstate") + m.value("state")).contains("INVALID"));
    return asks ? Cause.CONNTRACK_INVALID : Cause.RULE_DROP;
  }

  private Natting natting(Rule rule) {
    return new Natting(machine, flight, stage.hook(), rule.text(), rule.origin());
  }

  private Effect translate(Rule rule, boolean possible) {
    return possible ? new Pass() : new End(new Disposition.Dropped(stage, where(rule), Cause.RULE_DROP));
  }

  private Effect changed(Packet packet) {
    flight.packet = packet;
    return new GoOn();
  }

  /// A packet that belongs to no connection leaves no mark.
  private Effect connmark(long mark) {
    if (flight.isTracked()) flight.ctMark(mark);
    return new GoOn();
  }

  /// @kernel v6.12 net/netfilter/xt_CT.c xt_ct_target
  private Effect untracked() {
    if (!flight.hasState()) flight.track(CtState.UNTRACKED);
    return new GoOn();
  }

  /// The packet passes marked if a socket is there to take it, else it is dropped.
  ///
  /// @kernel v6.12 net/netfilter/xt_TPROXY.c tproxy_tg4
  private Effect tproxy(Rule rule, Target.Tproxy tproxy) {
    Packet packet = flight.packet;
    var ip = tproxy.on().or(() -> Addresses.primary(machine, packet.meta().in()));
    int port = tproxy.port() == 0 ? packet.dport() : tproxy.port();
    if (ip.isEmpty()) return new End(new Disposition.Dropped(stage, where(rule), Cause.RULE_DROP));
    Optional<Boolean> listens = Sockets.listens(machine.host(), packet.withDst(ip.get(), port));
    if (listens.isEmpty()) {
      return new End(new Disposition.Undetermined(stage, "whether a socket takes port " + port, "ss -tlnu"));
    }
    if (!listens.get() || !isTransparent(rule, port)) return new End(new Disposition.Dropped(stage, where(rule), Cause.RULE_DROP));
    long mark = (packet.meta().mark() & ~tproxy.markMask() ^ tproxy.markValue()) & 0xffffffffL;
    flight.packet = packet.with(packet.meta().withMark(mark));
    flight.proxied = true;
    return new Pass();
  }

  /// No listing shows whether a socket has asked for IP_TRANSPARENT, as every proxy does.
  private boolean isTransparent(Rule rule, int port) {
    boolean asked = flight.choices.take(2, 0) == 0;
    flight.assume(new Assumption(Assumption.Kind.UNKNOWN, "the socket on port " + port, asked ? "is transparent" : "is not transparent", -1, rule.origin()));
    return asked;
  }

  private String where(Rule rule) {
    return stage.table() + ":" + rule.chain() + ":rule:" + rule.number();
  }
}
