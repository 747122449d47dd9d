package lasthop.nft;

import java.util.Optional;
import java.util.OptionalLong;
import lasthop.ip.Ip;
import lasthop.ip.Prefix;
import lasthop.netfilter.Condition;
import lasthop.netfilter.Doubt;
import lasthop.netfilter.Hook;
import lasthop.netfilter.Outcome;
import lasthop.netfilter.Rule;
import lasthop.netfilter.Surroundings.Connection;
import lasthop.netfilter.Surroundings.CtState;
import lasthop.netfilter.Target;
import lasthop.packet.Meta;
import lasthop.packet.Packet;

/// What a rule of iptables does when iptables-nft put it into an nftables chain.
///
/// @kernel v6.12 net/netfilter/nft_compat.c nft_match_eval, nft_target_eval_xt
final class IptablesEffects {
  private final State state;
  private final Walk walk;
  private final Effects effects;

  IptablesEffects(State state, Walk walk, Effects effects) {
    this.state = state;
    this.walk = walk;
    this.effects = effects;
  }

  /// Its verdict; empty when it does not match.
  Optional<NftVerdict> run(Rule rule) {
    boolean holds = switch (rule.matches(state.packet, state.at)) {
      case Outcome.Yes _ -> true;
      case Outcome.No no -> fails(no.failed());
      case Outcome.Maybe maybe -> maybe.doubts().stream().allMatch(d -> settled(d) || fails(d.condition()));
    };
    return holds ? Optional.of(verdict(rule)) : Optional.empty();
  }

  private boolean fails(Condition condition) {
    effects.failed = condition.text();
    return false;
  }

  private boolean settled(Doubt doubt) {
    String why = switch (doubt.kind()) {
      case RANDOM -> "it is drawn for each packet";
      case HISTORY -> "it depends on earlier packets or the clock";
      case UNKNOWN -> "the packet or the host is not known well enough";
      case UNMODELLED -> "this match is not modelled";
    };
    boolean likely = doubt.kind() == Doubt.Kind.HISTORY && doubt.condition().text().startsWith("--limit")
        || doubt.kind() == Doubt.Kind.RANDOM && doubt.probability() >= 0.5;
    double probability = doubt.kind() == Doubt.Kind.RANDOM ? doubt.probability() : -1;
    return walk.holds(new Truth(probability, doubt.kind(), why, likely), doubt.condition().text());
  }

  private NftVerdict verdict(Rule rule) {
    Packet packet = state.packet;
    Meta meta = packet.meta();
    return switch (rule.target()) {
      case Target.Accept _ -> NftVerdict.ACCEPT;
      case Target.Drop _ -> NftVerdict.DROP;
      case Target.Return _ -> NftVerdict.RETURN;
      case Target.Jump jump -> NftVerdict.jump(jump.chain());
      case Target.Goto jump -> NftVerdict.goTo(jump.chain());
      case Target.Queue _ -> NftVerdict.QUEUE;
      case Target.Reject reject -> {
        effects.rejectWith = reject.with();
        yield NftVerdict.DROP;
      }
      case Target.Nat nat -> translated(nat);
      case Target.Netmap netmap -> mapped(netmap.to());
      case Target.None _, Target.Continue _ -> NftVerdict.CONTINUE;
      case Target.SetMark mark -> goOn(packet.with(meta.withMark(mark.applied(meta.mark()))));
      case Target.SetConnmark mark -> connmark(mark.applied(ctMark()));
      case Target.SaveConnmark mark -> connmark(mark.applied(ctMark(), meta.mark()));
      case Target.RestoreConnmark mark ->
          state.isTracked() ? goOn(packet.with(meta.withMark(mark.applied(meta.mark(), ctMark())))) : NftVerdict.CONTINUE;
      case Target.Notrack _ -> {
        state.untrack();
        yield NftVerdict.CONTINUE;
      }
      case Target.SetTos tos -> goOn(packet.with(packet.header().withTos(tos.applied(Math.max(0, packet.header().tos())))));
      case Target.SetTtl ttl -> packet.header().ttl() < 0 ? NftVerdict.CONTINUE
          : goOn(packet.with(packet.header().withTtl(ttl.applied(packet.header().ttl()))));
      case Target.Trace _ -> {
        state.trace = true;
        yield NftVerdict.CONTINUE;
      }
      case Target.Tproxy tproxy -> tproxy(tproxy, rule);
      case Target.Unmodelled unknown -> {
        walk.blurred(rule.text(), "target " + unknown.name() + " is not modelled");
        yield NftVerdict.CONTINUE;
      }
    };
  }

  private NftVerdict goOn(Packet changed) {
    state.packet = changed;
    return NftVerdict.CONTINUE;
  }

  private long ctMark() {
    return state.ctMark.orElseGet(() -> state.at.connection().map(Connection::mark).orElse(0L));
  }

  private NftVerdict connmark(long mark) {
    if (state.isTracked()) state.ctMark = OptionalLong.of(mark);
    return NftVerdict.CONTINUE;
  }

  private NftVerdict translated(Target.Nat nat) {
    Target.NatRange range = nat.range();
    boolean destination = nat.kind() == Target.Translation.DNAT || nat.kind() == Target.Translation.REDIRECT;
    String kind = nat.kind().name().toLowerCase(java.util.Locale.ROOT);
    effects.nat = Optional.of(new NftNat(destination, kind, range.min(), range.max(), range.minPort(), range.maxPort(),
        range.basePort() < 0));
    return NftVerdict.ACCEPT;
  }

  /// The network part is replaced, the host part stays.
  private NftVerdict mapped(Prefix to) {
    Hook hook = state.at.hook();
    boolean destination = hook == Hook.PREROUTING || hook == Hook.OUTPUT;
    Ip old = destination ? state.packet.dst() : state.packet.src();
    Ip network = to.ip().masked(to.length());
    Ip oldNetwork = old.masked(to.length());
    Ip mapped = old.isV4() ? Ip.v4(network.low() | old.low() ^ oldNetwork.low())
        : Ip.v6(network.high() | old.high() ^ oldNetwork.high(), network.low() | old.low() ^ oldNetwork.low());
    effects.nat = Optional.of(new NftNat(destination, destination ? "dnat" : "snat", Optional.of(mapped),
        Optional.of(mapped), -1, -1, true));
    return NftVerdict.ACCEPT;
  }

  /// The packet passes marked if a socket takes it, else it is dropped.
  ///
  /// @kernel v6.12 net/netfilter/xt_TPROXY.c tproxy_tg4
  private NftVerdict tproxy(Target.Tproxy tproxy, Rule rule) {
    var open = Truth.open(Doubt.Kind.UNKNOWN, "whether a socket listens there is not known", true);
    if (!walk.holds(open, rule.text())) return NftVerdict.DROP;
    Meta meta = state.packet.meta();
    state.tproxy = true;
    state.packet = state.packet.with(meta.withMark((meta.mark() & ~tproxy.markMask() ^ tproxy.markValue()) & 0xffffffffL));
    return NftVerdict.ACCEPT;
  }
}
