package lasthop.diagnose;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lasthop.netfilter.Surroundings.CtState;
import lasthop.netfilter.Surroundings.Tuple;
import lasthop.packet.Packet;
import lasthop.packet.Transport;
import lasthop.simulate.Options;
import lasthop.simulate.Outcome;
import lasthop.simulate.Probe;
import lasthop.trace.Event;
import lasthop.trace.TracedPacket;
import lasthop.traversal.Hop;
import lasthop.traversal.Traversal;

/// The predicted ways that agree best with the lines a log shows.
///
/// The connection state is tried as the kernel would find it for a first packet, then as the log may show it to have
/// been: an answer or a later packet meets no nat chain, an INVALID one neither.
///
/// @param outcomes those that agree best; several when lines alone do not tell them apart
/// @param agreeing lines equal from the first on
/// @param whole whether the lines are all those predicted, and no more
/// @param thinned whether the log shows only some of the predicted lines, in their order
/// @param differing the line that shows the packet otherwise than the model has it there; empty where the lines are not the same
/// @param probe the packet with the state that had to be supposed; without one where the empty connection table explains the log
record Fit(List<Outcome> outcomes, int agreeing, boolean whole, boolean thinned, Optional<Shown> differing, Optional<Probe> probe) {
  private static final Fit NONE = new Fit(List.of(), 0, false, false, Optional.empty(), Optional.empty());

  Fit {
    outcomes = List.copyOf(outcomes);
  }

  /// @param connections those that the packet may belong to
  static Fit of(Witness witness, TracedPacket seen, List<Tracked> connections) {
    Model model = witness.model().get();
    Fit best = NONE;
    for (Probe probe : probes(model, seen.packet(), connections)) {
      // its lines may as well be the first of those predicted
      if (best.thinned && isNatSkipped(probe) && opens(witness, seen, connections)) continue;
      Fit fit = best(model.run(probe, Options.ALL), seen.events(), Optional.of(probe));
      if (fit.isBetterThan(best)) best = fit;
      if (best.whole && best.differing.isEmpty()) return best;
    }
    return best;
  }

  /// Whether the state supposed of a packet is one whose packets meet no nat chain.
  private static boolean isNatSkipped(Probe probe) {
    return probe.ctState().filter(s -> s == CtState.ESTABLISHED || s == CtState.INVALID).isPresent();
  }

  /// Whether it opens a connection of which neither the log nor a table shows another packet.
  private static boolean opens(Witness witness, TracedPacket seen, List<Tracked> connections) {
    boolean syn = seen.packet().transport() instanceof Transport.Tcp tcp && tcp.opens();
    Tuple own = Tuple.of(seen.packet());
    return syn && connections.isEmpty() && witness.packets().stream().filter(p -> p != seen).map(p -> Tuple.of(p.packet()))
        .noneMatch(t -> t.equals(own) || t.equals(own.reversed()));
  }

  /// Damage is not in any line: it is supposed first where counters show nothing else, next where one rose, and at last where
  /// none is known, or a connection may explain the lines. A TCP segment that opens nothing is far likelier one of such.
  private static List<Probe> probes(Model model, Packet entering, List<Tracked> connections) {
    var probes = new ArrayList<Probe>();
    // OUT= of a packet made here is what its route said, not a device its socket was bound to
    Packet packet = entering.meta().in().isEmpty() ? entering.with(entering.meta().withOut("")) : entering;
    probes.add(Probe.of(packet));
    connections.forEach(c -> probes.add(isLater(packet) ? 0 : probes.size(), Probe.of(packet, c.connection())));
    // no answer had come yet: translated as the first packet was, and new to the rules all the same
    if (!isLater(packet)) connections.forEach(c -> probes.add(Probe.unanswered(packet, c.connection())));
    for (CtState state : List.of(CtState.ESTABLISHED, CtState.RELATED, CtState.INVALID, CtState.NEW)) {
      probes.add(new Probe(packet, Optional.of(state), false));
    }
    var tally = new Tally(Optional.of(model.host()));
    // nft's monitor does not show DF: it is supposed where a packet that could not be cut was counted
    if (!packet.header().df() && tally.gained("IpFragFails") > 0) probes.add(Probe.of(packet.with(packet.header().withDf(true))));
    List<String> counters = Tally.damageErrors(packet);
    boolean rose = tally.rose(counters).isPresent();
    if (counters.isEmpty() || !rose && tally.isKnown()) return probes;
    boolean last = !rose || isLater(packet) || !connections.isEmpty() && tally.rose(Tally.checksumErrors(packet)).isEmpty();
    probes.add(last ? probes.size() : tally.onlyBadChecksums(packet) ? 0 : 1, damaged(packet));
    return probes;
  }

