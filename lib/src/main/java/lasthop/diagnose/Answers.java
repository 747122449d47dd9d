package lasthop.diagnose;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import lasthop.ip.Ip;
import lasthop.netfilter.Rule;
import lasthop.netfilter.Surroundings.Connection;
import lasthop.netfilter.Surroundings.CtState;
import lasthop.netfilter.Surroundings.Tuple;
import lasthop.netfilter.Target;
import lasthop.nft.NftStep;
import lasthop.nft.Statement;
import lasthop.packet.Header;
import lasthop.packet.Meta;
import lasthop.packet.Packet;
import lasthop.packet.Proto;
import lasthop.packet.TcpFlag;
import lasthop.packet.Transport;
import lasthop.routing.RouteDecision;
import lasthop.simulate.Probe;
import lasthop.trace.TracedPacket;
import lasthop.traversal.Disposition;
import lasthop.traversal.Hop;
import lasthop.traversal.Traversal;

/// What becomes of the answer to a packet that got through: the same hosts, asked the other way.
///
/// The answer is sent through the model as a packet of the connection that the first one opened there. Behind the last
/// host of the case it is taken to come back by the device the packet left by.
final class Answers {
  private final Neighbourhood neighbourhood;

  Answers(List<Witness> witnesses) {
    this.neighbourhood = new Neighbourhood(witnesses);
  }

  /// The diagnoses, with a finding for the host whose answer is lost and for the host that loses it.
  List<Diagnosis> withFindings(List<Diagnosis> way) {
    Optional<Diagnosis> from = turning(way);
    Optional<Answered> answered = answered(way);
    Optional<Answered> lost = answered.filter(Answered::isLost);
    if (lost.isEmpty()) return answered.map(a -> way.stream().map(d -> elsewhere(d, a).map(f -> with(d, f)).orElse(d)).toList()).orElse(way);
    return way.stream().map(d -> d == from.get() || d.host().equals(lost.get().host()) ? with(d, finding(lost.get())) : d).toList();
  }

  /// That the host sends the answer by another device than the packet came in by, as one with two uplinks may.
  private static Optional<Finding> elsewhere(Diagnosis d, Answered answered) {
    String in = d.seen().map(p -> p.packet().meta().in()).orElse("");
    if (in.isEmpty() || !d.host().equals(answered.host()) || !(answered.end() instanceof Disposition.Transmitted sent) || sent.route().isEmpty() || sent.oif().equals(in)) return Optional.empty();
    return Optional.of(new Finding(Finding.OTHER_WAY_BACK, List.of(Evidence.derived(new Fact.LeavesElsewhere(in, sent.oif())))));
  }

  /// What becomes of the answer; empty when nothing answers, or nothing can be said of it: a rule marks the connection, which
  /// rules may ask the answer for, it is an answer itself, or the log shows one that is not known to be stopped.
  Optional<Answered> answered(List<Diagnosis> way) {
    if (way.stream().anyMatch(d -> d.predicted().filter(Answers::marksConnection).isPresent())) return Optional.empty();
    return turning(way).flatMap(from -> back(from, way)).filter(a -> !a.isLost() || !isSeenOtherwise(a.host(), way) && way.stream().noneMatch(this::isAnswer));
  }

  private boolean isAnswer(Diagnosis d) {
    if (d.seen().isEmpty()) return false;
    TracedPacket seen = d.seen().get();
    return Witness.named(neighbourhood.witnesses(), d.host()).stream().flatMap(w -> w.packets().stream())
        .takeWhile(p -> !p.first().origin().equals(seen.first().origin()))
        .anyMatch(p -> p.events().stream().anyMatch(e -> Tuple.of(e.packet()).reversed().equals(Tuple.of(seen.packet()))));
  }

