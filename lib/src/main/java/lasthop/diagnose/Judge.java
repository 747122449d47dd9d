package lasthop.diagnose;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import lasthop.netfilter.Hook;
import lasthop.netfilter.Surroundings.Tuple;
import lasthop.nft.NftStep;
import lasthop.observe.Observe;
import lasthop.observe.Observed;
import lasthop.packet.Packet;
import lasthop.packet.Proto;
import lasthop.packet.TcpFlag;
import lasthop.packet.Transport;
import lasthop.routing.RouteDecision;
import lasthop.simulate.Assumption;
import lasthop.simulate.Outcome;
import lasthop.simulate.Translation;
import lasthop.text.Origin;
import lasthop.trace.Event;
import lasthop.trace.TracedPacket;
import lasthop.traversal.Cause;
import lasthop.traversal.Disposition;
import lasthop.traversal.Hop;
import lasthop.traversal.Stage;
import lasthop.traversal.Traversal;

/// One host's verdict on a packet that its log shows: the model must first reproduce what was seen, then it is believed
/// about what was not.
final class Judge {
  /// What is assumed of a condition that a rule's own line proves, in the words of iptables rules and of nft's.
  private static final Set<String> HOLDS = Set.of("holds", "matches");

  private final Witness witness;
  private final TracedPacket seen;
  private final Evidence line;
  private final List<Evidence> evidence = new ArrayList<>();

  private Judge(Witness witness, TracedPacket seen) {
    this.witness = witness;
    this.seen = seen;
    Event last = seen.last();
    this.line = Evidence.observed(new Fact.LastLine(last.hop()), last.origin(), last.hop());
  }

  static Diagnosis of(Witness witness, TracedPacket seen) {
    return new Judge(witness, joined(witness, seen).orElse(seen)).judged();
  }

  /// The first fragment of a datagram that goes on whole in the log, asked for a later one: that is joined with it there.
  ///
  /// @kernel v6.12 net/ipv4/ip_input.c ip_local_deliver (ip_defrag)
  private static Optional<TracedPacket> joined(Witness witness, TracedPacket fragment) {
    Packet later = fragment.packet();
    if (!later.isLaterFragment()) return Optional.empty();
    return witness.packets().stream().filter(p -> p.packet().header().mf() && !p.last().packet().header().mf()
        && p.packet().header().id() == later.header().id() && p.packet().src().equals(later.src()) && p.packet().dst().equals(later.dst())
        && p.packet().proto() == later.proto()).findFirst();
  }

  private Diagnosis judged() {
    evidence.add(line);
    seen.martians().forEach(m -> evidence.add(Evidence.observed(new Fact.MartianLogged(), m.origin(), m)));
    if (witness.host().isEmpty()) return unsettled("the rules and routes of " + (witness.name().isEmpty() ? "its host" : witness.name()), Ask.snapshot(witness.name()), List.of());
    List<Tracked> connections = Tracked.of(witness, seen);
    Fit fit = Fit.of(witness, seen, connections);
    fit.needed(connections).filter(c -> c.connection().isTranslated()).ifPresent(c -> evidence.add(Evidence.derived(
        new Fact.Translated(c.connection().entering(), c.connection().leaving()), c.origin(), c.line())));
    if (fit.differing().isPresent()) return elsewhere(fit.differing().get());
    if (fit.whole()) {
      List<Outcome> named = named(fit.outcomes());
      return named.isEmpty() ? contradicted(fit) : reproduced(fit, named);
    }
    if (!seen.isComplete() && fit.thinned()) return thinned(fit);
    return contradicted(fit);
  }

