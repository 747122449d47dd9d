package lasthop.fix;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import lasthop.diagnose.Diagnosis;
import lasthop.host.Host;
import lasthop.ip.Family;
import lasthop.netfilter.Backend;
import lasthop.netfilter.Hook;
import lasthop.netfilter.Surroundings.Tuple;
import lasthop.netfilter.TableKind;
import lasthop.netfilter.Target;
import lasthop.nft.NftChain;
import lasthop.nft.NftFamily;
import lasthop.nft.NftRule;
import lasthop.nft.NftStep;
import lasthop.nft.NftVerdict;
import lasthop.owner.Owner;
import lasthop.packet.Packet;
import lasthop.packet.Proto;
import lasthop.text.Quoted;
import lasthop.traversal.Hop;
import lasthop.traversal.Stage;

/// What rules to add or take away so that a packet gets past a ruleset, in the tool's words whose rules stopped it.
final class RuleFixes {
  /// What an added rule matches, in the words of iptables and of nft.
  private record Match(String iptables, String nft) {}

  private static final Match ANSWERS = new Match(" -m conntrack --ctstate RELATED,ESTABLISHED", "ct state established,related");

  private final Diagnosis diagnosis;
  private final Packet packet;
  private final boolean v4;
  private final Backend own;
  private final RuleOwners owners;
  private final Optional<Tuple> opened;

  /// @param packet as it was where it stopped
  /// @param opened the connection it belongs to, as its first packet was before any translation; empty where it is not known
  RuleFixes(Diagnosis diagnosis, Host host, Packet packet, Optional<Tuple> opened) {
    this.diagnosis = diagnosis;
    this.packet = packet;
    this.v4 = packet.family() == Family.IPV4;
    this.own = host.rules().toolBackend(packet.family());
    this.owners = new RuleOwners(hops(), packet);
    this.opened = opened;
  }

  /// A rule before the one that decided, or that rule gone; a rule before a policy. Where a program leaves a chain to its
  /// operator the rule goes there, and where a service has no endpoint no rule helps.
  List<Fix> passing() {
    return stopping().map(at -> owners.missingEndpoint(at).map(List::of)
        .orElseGet(() -> Stream.of(missingProxy(at), added(at, alike(at)), removed(at)).flatMap(Optional::stream).toList())).orElse(List.of());
  }

  /// One rule where the other would stand, for the packet's connection, so that it lets its answers pass too.
  Optional<Fix> bothWays() {
    return stopping().flatMap(at -> connection().flatMap(match -> added(at, match)));
  }

  /// For a packet that is an answer: a rule for its connection, one for all answers, or the rule gone that stopped it.
  List<Fix> answering() {
    return stopping().map(at -> Stream.of(bothWays(), added(at, ANSWERS), removed(at)).flatMap(Optional::stream).toList()).orElse(List.of());
  }

  /// TPROXY drops what no socket takes.
  private Optional<Fix> missingProxy(Hop at) {
    if (!(at instanceof Hop.Matched m) || !(m.rule().target() instanceof Target.Tproxy proxy)) return Optional.empty();
    int port = proxy.port() == 0 ? packet.dport() : proxy.port();
    return Optional.of(Fixes.listener(packet.proto(), port));
  }

  /// Without the rules that lower its time to live.
  List<Fix> keepingTtl() {
    return hops().stream().filter(h -> h instanceof Hop.Matched m && m.after().header().ttl() < m.before().header().ttl()).flatMap(h -> removed(h).stream()).toList();
  }

  private Optional<Hop> stopping() {
    return hops().isEmpty() ? Optional.empty() : Optional.of(hops().getLast());
  }

  private List<Hop> hops() {
    return diagnosis.predicted().map(way -> way.hops()).orElse(List.of());
  }