  private boolean isSeenOtherwise(String host, List<Diagnosis> way) {
    Optional<Witness> witness = Witness.named(neighbourhood.witnesses(), host);
    return witness.isPresent() && way.stream().filter(d -> d.host().equals(host) && d.seen().isPresent())
        .anyMatch(d -> witness.get().packets().stream().anyMatch(p -> answers(p, d.seen().get(), d) && !isStopped(Judge.of(witness.get(), p))));
  }

  private static boolean isStopped(Diagnosis answer) {
    return answer.isSettled() && !answer.gotThrough();
  }

  /// Whether it was delivered to an address that is not the host's own: a transparent socket answers from there, whatever the routes say.
  private static boolean isForeign(Optional<Model> model, Packet delivered) {
    return model.filter(m -> m.host().links().hasAddress(delivered.dst())).isEmpty();
  }

  private static boolean marksConnection(Traversal way) {
    return way.hops().stream().anyMatch(h -> switch (h) {
      case Hop.Matched m -> marksConnection(m.rule());
      case Hop.Nft(_, NftStep.Matched m) -> m.rule().statements().stream().anyMatch(s -> s instanceof Statement.Assign a && a.field().equals("ct mark")
          || s instanceof Statement.Iptables i && marksConnection(i.rule()));
      default -> false;
    });
  }

  private static boolean marksConnection(Rule rule) {
    return rule.target() instanceof Target.SetConnmark || rule.target() instanceof Target.SaveConnmark;
  }