  /// Every line is predicted and no other: the ways that fit say what came after the last one.
  ///
  /// @param ways of the fit, those by the rules that the lines name
  private Diagnosis reproduced(Fit fit, List<Outcome> ways) {
    int lines = seen.hops().size();
    evidence.add(Evidence.derived(new Fact.HopsAgree(lines, lines, lines)));
    List<Outcome> outcomes = new Weigh(witness, seen).likely(ways);
    Outcome first = proven(outcomes.getFirst());
    if (!sameEnd(outcomes)) return unsettled("which of several ways it took", Ask.frames("", seen.last().packet()), outcomes);
    Optional<IpsecPolicy> policy = IpsecPolicy.taking(witness.host().get(), seen, first.traversal().disposition());
    if (policy.isPresent()) return unsettled("whether " + policy.get() + " takes it", "ip -s xfrm policy", outcomes);
    boolean gap = !seen.isComplete();
    if (first.traversal().disposition().cause() == Cause.BAD_CHECKSUM) {
      return settled(first, damageRose().isPresent() && !Fit.isLater(seen.packet()) && !rests(first) ? damage() : Confidence.LOW);
    }
    boolean df = fit.supposesDf(seen.packet());
    if (df) evidence.add(Evidence.assumed(new Fact.Taken("DF set, which this log does not show")));
    boolean unlisted = Fit.isLater(seen.packet()) && first.traversal().disposition().cause() == Cause.NO_LISTENER;
    if (unlisted) evidence.add(Evidence.assumed(new Fact.Taken("no connection is open there: ss.txt lists listeners alone")));
    boolean unconnected = isUnlisted(first);
    if (unconnected && isAnswered()) return unsettled("whether a socket with a peer takes it, which ss.txt leaves out", "ss -nup", outcomes);
    if (unconnected) evidence.add(Evidence.assumed(new Fact.Taken("no socket with a peer takes it: ss.txt lists listeners alone")));
    if (first.traversal().disposition().cause() == Cause.NO_LISTENER && isTaken()) {
      return unsettled("whether its listener was still there: ss.txt does not show it, yet the connection was opened", "ss -tn", outcomes);
    }
    boolean unqueued = mayBeUnqueued(first);
    boolean clash = mayClash(first);
    boolean damaged = mayBeDamaged(first);
    if (damaged) evidence.add(Evidence.assumed(new Fact.Taken("it was not damaged, which neither its lines nor counters tell")));
    if (unlisted || unconnected || rests(first) || damaged || unqueued) return settled(first, Confidence.LOW);
    return settled(first, df || gap || clash || mayBeUnanswered(first) ? Confidence.MEDIUM : Confidence.HIGH);
  }

  /// Whether only the list of listening sockets says that no socket takes a datagram: one with a peer is not in it, and no
  /// counter shows that a datagram found none.
  private boolean isUnlisted(Outcome outcome) {
    boolean udp = seen.packet().proto() == Proto.UDP && outcome.traversal().disposition().cause() == Cause.NO_LISTENER;
    return udp && new Tally(witness.host()).rose(Tally.portErrors(seen.packet())).isEmpty();
  }

  /// Whether the log shows a packet back, or a counter datagrams that were taken.
  private boolean isAnswered() {
    Tuple back = Tuple.of(seen.last().packet()).reversed();
    return witness.packets().stream().anyMatch(p -> p.events().stream().anyMatch(e -> Tuple.of(e.packet()).equals(back)))
        || new Tally(witness.host()).rose(Tally.datagrams(seen.packet())).isPresent();
  }

  /// Whether a segment that opens a connection was taken: the log shows a SYN back, the connection table an answer, or counters a
  /// connection that was opened and no RST.
  private boolean isTaken() {
    if (!(seen.packet().transport() instanceof Transport.Tcp tcp) || !tcp.opens()) return false;
    Tuple back = Tuple.of(seen.last().packet()).reversed();
    boolean answered = witness.packets().stream().flatMap(p -> p.events().stream()).map(Event::packet)
        .anyMatch(p -> p.transport() instanceof Transport.Tcp t && t.flags().contains(TcpFlag.SYN) && Tuple.of(p).equals(back));
    var tally = new Tally(witness.host());
    return answered || Tracked.of(witness, seen).stream().anyMatch(c -> c.connection().status().contains("ASSURED"))
        || tally.gained("TcpPassiveOpens") > 0 && tally.gained("TcpOutRsts") == 0;
  }

  /// Whether it is only taken that the next hop answered, or a bridge's own chains let it pass: no text lists them, and neither a
  /// capture nor a line shows the packet behind them.
  private boolean mayBeUnanswered(Outcome outcome) {
    boolean unlisted = outcome.assumptions().stream().anyMatch(a -> a.kind() == Assumption.Kind.UNLISTED);
    return unlisted && switch (outcome.traversal().disposition()) {
      case Disposition.Transmitted _ -> witness.capture().filter(c -> Weigh.seenLeaving(c, seen.packet())).isEmpty();
      case Disposition.Delivered _ -> seen.events().stream().noneMatch(e -> e.hook().filter(Hook.INPUT::equals).isPresent());
      default -> false;
    };
  }