  private Optional<Fix> added(Hop at, Match match) {
    return switch (at) {
      case Hop.Matched m -> Optional.of(accept(at, m.rule().table().text(), m.rule().chain(), m.rule().number(), match));
      case Hop.Ended e when e.isPolicy() -> Optional.of(accept(at, e.chain().table().text(), e.chain().name(), leaving(e), match));
      case Hop.Nft(_, NftStep.Matched m) when isIptables(m.rule()) -> Optional.of(accept(at, m.chain().table(), m.chain().name(), m.rule().number(), match));
      case Hop.Nft(_, NftStep.Matched m) when m.rule().handle() > 0 -> Optional.of(nftAccept(owners.of(at), "insert", m.chain(), "handle " + m.rule().handle() + " ", match));
      case Hop.Nft(_, NftStep.Policy p) when isIptables(p.chain()) -> Optional.of(accept(at, p.chain().table(), p.chain().name(), leaving(p).map(NftRule::number).orElse(0), match));
      case Hop.Nft(_, NftStep.Policy p) -> Optional.of(leaving(p).filter(r -> r.handle() > 0)
          .map(r -> nftAccept(owners.of(at), "insert", p.chain(), "handle " + r.handle() + " ", match))
          .orElseGet(() -> nftAccept(owners.of(at), "add", p.chain(), "", match)));
      default -> Optional.empty();
    };
  }

  /// The rule of a built-in chain that sent the packet to another for good, so that the rest of the chain was not asked; 0 where none did.
  private int leaving(Hop.Ended policy) {
    return hops().stream().filter(h -> h.stage().equals(policy.stage())).flatMap(h -> h instanceof Hop.Matched m
        && m.rule().target() instanceof Target.Goto && m.rule().chain().equals(policy.chain().name()) ? Stream.of(m.rule().number()) : Stream.<Integer>empty())
        .findFirst().orElse(0);
  }

  private Optional<NftRule> leaving(NftStep.Policy policy) {
    return hops().stream().flatMap(h -> h instanceof Hop.Nft(_, NftStep.Matched m) && m.verdict().kind() == NftVerdict.Kind.GOTO
        && m.chain().equals(policy.chain()) ? Stream.of(m.rule()) : Stream.<NftRule>empty()).findFirst();
  }

  private Optional<Fix> removed(Hop at) {
    return switch (at) {
      case Hop.Matched m -> Optional.of(without(at, m.rule().table().text(), m.rule().chain(), m.rule().number(), m.rule().text()));
      case Hop.Nft(_, NftStep.Matched m) when isIptables(m.rule()) -> Optional.of(without(at, m.chain().table(), m.chain().name(), m.rule().number(), m.rule().text()));
      case Hop.Nft(_, NftStep.Matched m) when m.rule().handle() > 0 -> Optional.of(nftWithout(owners.of(at), m.chain(), m.rule()));
      default -> Optional.empty();
    };
  }

  /// Whether iptables-nft wrote the rule and prints it.
  private static boolean isIptables(NftRule rule) {
    return rule.text().startsWith("-A ");
  }

  /// Whether it is a built-in chain of iptables-nft, which no longer lists a table with rules that it does not know. Those of
  /// ebtables and arptables are named alike.
  private static boolean isIptables(NftChain chain) {
    boolean ip = chain.family() == NftFamily.IP || chain.family() == NftFamily.IP6;
    return ip && TableKind.of(chain.table()).filter(t -> t.hooks().stream().anyMatch(h -> h.name().equals(chain.name()))).isPresent();
  }

  /// Without the rules that keep the packet from connection tracking, nat is consulted.
  List<Fix> tracking() {
    return hops().stream().filter(RuleFixes::isNotrack).flatMap(h -> removed(h).stream()).toList();
  }

  private static boolean isNotrack(Hop hop) {
    String rule = switch (hop) {
      case Hop.Matched m -> m.rule().text();
      case Hop.Nft(_, NftStep.Matched m) -> m.rule().text();
      default -> "";
    };
    return rule.toLowerCase(Locale.ROOT).contains("notrack");
  }

  /// Packets like this one, and few others.
  private Match alike(Hop at) {
    boolean comesIn = !packet.meta().in().isEmpty() && at.stage() instanceof Stage.Chain chain && chain.hook() != Hook.OUTPUT && chain.hook() != Hook.POSTROUTING;
    String ip = v4 ? "ip" : "ip6";
    String proto = Proto.name(packet.proto());
    return new Match(" -s " + packet.src() + " -d " + packet.dst() + (comesIn ? " -i " + Quoted.word(packet.meta().in()) : "") + " -p " + proto
        + (packet.dport() < 0 ? "" : " --dport " + packet.dport()),
        (comesIn ? "iifname \"" + packet.meta().in() + "\" " : "") + ip + " saddr " + packet.src() + " " + ip + " daddr " + packet.dst()
            + (packet.dport() < 0 ? " meta l4proto " + packet.proto() : " " + proto + " dport " + packet.dport()));
  }

