package lasthop.diagnose;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import lasthop.ip.Ip;
import lasthop.netfilter.Surroundings.CtState;
import lasthop.netfilter.Surroundings.Tuple;
import lasthop.packet.Header;
import lasthop.packet.Meta;
import lasthop.packet.Packet;
import lasthop.packet.TcpFlag;
import lasthop.packet.Transport;
import lasthop.simulate.Options;
import lasthop.simulate.Outcome;
import lasthop.simulate.Probe;
import lasthop.trace.TracedPacket;
import lasthop.traversal.Disposition;

/// What becomes of the answer to a packet that was delivered: the same hosts, asked the other way.
///
/// The answer is sent through the model as a packet of an established connection. Translations seen on the way out are
/// undone on the way back where the kernel undoes them: the destination before the routing decision, the source after it.
final class Answers {
  private final Neighbourhood neighbourhood;

  Answers(List<Witness> witnesses) {
    this.neighbourhood = new Neighbourhood(witnesses);
  }

  /// The diagnoses, with a finding for the host whose answer is lost and for the host that loses it.
  List<Diagnosis> withFindings(List<Diagnosis> way) {
    Optional<Diagnosis> delivered = delivered(way);
    Optional<Finding> lost = lost(way);
    if (lost.isEmpty()) return way;
    String loser = ((Fact.AnswerLost) lost.get().evidence().getFirst().fact()).host();
    return way.stream().map(d -> d == delivered.get() || d.host().equals(loser) ? with(d, lost.get()) : d).toList();
  }

  /// The finding that says which host loses the answer; empty when none does, or nothing was delivered.
  Optional<Finding> lost(List<Diagnosis> way) {
    return delivered(way).flatMap(d -> lost(d, way));
  }

  /// The logged packet that goes back where one of the diagnosed ones came from: at the host nearest to its sender.
  static Optional<TracedPacket> logged(List<Witness> witnesses, List<Diagnosis> way) {
    for (Diagnosis d : way.reversed()) {
      Optional<TracedPacket> sent = d.seen();
      Optional<Witness> host = witnesses.stream().filter(w -> w.name().equals(d.host())).findFirst();
      if (sent.isEmpty() || host.isEmpty()) continue;
      List<TracedPacket> log = host.get().log().map(l -> l.packets()).orElse(List.of());
      Optional<TracedPacket> answer = log.subList(log.indexOf(sent.get()) + 1, log.size()).stream().filter(p -> answers(p, sent.get(), d)).findFirst();
      if (answer.isPresent()) return answer;
    }
    return Optional.empty();
  }

  /// Whether a packet comes from where the other went, as it was at any of its lines or as it left.
  private static boolean answers(TracedPacket p, TracedPacket sent, Diagnosis way) {
    Tuple back = Tuple.of(p.packet()).reversed();
    Optional<Tuple> left = Journey.leaving(way).map(Tuple::of);
    return left.filter(back::equals).isPresent() || sent.events().stream().anyMatch(e -> Tuple.of(e.packet()).equals(back));
  }

  private static Optional<Diagnosis> delivered(List<Diagnosis> way) {
    return way.stream().filter(d -> d.disposition() instanceof Disposition.Delivered).findFirst();
  }

  private static Diagnosis with(Diagnosis diagnosis, Finding finding) {
    var all = new ArrayList<>(diagnosis.findings());
    all.add(finding);
    return diagnosis.withFindings(all);
  }

  private Optional<Finding> lost(Diagnosis from, List<Diagnosis> way) {
    Optional<Packet> arrived = Journey.leaving(from);
    Optional<Witness> at = neighbourhood.witnesses().stream().filter(w -> w.name().equals(from.host())).findFirst();
    if (arrived.isEmpty()) return Optional.empty();
    Packet answer = answerTo(arrived.get());
    Set<String> visited = new HashSet<>();
    while (at.isPresent() && visited.add(at.get().name())) {
      Witness host = at.get();
      Optional<Diagnosis> outward = way.stream().filter(d -> d.host().equals(host.name())).findFirst();
      answer = outward.map(untranslatedDestination(answer)).orElse(answer);
      Optional<Outcome> outcome = simulated(host, answer);
      if (outcome.isEmpty()) return Optional.empty();
      Disposition end = outcome.get().traversal().disposition();
      if (end instanceof Disposition.Dropped d) return Optional.of(finding(host, d));
      if (!(end instanceof Disposition.Transmitted sent)) return Optional.empty();
      Ip nexthop = sent.route().flatMap(r -> r.nexthop().via()).orElse(answer.dst());
      answer = outward.map(untranslatedSource(answer)).orElse(answer);
      Optional<Neighbourhood.Door> door = neighbourhood.owner(nexthop);
      at = door.map(Neighbourhood.Door::host);
      if (door.isPresent()) answer = Journey.arriving(answer, door.get().dev());
    }
    return Optional.empty();
  }

  private static Finding finding(Witness host, Disposition.Dropped end) {
    return new Finding(end.cause().toString(), List.of(Evidence.derived(new Fact.AnswerLost(host.name(), end.where(), end.cause()))));
  }

  private static Optional<Outcome> simulated(Witness host, Packet answer) {
    return host.model().flatMap(m -> m.run(new Probe(answer, Optional.of(CtState.ESTABLISHED), false), Options.LIKELIEST).stream().findFirst());
  }

  /// A host that changed the source on the way out gives answers back their first destination.
  private static Function<Diagnosis, Packet> untranslatedDestination(Packet answer) {
    return outward -> {
      Optional<Packet> entered = outward.seen().map(TracedPacket::packet);
      Optional<Packet> left = Journey.leaving(outward);
      boolean translated = entered.isPresent() && left.isPresent() && !entered.get().src().equals(left.get().src())
          && answer.dst().equals(left.get().src());
      return translated ? answer.withDst(entered.get().src(), entered.get().sport()) : answer;
    };
  }

  /// A host that changed the destination on the way out gives answers back their expected source.
  private static Function<Diagnosis, Packet> untranslatedSource(Packet answer) {
    return outward -> {
      Optional<Packet> entered = outward.seen().map(TracedPacket::packet);
      Optional<Packet> left = Journey.leaving(outward);
      boolean translated = entered.isPresent() && left.isPresent() && !entered.get().dst().equals(left.get().dst())
          && answer.src().equals(left.get().dst());
      return translated ? answer.withSrc(entered.get().dst(), entered.get().dport()) : answer;
    };
  }

  /// The first packet of an answer: SYN ACK, an echo reply, or a datagram back.
  static Packet answerTo(Packet packet) {
    Transport transport = switch (packet.transport()) {
      case Transport.Tcp t -> new Transport.Tcp(t.dport(), t.sport(), -1, t.seq() < 0 ? -1 : t.seq() + 1, -1, Set.of(TcpFlag.SYN, TcpFlag.ACK), "");
      case Transport.Icmp i -> Transport.Icmp.of(packet.src().isV4() ? 0 : 129, 0, i.id(), i.seq());
      case Transport.Ports p -> new Transport.Ports(p.dport(), p.sport(), -1);
      case Transport.Spi s -> s;
      case Transport.Other o -> o;
    };
    var header = new Header(-1, 0, 64, -1, true, false, 0, "", -1);
    return new Packet(packet.dst(), packet.src(), packet.proto(), transport, header, Meta.NONE);
  }
}