  /// How sure damage is: by its lines, and by counters that show no other packet of the protocol. A length may hold after all
  /// where a connection explains the lines, and a datagram is not counted before its program reads it.
  private Confidence damage() {
    boolean told = !Fit.prints(witness.model().get(), seen.packet(), false, seen.hops());
    boolean certain = checksumRose().isPresent() && (told || seen.packet().transport() instanceof Transport.Tcp);
    return certain ? Confidence.HIGH : Confidence.MEDIUM;
  }

  /// Whether a packet taken to be delivered may as well have been damaged, for all that its lines say: a counter of damage
  /// rose, for this packet or another, or no counter is known.
  private boolean mayBeDamaged(Outcome outcome) {
    if (!(outcome.traversal().disposition() instanceof Disposition.Delivered) || Tally.damageErrors(seen.packet()).isEmpty()) return false;
    boolean doubtful = damageRose().isPresent() || !new Tally(witness.host()).isKnown();
    return doubtful && !isLaterTcp() && Fit.prints(witness.model().get(), seen.packet(), true, seen.hops());
  }

  /// Whether it may have found the queue of its socket full: a counter of that rose, for this packet or another.
  private boolean mayBeUnqueued(Outcome outcome) {
    boolean opens = seen.packet().transport() instanceof Transport.Tcp && !Fit.isLater(seen.packet());
    boolean delivered = outcome.traversal().disposition() instanceof Disposition.Delivered d && d.at() == Stage.Step.SOCKET;
    Optional<Evidence> overflow = new Tally(witness.host()).rose(Tally.queueErrors(seen.packet()));
    if (!delivered || overflow.isEmpty() || seen.packet().transport() instanceof Transport.Tcp && !opens) return false;
    evidence.add(overflow.get());
    evidence.add(Evidence.assumed(new Fact.Taken("its socket had room for it")));
    return true;
  }

  /// Whether another connection may have had the translated addresses already: then it is dropped where it leaves, and a counter
  /// rises, at this packet or another.
  ///
  /// @kernel v6.12 net/netfilter/nf_conntrack_core.c __nf_conntrack_confirm
  private boolean mayClash(Outcome outcome) {
    String counters = witness.host().flatMap(h -> h.text("conntrack-S.txt")).orElse("");
    boolean clash = outcome.translation().src().isPresent() && counters.lines().anyMatch(l -> l.contains(" insert_failed=") && !l.contains(" insert_failed=0 "));
    if (clash) evidence.add(Evidence.assumed(new Fact.Taken("no other connection had its new source (conntrack -S counts insert_failed)")));
    return clash;
  }

  private boolean isLaterTcp() {
    return seen.packet().transport() instanceof Transport.Tcp tcp && !tcp.flags().contains(TcpFlag.SYN);
  }

  private Optional<Evidence> checksumRose() {
    return new Tally(witness.host()).rose(Tally.checksumErrors(seen.packet()));
  }

  private Optional<Evidence> damageRose() {
    return checksumRose().or(() -> new Tally(witness.host()).rose(Tally.damageErrors(seen.packet())));
  }

  /// The log lost records: what is there fits.
  private Diagnosis thinned(Fit fit) {
    Outcome first = fit.outcomes().getFirst();
    evidence.add(Evidence.derived(new Fact.HopsAgree(seen.hops().size(), seen.hops().size(), first.traversal().lines().size())));
    evidence.add(Evidence.derived(new Fact.LogLost(first.traversal().lines().size() - seen.hops().size())));
    List<Outcome> outcomes = new Weigh(witness, seen).likely(fit.outcomes());
    if (!sameEnd(outcomes)) return unsettled("the records the log lost", Ask.trace(seen.packet()), outcomes);
    boolean doubtful = outcomes.stream().anyMatch(Judge::rests) || checksumRose().isPresent();
    return settled(outcomes.getFirst(), doubtful ? Confidence.LOW : Confidence.MEDIUM);
  }

