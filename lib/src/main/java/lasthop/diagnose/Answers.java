package lasthop.diagnose;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import lasthop.netfilter.Surroundings.Connection;
import lasthop.netfilter.Surroundings.CtState;
import lasthop.netfilter.Surroundings.Tuple;
import lasthop.packet.Header;
import lasthop.packet.Meta;
import lasthop.packet.Packet;
import lasthop.packet.Proto;
import lasthop.packet.TcpFlag;
import lasthop.packet.Transport;
import lasthop.routing.RouteDecision;
import lasthop.routing.RouteType;
import lasthop.simulate.Options;
import lasthop.simulate.Probe;
import lasthop.trace.TracedPacket;
import lasthop.traversal.Disposition;
import lasthop.traversal.Hop;
import lasthop.traversal.Traversal;

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
      Optional<Connection> opened = way.stream().filter(d -> d.host().equals(host.name())).findFirst().flatMap(Answers::opened);
      Packet back = answer;
      Optional<Traversal> through = host.model().map(m -> through(m, back, opened));
      if (through.isEmpty()) return Optional.empty();
      if (through.get().disposition() instanceof Disposition.Dropped d) return Optional.of(finding(host, d));
      if (!(through.get().disposition() instanceof Disposition.Transmitted sent)) return Optional.empty();
      Packet left = Journey.lastPacket(through.get()).orElse(back);
      Optional<Neighbourhood.Door> door = neighbourhood.owner(sent.route().flatMap(r -> r.nexthop().via()).orElse(left.dst()));
      at = door.map(Neighbourhood.Door::host);
      if (door.isPresent()) answer = Journey.arriving(left, door.get().dev());
    }
    return Optional.empty();
  }

  private static Finding finding(Witness host, Disposition.Dropped end) {
    return new Finding(end.cause().toString(), List.of(Evidence.derived(new Fact.AnswerLost(host.name(), end.where(), end.cause()))));
  }

  /// The connection that a packet opened on a host it passed: its translations are undone for the answer.
  private static Optional<Connection> opened(Diagnosis outward) {
    return outward.seen().map(TracedPacket::packet).flatMap(entered -> Journey.leaving(outward).map(left -> connection(entered, left)));
  }

  private static Connection connection(Packet entered, Packet left) {
    return new Connection(Tuple.of(entered), Tuple.of(left).reversed(), true, Set.of("CONFIRMED", "SEEN_REPLY"), 0);
  }

  private static Traversal through(Model model, Packet answer, Optional<Connection> opened) {
    Probe probe = opened.map(c -> Probe.of(answer, c)).orElseGet(() -> new Probe(answer, Optional.of(CtState.ESTABLISHED), false));
    return model.run(probe, Options.LIKELIEST).getFirst().traversal();
  }

  /// What becomes of the answer to a packet on the host that let it through, coming back by the device it left by;
  /// empty where nothing answers, or where the model does not know the way to its end.
  static Optional<Disposition> onSameHost(Model model, Packet entered, Traversal way) {
    Optional<Packet> left = Journey.lastPacket(way).filter(_ -> isAnswered(entered) && !isForMany(way));
    Optional<String> back = switch (way.disposition()) {
      case Disposition.Transmitted sent when sent.forwarded() && sent.route().isPresent() -> Optional.of(sent.oif());
      case Disposition.Delivered _ -> Optional.of("");
      default -> Optional.empty();
    };
    return left.flatMap(l -> back.map(dev -> through(model, Journey.arriving(answerTo(l), dev), Optional.of(connection(entered, l))).disposition()));
  }

  private static boolean isAnswered(Packet packet) {
    return switch (packet.transport()) {
      case Transport.Tcp t -> t.flags().contains(TcpFlag.SYN) && !t.flags().contains(TcpFlag.ACK);
      case Transport.Icmp i -> i.type() == (packet.src().isV4() ? 8 : 128);
      case Transport.Ports _ -> packet.proto() == Proto.UDP;
      default -> false;
    };
  }

  /// Whether it went to a broadcast or multicast address.
  private static boolean isForMany(Traversal way) {
    return way.hops().stream().anyMatch(h -> h instanceof Hop.Routing(_, RouteDecision.Routed r, _)
        && (r.type() == RouteType.BROADCAST || r.type() == RouteType.MULTICAST));
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
