package lasthop.diagnose;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lasthop.capture.Sighting;
import lasthop.packet.Packet;
import lasthop.simulate.Outcome;
import lasthop.trace.TracedPacket;
import lasthop.traversal.Cause;
import lasthop.traversal.Disposition;
import lasthop.traversal.Stage;

/// One host's verdict on a packet of which its log has nothing, or that has no log.
///
/// Silence is read with care: a host without a log is never called a loss, and an empty log proves something only where
/// a TRACE rule would have spoken.
final class Unseen {
  /// Microseconds that the clocks of two hosts may differ.
  private static final long SKEW = 5_000_000;

  private final Witness witness;
  private final List<Evidence> evidence = new ArrayList<>();

  private Unseen(Witness witness) {
    this.witness = witness;
    if (witness.log().isPresent()) evidence.add(Evidence.derived(new Fact.NoLine()));
  }

  /// A host that the packet should have reached, or that should have sent it.
  static Diagnosis arrives(Witness witness, Optional<Packet> packet, List<Diagnosis> before) {
    return new Unseen(witness).arriving(packet, before);
  }

  /// A host that the packet's way does not touch, as far as the way is known. The host whose address the packet bears
  /// as its source most likely sent it, and a log that does not reach to the packet's time says nothing.
  static Diagnosis passedBy(Witness witness, List<Diagnosis> way) {
    var unseen = new Unseen(witness);
    Optional<TracedPacket> seen = way.stream().flatMap(d -> d.seen().stream()).findFirst();
    boolean sender = seen.isPresent() && witness.host().filter(h -> h.links().hasAddress(seen.get().packet().src())).isPresent();
    if (sender) return unseen.unsettled("why the log of its sender has no line of it", Ask.frames("", seen.get().packet()));
    if (seen.isPresent() && !covers(witness, seen.get())) return unseen.unsettled("whether its log reaches to the packet's time", "journalctl -k");
    return unseen.passed(way);
  }

  /// Whether a host's log has records from about the packet's time. Clocks may differ by some seconds.
  private static boolean covers(Witness witness, TracedPacket packet) {
    long time = packet.first().stamp().wall();
    List<TracedPacket> logged = witness.packets();
    if (logged.isEmpty() || time < 0) return true;
    long from = logged.stream().mapToLong(p -> p.first().stamp().wall()).min().getAsLong();
    long to = logged.stream().mapToLong(p -> p.last().stamp().wall()).max().getAsLong();
    return from < 0 || time >= from - SKEW && time <= to + SKEW;
  }

  private Diagnosis arriving(Optional<Packet> packet, List<Diagnosis> before) {
    if (witness.host().isEmpty()) return unsettled("the rules and routes of " + (witness.name().isEmpty() ? "its host" : witness.name()), Ask.snapshot(witness.name()));
    if (packet.isEmpty()) return unsettled("the packet itself", "./lasthop trace LOG");
    if (packet.get().src().isAny() && !packet.get().meta().in().isEmpty()) return unsettled("the address it was sent from", Ask.frames("", packet.get()));
    if (witness.log().isPresent() && !hasRules(packet.get())) return unsettled("whether a TRACE rule would have spoken", Ask.snapshot(witness.name()));
    if (isForeign(packet.get())) return unsettled("what address it had here: " + packet.get().src() + " is none of this host", Ask.trace(packet.get()));
    Outcome way = witness.model().get().likeliest(packet.get());
    boolean silent = way.traversal().lines().isEmpty();
    if (witness.log().isPresent() && !silent) return silenced(packet.get(), before);
    boolean comes = before.isEmpty() || before.getLast().isSettled() && before.getLast().confidence() != Confidence.LOW;
    boolean known = hasRules(packet.get()) && comes && way.assumptions().stream().noneMatch(Judge::isUnknown);
    return predicted(packet.get(), way, !known ? Confidence.LOW : witness.log().isPresent() ? Confidence.HIGH : Confidence.MEDIUM);
  }

  /// Whether a packet of this host bears a source that none of its addresses is: it may have been seen behind a rule that changed it.
  private boolean isForeign(Packet packet) {
    var links = witness.host().get().links();
    return packet.meta().in().isEmpty() && !packet.src().isAny() && !packet.src().isLoopback() && links.hasAddresses(packet.family()) && !links.hasAddress(packet.src());
  }

  /// Whether some text lists the packet filter, if only that there is none.
  private boolean hasRules(Packet packet) {
    String tables = packet.src().isV4() ? "iptables-save.txt" : "ip6tables-save.txt";
    return witness.host().filter(h -> h.has(tables) || h.has("nft-ruleset.txt")).isPresent();
  }