  /// The model does not reproduce what was seen, so it is not believed about the rest.
  private Diagnosis contradicted(Fit fit) {
    List<String> predicted = fit.outcomes().isEmpty() ? List.of() : fit.outcomes().getFirst().traversal().lines();
    int at = fit.agreeing();
    if (at == predicted.size() && at > 0 && fit.outcomes().getFirst().traversal().disposition() instanceof Disposition.Undetermined u) {
      evidence.add(Evidence.derived(new Fact.HopsAgree(at, seen.hops().size(), at)));
      return unsettled(u.missing(), u.collect(), List.of());
    }
    evidence.add(Evidence.derived(new Fact.HopsDiffer(at, at < predicted.size() ? predicted.get(at) : "",
        at < seen.hops().size() ? seen.hops().get(at) : "")));
    var rules = witness.host().get().rules();
    if (at == 0 && rules.legacy(seen.packet().family()).tables().isEmpty() && rules.nft().tables().isEmpty()) {
      return unsettled("the rules of " + (witness.name().isEmpty() ? "its host" : witness.name()), Ask.snapshot(witness.name()), List.of());
    }
    if (at == seen.hops().size() && seen.isComplete()) {
      Optional<IpsecPolicy> policy = IpsecPolicy.forwarding(witness.host().get(), seen);
      if (policy.isPresent()) return unsettled("whether " + policy.get() + " took it", "ip -s xfrm policy", List.of());
      boolean listed = witness.host().get().has(IpsecPolicy.FILE);
      return ruled().orElseGet(() -> unsettled("why it went no further: the rules and routes of the snapshot let it go on",
          (listed ? "" : "ip xfrm policy; ") + Ask.snapshot(witness.name()), List.of()));
    }
    return ruled().orElseGet(() -> unsettled("why the log and the snapshot disagree", Ask.snapshot(witness.name()), List.of()));
  }

  /// The packet met the predicted rules, but its lines show it on another way.
  private Diagnosis elsewhere(Shown line) {
    evidence.add(Evidence.derived(new Fact.HopsDiffer(line.at(), line.predicted(), line.seen())));
    return ruled().orElseGet(() -> unsettled("why the log and the snapshot disagree", Ask.snapshot(witness.name()), List.of()));
  }

  /// The end that the last line itself tells with the rule it names, whatever led there.
  private Optional<Diagnosis> ruled() {
    Observed joined = Observe.of(seen, witness.host());
    Disposition end = joined.traversal().disposition();
    boolean decided = end instanceof Disposition.Rejected || end instanceof Disposition.Dropped d && d.at() instanceof Stage.Chain;
    if (!decided || !joined.contradictions().isEmpty()) return Optional.empty();
    return Optional.of(settled(new Outcome(joined.traversal(), Translation.NONE, 1, List.of()), Confidence.LOW));
  }

  /// The ways by the very rules that the lines name. A line of an nft tool has no number, so ways by different rules
  /// print the same; its handle, or its rule's text where that stands once, tells them apart.
  private List<Outcome> named(List<Outcome> outcomes) {
    if (!seen.last().isNft()) return outcomes;
    Observed joined = Observe.of(seen, witness.host());
    if (!joined.contradictions().isEmpty()) return outcomes;
    List<String> rules = nftRules(joined.traversal());
    return outcomes.stream().filter(o -> nftRules(o.traversal()).equals(rules)).toList();
  }

  private static List<String> nftRules(Traversal way) {
    return way.hops().stream().filter(h -> !h.line().isEmpty()).flatMap(h -> matched(h).stream())
        .map(m -> m.chain() + ":" + m.rule().number()).toList();
  }

  private static Optional<NftStep.Matched> matched(Hop hop) {
    return hop instanceof Hop.Nft n && n.step() instanceof NftStep.Matched m ? Optional.of(m) : Optional.empty();
  }

  private Diagnosis settled(Outcome outcome, Confidence unless) {
    Disposition end = outcome.traversal().disposition() instanceof Disposition.Queued q ? q.unsettled() : outcome.traversal().disposition();
    var tally = new Tally(witness.host());
    if (end instanceof Disposition.Undetermined u) {
      Optional<Evidence> unknown = tally.supports(Cause.NO_PROTOCOL, seen.packet().family(), true);
      if (u.at() != Stage.Step.SOCKET || unknown.isEmpty()) return unsettled(u.missing(), u.collect(), List.of(outcome));
      end = new Disposition.Refused(Stage.Step.KERNEL, Cause.NO_PROTOCOL, "");
    }
    boolean input = !seen.packet().meta().in().isEmpty();
    if (end.cause() == Cause.BAD_CHECKSUM || end.cause() == Cause.MALFORMED) {
      damageRose().ifPresent(evidence::add);
      if (damageRose().isPresent() && checksumRose().isEmpty()) end = new Disposition.Dropped(Stage.Step.KERNEL, "kernel", Cause.MALFORMED);
    }
    tally.supports(end.cause(), seen.packet().family(), input).ifPresent(evidence::add);
    // a packet whose lines were logged here had a way out at first: no counter counts the loss of one that is routed again
    Optional<Evidence> against = input ? tally.refutes(end.cause(), seen.packet().family(), true) : Optional.empty();
    against.ifPresent(evidence::add);
    evidence.addAll(Grounds.of(outcome, end, witness.host().get(), line));
    Optional<RouteDecision> decision = lastDecision(outcome.traversal());
    decision.ifPresent(d -> evidence.add(Evidence.derived(new Fact.Decided(d))));
    Confidence confidence = against.isPresent() ? Confidence.LOW : unless;
    return new Diagnosis(witness.name(), Optional.of(seen), Optional.of(outcome.traversal()), end, confidence, evidence,
        rivals(outcome, end, decision), List.of(finding(end)));
  }

