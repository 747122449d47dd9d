package lasthop.diagnose;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lasthop.host.Host;
import lasthop.ip.Family;
import lasthop.ip.Ip;
import lasthop.ip.Prefix;
import lasthop.netfilter.IptablesSave;
import lasthop.netfilter.Rule;
import lasthop.netfilter.Table;
import lasthop.netfilter.Target;
import lasthop.nft.NftChain;
import lasthop.nft.NftRule;
import lasthop.nft.NftStep;
import lasthop.nft.NftTable;
import lasthop.packet.Packet;
import lasthop.packet.Transport;
import lasthop.simulate.Options;
import lasthop.simulate.Outcome;
import lasthop.simulate.Probe;
import lasthop.simulate.Translation;
import lasthop.text.Origin;
import lasthop.trace.TracedPacket;
import lasthop.traversal.Cause;
import lasthop.traversal.ChainType;
import lasthop.traversal.Disposition;
import lasthop.traversal.Hop;
import lasthop.traversal.Stage;

/// What is worth telling of a packet's way beside where and why it ended.
final class Remarks {
  /// RFC 1918, RFC 6598 and RFC 4193.
  private static final List<Prefix> PRIVATE = List.of(Prefix.parse("10.0.0.0/8"), Prefix.parse("172.16.0.0/12"),
      Prefix.parse("192.168.0.0/16"), Prefix.parse("100.64.0.0/10"), Prefix.parse("fc00::/7"));

  private final Witness witness;
  private final Diagnosis diagnosis;
  private final List<Diagnosis> way;

  private Remarks(Witness witness, Diagnosis diagnosis, List<Diagnosis> way) {
    this.witness = witness;
    this.diagnosis = diagnosis;
    this.way = way;
  }

  /// The diagnoses, each with what else its host's files say.
  static List<Diagnosis> added(List<Witness> witnesses, List<Diagnosis> way) {
    var all = new ArrayList<Diagnosis>();
    for (Diagnosis d : way) {
      Optional<Witness> own = Witness.named(witnesses, d.host());
      all.add(own.map(w -> new Remarks(w, d, way).added()).orElse(d));
    }
    return all;
  }

  private Diagnosis added() {
    var all = new ArrayList<>(diagnosis.findings());
    verdict().ifPresent(all::add);
    acceptedEarly().ifPresent(all::add);
    loop().ifPresent(all::add);
    noSnat().ifPresent(all::add);
    incomplete().ifPresent(all::add);
    mix().ifPresent(all::add);
    return all.size() == diagnosis.findings().size() ? diagnosis : diagnosis.withFindings(all);
  }

  /// A packet that got through says so, also where its cause tells how.
  private Optional<Finding> verdict() {
    boolean told = diagnosis.findings().stream().anyMatch(f -> f.code().equals(diagnosis.disposition().verdict()));
    return diagnosis.gotThrough() && !told ? Optional.of(new Finding(diagnosis.disposition().verdict(), diagnosis.evidence())) : Optional.empty();
  }

  private Optional<Finding> incomplete() {
    if (diagnosis.seen().isEmpty() || diagnosis.seen().get().isComplete()) return Optional.empty();
    var last = diagnosis.seen().get().last();
    return Optional.of(new Finding(Finding.TRACE_INCOMPLETE, List.of(Evidence.observed(new Fact.LastLine(last.hop()), last.origin(), last.hop()))));
  }

  /// Rules of iptables-legacy and rules of nftables: a packet meets both, and each tool shows only its own.
  private Optional<Finding> mix() {
    if (witness.host().isEmpty()) return Optional.empty();
    Host host = witness.host().get();
    Family family = family();
    Optional<NftRule> nft = host.rules().nft().tables().stream().filter(t -> t.family().sees(family)).map(NftTable::chains)
        .flatMap(chains -> chains.values().stream()).map(NftChain::rules).flatMap(List::stream).findFirst();
    if (nft.isEmpty()) return Optional.empty();
    Optional<Rule> legacy = host.rules().legacy(family).tables().stream().map(Table::chains).flatMap(List::stream)
        .filter(c -> c.size() > 0).findFirst().map(c -> c.rule(1));
    if (legacy.isEmpty()) return Optional.empty();
    return nft.map(rule -> new Finding(Finding.LEGACY_NFT_MIX, List.of(
        Evidence.rule(legacy.get().text(), legacy.get().origin()),
        Evidence.rule(rule.text(), rule.origin()))));
  }

  private Family family() {
    return way.stream().flatMap(d -> d.seen().stream()).findFirst().map(p -> p.packet().family()).orElse(Family.IPV4);
  }

  /// The packet that this host forwarded is in its log again, with less time to live: the next hop sent it back.
  private Optional<Finding> loop() {
    if (diagnosis.seen().isEmpty() || !(diagnosis.disposition() instanceof Disposition.Transmitted t) || !t.forwarded()) return Optional.empty();
    TracedPacket first = diagnosis.seen().get();
    List<TracedPacket> again = witness.packets().stream().dropWhile(p -> p != first).filter(p -> SamePacket.same(p, first)
        && p.packet().src().equals(first.last().packet().src()) && p.packet().header().ttl() >= 0 && p.packet().header().ttl() < first.packet().header().ttl() - 1
        && p.packet().meta().in().equals(t.oif())).toList();
    if (again.isEmpty()) return Optional.empty();
    TracedPacket last = again.getLast();
    return Optional.of(new Finding(Finding.ROUTING_LOOP, List.of(Evidence.observed(
        new Fact.CameBack(t.oif(), again.size(), last.packet().header().ttl()), again.getFirst().first().origin(), again.getFirst().first().hop()))));
  }