  /// No line is expected or nobody looked: the model alone speaks.
  private Diagnosis predicted(Packet entering, Outcome way, Confidence confidence) {
    Disposition end = way.traversal().disposition() instanceof Disposition.Queued q ? q.unsettled() : way.traversal().disposition();
    if (end.verdict().isEmpty()) {
      return end instanceof Disposition.Undetermined u ? unsettled(u.missing(), u.collect()) : unsettled("its end", Ask.trace(entering));
    }
    way.assumptions().forEach(a -> evidence.add(Evidence.assumed(new Fact.Taken(a.about() + " " + a.taken()), a.origin())));
    boolean sure = way.assumptions().isEmpty() && end instanceof Disposition.Dropped;
    return new Diagnosis(witness.name(), Optional.empty(), Optional.of(way.traversal()), end,
        sure || confidence == Confidence.LOW ? confidence : Confidence.MEDIUM, evidence, List.of(),
        List.of(new Finding(end.cause() == Cause.NONE ? end.verdict() : end.cause().toString(), evidence)));
  }

  /// TRACE rules would have spoken and did not: it ended before them, or never came.
  private Diagnosis silenced(Packet packet, List<Diagnosis> before) {
    var tally = new Tally(witness.host());
    Optional<Sighting> frame = sighting(packet);
    frame.ifPresent(s -> evidence.add(Evidence.observed(new Fact.Captured(s.dev(), false), s.origin(), s.dev())));
    boolean v4 = packet.src().isV4();
    long asked = tally.gained(v4 ? "IpReasmReqds" : "Ip6ReasmReqds");
    boolean fragment = packet.header().mf() || frame.flatMap(Sighting::packet).filter(p -> p.header().mf()).isPresent();
    if (asked > 0 && tally.gained(v4 ? "IpReasmOKs" : "Ip6ReasmOKs") == 0 && tally.isKnown()) {
      tally.supports(Cause.FRAGMENT_MISSING, packet.family(), true).ifPresent(evidence::add);
      return dropped(Stage.Step.REASSEMBLY, Cause.FRAGMENT_MISSING, fragment ? Confidence.HIGH : Confidence.MEDIUM);
    }
    Optional<DeviceProgram> program = DeviceProgram.entering(witness.host().get(), frame.map(Sighting::dev).orElse(packet.meta().in()), frame.isPresent());
    boolean diedBefore = frame.isEmpty() && before.stream().anyMatch(d -> d.disposition() instanceof Disposition.Dropped);
    if (program.isPresent() && !diedBefore) {
      evidence.add(Evidence.observed(new Fact.ProgramOn(program.get().toString()), program.get().origin(), program.get().line()));
      return unsettled("what " + program.get() + " did with it, before any hook", program.get().collect());
    }
    if (frame.isPresent() && tally.isKnown()) return dropped(Stage.Step.BEFORE_NETFILTER, Cause.OTHER_HOST_MAC, Confidence.MEDIUM);
    if (before.stream().anyMatch(d -> d.disposition() instanceof Disposition.Dropped)) return passed(before);
    return unsettled("whether it reached " + witness.name() + " at all", Ask.frames(packet.meta().in(), packet));
  }

  private Optional<Sighting> sighting(Packet packet) {
    return witness.capture().stream().flatMap(c -> c.sightings().stream())
        .filter(s -> !s.out() && s.packet().filter(p -> SamePacket.same(p, packet)).isPresent()).findFirst();
  }

  private Diagnosis dropped(Stage.Step at, Cause cause, Confidence confidence) {
    var end = new Disposition.Dropped(at, at.toString(), cause);
    return new Diagnosis(witness.name(), Optional.empty(), Optional.empty(), end, confidence, evidence, List.of(),
        List.of(new Finding(cause.toString(), evidence)));
  }

  /// The way ends elsewhere: what is certain of it is certain here.
  private Diagnosis passed(List<Diagnosis> way) {
    Optional<Diagnosis> last = way.stream().filter(d -> !d.gotThrough()).reduce((_, b) -> b).or(() -> way.stream().reduce((_, b) -> b));
    boolean ended = last.filter(d -> d.isSettled() && d.confidence() != Confidence.LOW && !(d.disposition() instanceof Disposition.Transmitted)).isPresent();
    if (!ended) {
      Optional<Packet> packet = way.stream().flatMap(d -> Journey.leaving(d).stream()).reduce((_, b) -> b);
      return unsettled("whether it was to reach " + witness.name(), packet.map(p -> Ask.frames("", p)).orElse("tcpdump -nn -e -v -i any"));
    }
    evidence.add(Evidence.derived(new Fact.LeftFrom(last.get().host(), last.get().disposition().where())));
    return new Diagnosis(witness.name(), Optional.empty(), Optional.empty(), new Disposition.NeverArrived(),
        last.get().confidence(), evidence, List.of(), List.of());
  }

  private Diagnosis unsettled(String missing, String collect) {
    evidence.add(Evidence.assumed(new Fact.Missing(missing, collect)));
    var end = new Disposition.Undetermined(Stage.Step.BEFORE_NETFILTER, missing, collect);
    return new Diagnosis(witness.name(), Optional.empty(), Optional.empty(), end, Confidence.NONE, evidence, List.of(),
        List.of(new Finding(Finding.UNKNOWN, evidence)));
  }
}