  /// The logged packet that goes back where one of the diagnosed ones came from: at the host nearest to its sender.
  static Optional<TracedPacket> logged(List<Witness> witnesses, List<Diagnosis> way) {
    for (Diagnosis d : way.reversed()) {
      Optional<TracedPacket> sent = d.seen();
      Optional<Witness> host = Witness.named(witnesses, d.host());
      if (sent.isEmpty() || host.isEmpty()) continue;
      List<TracedPacket> log = host.get().packets();
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

  /// The host that the answer comes from: where the packet was delivered, else the last one of the case that it left.
  private Optional<Diagnosis> turning(List<Diagnosis> way) {
    Optional<Diagnosis> delivered = way.stream().filter(d -> d.disposition() instanceof Disposition.Delivered).findFirst();
    if (delivered.isPresent()) return delivered;
    if (way.stream().anyMatch(d -> d.isSettled() && !d.gotThrough() && !(d.disposition() instanceof Disposition.NeverArrived))) return Optional.empty();
    return way.stream().filter(d -> d.disposition() instanceof Disposition.Transmitted sent && sent.route().isPresent()
        && Journey.leaving(d).filter(left -> isLastKnown(nexthop(sent, left), way)).isPresent()).reduce((_, later) -> later);
  }

  /// Whether the next hop is no host of the case, or one of which the files do not tell what it did.
  private boolean isLastKnown(Ip nexthop, List<Diagnosis> way) {
    Optional<Neighbourhood.Door> door = neighbourhood.owner(nexthop);
    return door.isEmpty() || way.stream().noneMatch(d -> d.host().equals(door.get().host().name()) && d.isSettled());
  }

  private static Ip nexthop(Disposition.Transmitted sent, Packet left) {
    return sent.route().flatMap(r -> r.nexthop().via()).orElse(left.dst());
  }

  private static Diagnosis with(Diagnosis diagnosis, Finding finding) {
    var all = new ArrayList<>(diagnosis.findings());
    all.add(finding);
    return diagnosis.withFindings(all);
  }

  private Optional<Answered> back(Diagnosis from, List<Diagnosis> way) {
    Optional<Packet> left = Journey.leaving(from).filter(p -> isAnswered(p) && from.predicted().filter(Answers::isForMany).isEmpty());
    if (left.isEmpty() || from.disposition() instanceof Disposition.Delivered && isForeign(Witness.named(neighbourhood.witnesses(), from.host()).flatMap(Witness::model), left.get())) return Optional.empty();
    String by = from.disposition() instanceof Disposition.Transmitted sent ? sent.oif() : "";
    Packet answer = Journey.arriving(answerTo(left.get()), by);
    Optional<Witness> at = Witness.named(neighbourhood.witnesses(), from.host());
    Optional<Answered> last = Optional.empty();
    Set<String> visited = new HashSet<>();
    while (at.isPresent() && at.get().model().isPresent() && visited.add(at.get().name())) {
      Witness host = at.get();
      Optional<Connection> opened = way.stream().filter(d -> d.host().equals(host.name())).findFirst().flatMap(Answers::opened);
      Probe probe = probe(answer, opened);
      Answered here = Answered.of(host.name(), host.model().get(), probe, by);
      last = Optional.of(here);
      if (!(here.end() instanceof Disposition.Transmitted sent)) return last;
      Packet goesOn = Journey.lastPacket(here.outcome().traversal()).orElse(answer);
      Optional<Neighbourhood.Door> door = neighbourhood.owner(nexthop(sent, goesOn));
      at = door.map(Neighbourhood.Door::host);
      if (door.isPresent()) answer = Journey.arriving(goesOn, door.get().dev());
    }
    return last;
  }

  /// That the answer is lost, and what stops it there.
  private Finding finding(Answered lost) {
    var fact = new Fact.AnswerLost(lost.host(), lost.end().where(), lost.end().cause(), lost.by());
    Evidence said = lost.by().isEmpty() ? Evidence.derived(fact) : Evidence.assumed(fact);
    var evidence = new ArrayList<>(List.of(said));
    Witness.named(neighbourhood.witnesses(), lost.host()).flatMap(Witness::host)
        .ifPresent(host -> evidence.addAll(Grounds.of(lost.outcome(), lost.end(), host, said)));
    return new Finding(lost.end().cause().toString(), evidence);
  }

  /// The connection that a packet opened on a host it passed: its translations are undone for the answer.
  private static Optional<Connection> opened(Diagnosis outward) {
    return outward.seen().map(TracedPacket::packet).flatMap(entered -> Journey.leaving(outward).map(left -> connection(entered, left)));
  }

  private static Connection connection(Packet entered, Packet left) {
    return new Connection(Tuple.of(entered), Tuple.of(left).reversed(), true, Set.of("CONFIRMED", "SEEN_REPLY"), 0);
  }

  private static Probe probe(Packet answer, Optional<Connection> opened) {
    return opened.map(c -> Probe.of(answer, c)).orElseGet(() -> new Probe(answer, Optional.of(CtState.ESTABLISHED), false));
  }

  /// What becomes of the answer to a packet on the host that let it through, coming back by the device it left by;
  /// empty where nothing answers, or where the model does not know the way to its end.
  static Optional<Disposition> onSameHost(Model model, Packet entered, Traversal way) {
    Optional<Packet> left = Journey.lastPacket(way).filter(_ -> isAnswered(entered) && !isForMany(way) && !marksConnection(way));
    Optional<String> back = switch (way.disposition()) {
      case Disposition.Transmitted sent when sent.forwarded() && sent.route().isPresent() -> Optional.of(sent.oif());
      case Disposition.Delivered _ when left.isPresent() && !isForeign(Optional.of(model), left.get()) -> Optional.of("");
      default -> Optional.empty();
    };
    return left.flatMap(l -> back.map(dev -> Probe.of(Journey.arriving(answerTo(l), dev), connection(entered, l))))
        .map(answer -> Answered.endOf(model, answer));
  }

  /// Whether it is the first of a connection, which is answered; of later ones no header tells who began.
  private static boolean isAnswered(Packet packet) {
    return switch (packet.transport()) {
      case Transport.Tcp t -> t.opens();
      case Transport.Icmp i -> i.type() == (packet.src().isV4() ? 8 : 128);
      case Transport.Ports _ -> packet.proto() == Proto.UDP;
      default -> false;
    };
  }

  /// Whether it went to a broadcast or multicast address.
  private static boolean isForMany(Traversal way) {
    return way.hops().stream().anyMatch(h -> h instanceof Hop.Routing(_, RouteDecision.Routed r, _) && r.isForMany());
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