  /// Both directions of the connection.
  private Optional<Match> connection() {
    String ip = v4 ? "ip" : "ip6";
    return opened.map(first -> new Match(
        " -p " + Proto.name(first.proto()) + " -m conntrack --ctorigsrc " + first.src() + " --ctorigdst " + first.dst() + (first.dport() < 0 ? "" : " --ctorigdstport " + first.dport()),
        "meta l4proto " + first.proto() + " ct original " + ip + " saddr " + first.src() + " ct original " + ip + " daddr " + first.dst()
            + (first.dport() < 0 ? "" : " ct original proto-dst " + first.dport())));
  }

  private Fix accept(Hop stopping, String table, String decided, int before, Match match) {
    Optional<String> left = table.equals("filter") ? owners.userChain(stopping) : Optional.empty();
    String chain = left.orElse(decided);
    String spec = match.iptables + " -j ACCEPT";
    String name = Quoted.word(chain);
    String at = left.isPresent() ? "-I " + name + " 1" : before > 0 ? "-I " + name + " " + before : "-A " + name;
    return iptables(stopping, table, chain, at + spec, "-D " + name + spec, "-C " + name + spec);
  }

  private Fix without(Hop stopping, String table, String chain, int number, String rule) {
    String spec = rule.startsWith("-A ") ? rule.substring(3) : rule;
    String name = Quoted.word(chain);
    String rest = Quoted.spec(spec.substring(chain.length()));
    return iptables(stopping, table, chain, "-D " + name + rest, "-I " + name + " " + number + rest, "-S " + name);
  }

  private Fix iptables(Hop stopping, String table, String chain, String change, String undo, String confirm) {
    String tool = tool(stopping);
    String begin = tool + " -t " + table + " ";
    return new Fix(Fix.Kind.RULE, begin + change, begin + undo, owners.lasting(owners.of(stopping), chain, tool + "-save, into the file that is loaded at boot"), begin + confirm);
  }

  /// The tool that sees the rule of a step: by its full name where `iptables` itself is the other one.
  private String tool(Hop stopping) {
    boolean nft = stopping instanceof Hop.Nft;
    String other = nft && own == Backend.LEGACY ? "-nft" : !nft && own == Backend.NFT ? "-legacy" : "";
    return (v4 ? "iptables" : "ip6tables") + other;
  }

  /// A comment marks the rule, for nft takes rules away only by a handle that is not known before.
  private Fix nftAccept(Optional<Owner> owner, String verb, NftChain chain, String place, Match match) {
    String where = words(chain);
    String find = "nft -a list chain " + where;
    return new Fix(Fix.Kind.RULE, "nft " + verb + " rule " + where + " " + place + Quoted.word(match.nft + " accept comment \"lasthop\""),
        "nft delete rule " + where + " handle $(" + find + " | sed -n 's/.*lasthop.*handle //p')", nftLasting(owner, chain), find);
  }

  private Fix nftWithout(Optional<Owner> owner, NftChain chain, NftRule rule) {
    String where = words(chain);
    String place = rule.number() > 1 ? "add rule " + where + " handle " + chain.rules().get(rule.number() - 2).handle() : "insert rule " + where;
    return new Fix(Fix.Kind.RULE, "nft delete rule " + where + " handle " + rule.handle(), "nft " + place + " " + Quoted.word(rule.text()),
        nftLasting(owner, chain), "nft -a list chain " + where);
  }

  private String nftLasting(Optional<Owner> owner, NftChain chain) {
    return owners.lasting(owner, chain.name(), "/etc/nftables.conf");
  }

  private static String words(NftChain chain) {
    return chain.family() + " " + Quoted.word(chain.table()) + " " + Quoted.word(chain.name());
  }
}