  private static Probe damaged(Packet packet) {
    return new Probe(packet, Optional.empty(), true);
  }

  /// Whether these lines are also those of a packet that was damaged, or of one that was not.
  static boolean prints(Model model, Packet packet, boolean damaged, List<String> lines) {
    Probe probe = damaged ? damaged(packet) : Probe.of(packet);
    Traversal way = model.run(probe, Options.LIKELIEST).getFirst().traversal();
    return logged(way, lines).stream().map(Hop::line).toList().equals(lines);
  }

  /// The connection without whose translation the log does not fit; empty when none was needed.
  Optional<Tracked> needed(List<Tracked> connections) {
    return connections.stream().filter(c -> probe.flatMap(Probe::connection).filter(c.connection()::equals).isPresent()).findFirst();
  }

  /// Whether the log fits only if the packet had the flag that forbids to cut it, which no line shows.
  boolean supposesDf(Packet entering) {
    return !entering.header().df() && probe.filter(p -> p.packet().header().df()).isPresent();
  }

  /// Whether a connection must have been opened before: a TCP segment that does not open one.
  static boolean isLater(Packet packet) {
    return packet.transport() instanceof Transport.Tcp tcp && !tcp.opens();
  }

  private static Fit best(List<Outcome> outcomes, List<Event> events, Optional<Probe> probe) {
    List<String> lines = events.stream().map(Event::hop).toList();
    Fit best = NONE;
    var equals = new ArrayList<Outcome>();
    for (Outcome outcome : outcomes) {
      List<Hop> hops = logged(outcome.traversal(), lines);
      List<String> predicted = hops.stream().map(Hop::line).toList();
      boolean whole = predicted.equals(lines);
      Fit fit = new Fit(List.of(outcome), common(predicted, lines), whole, isThinned(predicted, lines), whole ? Shown.differing(hops, events) : Optional.empty(), probe);
      if (fit.isBetterThan(best)) {
        best = fit;
        equals.clear();
      }
      if (!best.isBetterThan(fit)) equals.add(outcome);
    }
    return new Fit(equals, best.agreeing, best.whole, best.thinned, best.differing, probe);
  }

  /// The predicted hops whose lines stand in the same log: where both back ends have chains, the kernel log shows those of
  /// iptables-legacy, numbered, and the monitors those of nftables.
  private static List<Hop> logged(Traversal way, List<String> lines) {
    List<Hop> printed = way.hops().stream().filter(h -> !h.line().isEmpty()).toList();
    boolean mixed = printed.stream().anyMatch(h -> !isNft(h)) && way.hops().stream().anyMatch(Fit::isNft);
    if (!mixed || lines.isEmpty()) return printed;
    boolean nft = !Character.isDigit(lines.getFirst().charAt(lines.getFirst().length() - 1));
    return printed.stream().filter(h -> isNft(h) == nft).toList();
  }

  private static boolean isNft(Hop hop) {
    return hop instanceof Hop.Nft;
  }

  private boolean isBetterThan(Fit other) {
    if (other.outcomes.isEmpty()) return !outcomes.isEmpty();
    if (whole != other.whole) return whole;
    if (differing.isPresent() != other.differing.isPresent()) return differing.isEmpty();
    if (thinned != other.thinned) return thinned;
    return agreeing > other.agreeing;
  }

  private static int common(List<String> predicted, List<String> lines) {
    int n = 0;
    while (n < predicted.size() && n < lines.size() && predicted.get(n).equals(lines.get(n))) n++;
    return n;
  }

  /// Whether the lines stand among the predicted ones in the same order.
  static boolean isThinned(List<String> predicted, List<String> lines) {
    int at = 0;
    for (String line : predicted) {
      if (at < lines.size() && line.equals(lines.get(at))) at++;
    }
    return at == lines.size();
  }
}