  /// A router sends a private source to a public destination, and no later host of the case translates it.
  private Optional<Finding> noSnat() {
    if (!(diagnosis.disposition() instanceof Disposition.Transmitted t) || !t.forwarded() || !decidesNat()) return Optional.empty();
    Optional<Packet> left = Journey.leaving(diagnosis);
    if (left.isEmpty() || !isPrivate(left.get().src()) || !isPublic(left.get().dst())) return Optional.empty();
    if (way.stream().anyMatch(d -> translatesSource(d.disposition().cause())) || hasSourceRule()) return Optional.empty();
    return Optional.of(new Finding(Finding.NO_SNAT, diagnosis.evidence()));
  }

  /// Whether this packet is one that nat rules are consulted for; later ones follow its connection, which no log shows.
  private boolean decidesNat() {
    boolean opens = diagnosis.seen().map(p -> p.packet().transport() instanceof Transport.Tcp tcp && tcp.opens()).orElse(false);
    return opens || natHops().stream().findAny().isPresent();
  }

  private static boolean translatesSource(Cause cause) {
    return cause == Cause.SNAT || cause == Cause.DNAT_MASQUERADE;
  }

  private boolean hasSourceRule() {
    return natHops().stream().anyMatch(h -> h instanceof Hop.Nft n && n.step() instanceof NftStep.Matched m && Grounds.translates(m.rule()));
  }

  private static boolean isPrivate(Ip ip) {
    return PRIVATE.stream().anyMatch(p -> p.contains(ip));
  }

  private static boolean isPublic(Ip ip) {
    return !isPrivate(ip) && !ip.isMulticast() && !ip.isLoopback() && !ip.isLinkLocal() && !ip.isZeronet() && !ip.isLimitedBroadcast();
  }

  private List<Hop> natHops() {
    return diagnosis.predicted().map(w -> w.hops().stream()
        .filter(h -> h.stage() instanceof Stage.Chain c && c.type() == ChainType.NAT).toList()).orElse(List.of());
  }

  /// An ACCEPT in nat, without which another rule would translate the packet: the host is asked once more without it.
  private Optional<Finding> acceptedEarly() {
    if (diagnosis.seen().isEmpty() || witness.host().isEmpty()) return Optional.empty();
    for (Hop hop : natHops()) {
      Optional<Evidence> accept = accept(hop);
      if (accept.isEmpty()) continue;
      Optional<Evidence> kept = translatedWithout(accept.get().origin());
      if (kept.isPresent()) return Optional.of(new Finding(Finding.NAT_ACCEPTED_EARLY, List.of(accept.get(), kept.get())));
    }
    return Optional.empty();
  }

  private static Optional<Evidence> accept(Hop hop) {
    return switch (hop) {
      case Hop.Matched m when m.rule().target() instanceof Target.Accept -> Optional.of(Evidence.rule(m.rule().text(), m.rule().origin()));
      case Hop.Nft n when n.step() instanceof NftStep.Matched m && m.verdict().toString().equals("accept")
          && !Grounds.translates(m.rule()) -> Optional.of(Evidence.rule(m.rule().text(), m.rule().origin()));
      default -> Optional.empty();
    };
  }

  /// The rule that translates the packet once the line is gone; empty when none does.
  private Optional<Evidence> translatedWithout(Origin line) {
    Host host = witness.host().get();
    Family family = family();
    if (!line.file().equals(family == Family.IPV4 ? "iptables-save.txt" : "ip6tables-save.txt")) return Optional.empty();
    Optional<String> text = host.text(line.file()).map(t -> without(t, line.line()));
    if (text.isEmpty()) return Optional.empty();
    Host changed = host.withRules(host.rules().with(IptablesSave.read(text.get(), line.file(), family)));
    Outcome outcome = new Model(changed).run(Probe.of(diagnosis.seen().get().packet()), Options.LIKELIEST).getFirst();
    if (outcome.translation().equals(Translation.NONE)) return Optional.empty();
    return outcome.traversal().hops().reversed().stream().filter(h -> h.stage() instanceof Stage.Chain c && c.type() == ChainType.NAT)
        .flatMap(h -> switch (h) {
          case Hop.Matched m -> Optional.of(Evidence.rule(m.rule().text(), m.rule().origin())).stream();
          case Hop.Nft n when n.step() instanceof NftStep.Matched m -> Optional.of(Evidence.rule(m.rule().text(), m.rule().origin())).stream();
          default -> Optional.<Evidence>empty().stream();
        }).findFirst();
  }

  /// A text with one line emptied: the others keep their numbers.
  private static String without(String text, int line) {
    int from = 0;
    for (int n = 1; n < line && from >= 0; n++) from = text.indexOf('\n', from) + 1;
    int to = text.indexOf('\n', from);
    return text.substring(0, from) + (to < 0 ? "" : text.substring(to));
  }
}