  private Diagnosis unsettled(String missing, String collect, List<Outcome> outcomes) {
    evidence.add(Evidence.assumed(new Fact.Missing(missing, collect)));
    Optional<Traversal> way = outcomes.stream().findFirst().map(Outcome::traversal);
    Stage at = way.filter(t -> !t.hops().isEmpty()).map(t -> t.hops().getLast().stage()).orElse(Stage.Step.BEFORE_NETFILTER);
    var end = new Disposition.Undetermined(at, missing, collect);
    return new Diagnosis(witness.name(), Optional.of(seen), way, end, Confidence.NONE, evidence, List.of(),
        List.of(new Finding(Finding.UNKNOWN, evidence)));
  }

  private Finding finding(Disposition end) {
    String code = end.cause() != Cause.NONE ? end.cause().toString() : end.verdict();
    return new Finding(code, evidence);
  }

  private List<Rival> rivals(Outcome outcome, Disposition end, Optional<RouteDecision> decision) {
    if (!(end instanceof Disposition.Dropped dropped) || !(dropped.at() instanceof Stage.Step step)) return List.of();
    Packet packet = lastPacket(outcome.traversal()).orElse(seen.last().packet());
    List<Stage.Step> silent = step == Stage.Step.ROUTING_INPUT || step == Stage.Step.FORWARD_PATH
        ? List.of(Stage.Step.ROUTING_INPUT, Stage.Step.FORWARD_PATH) : List.of(step);
    return new Rivals(witness.host(), packet, line, decision).in(silent, end.cause());
  }

  private static Optional<RouteDecision> lastDecision(Traversal way) {
    return way.hops().reversed().stream().filter(Hop.Routing.class::isInstance).map(h -> ((Hop.Routing) h).decision()).findFirst();
  }

  private static Optional<Packet> lastPacket(Traversal way) {
    return way.hops().reversed().stream().filter(Hop.Routing.class::isInstance).map(h -> ((Hop.Routing) h).packet()).findFirst();
  }

  /// The outcome without what its lines prove: a rule that printed one matched, whatever was not known of its conditions.
  private Outcome proven(Outcome outcome) {
    Set<Origin> matched = outcome.traversal().hops().stream().filter(h -> seen.hops().contains(h.line())).map(h -> h instanceof Hop.Matched m
        ? m.rule().origin() : matched(h).map(m -> m.rule().origin()).orElse(Origin.NONE)).filter(Origin::isKnown).collect(Collectors.toSet());
    return new Outcome(outcome.traversal(), outcome.translation(), outcome.probability(),
        outcome.assumptions().stream().filter(a -> !(HOLDS.contains(a.taken()) && matched.contains(a.origin()))).toList());
  }

  /// Whether an outcome rests on something that neither a text nor the lines settle.
  private static boolean rests(Outcome outcome) {
    return outcome.assumptions().stream().anyMatch(Judge::isUnknown);
  }

  static boolean isUnknown(Assumption a) {
    return a.kind() == Assumption.Kind.UNKNOWN || a.kind() == Assumption.Kind.UNMODELLED;
  }

  private static boolean sameEnd(List<Outcome> outcomes) {
    Disposition first = outcomes.getFirst().traversal().disposition();
    return outcomes.stream().map(o -> o.traversal().disposition())
        .allMatch(d -> d.verdict().equals(first.verdict()) && d.where().equals(first.where()) && d.cause() == first.cause());
  }
}
