package lasthop.fix;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import lasthop.diagnose.Diagnosis;
import lasthop.ip.Family;
import lasthop.netfilter.Rule;
import lasthop.nft.NftChain;
import lasthop.nft.NftRule;
import lasthop.nft.NftStep;
import lasthop.owner.Owner;
import lasthop.packet.Packet;
import lasthop.packet.Proto;
import lasthop.text.Quoted;
import lasthop.trace.TracedPacket;
import lasthop.traversal.Hop;

/// What rules to add or take away so that a packet gets past a ruleset, in the tool's words whose rules stopped it.
final class RuleFixes {
  private final Diagnosis diagnosis;
  private final Packet packet;
  private final boolean v4;
  private final String tool;
  private final RuleOwners owners;

  /// @param packet as it was where it stopped
  RuleFixes(Diagnosis diagnosis, Packet packet) {
    this.diagnosis = diagnosis;
    this.packet = packet;
    this.v4 = packet.family() == Family.IPV4;
    this.tool = v4 ? "iptables" : "ip6tables";
    this.owners = new RuleOwners(hops(), packet);
  }

  /// A rule before the one that decided, or that rule gone; a rule before a policy. Where a program leaves a chain to its
  /// operator the rule goes there, and where a service has no endpoint no rule helps.
  List<Fix> passing() {
    return stopping().map(last -> owners.missingEndpoint(last).map(List::of).orElseGet(() -> passing(last))).orElse(List.of());
  }

  private List<Fix> passing(Hop last) {
    Optional<Owner> owner = owners.of(last);
    return switch (last) {
      case Hop.Matched m -> List.of(accept(owner, m.rule().table().text(), m.rule().chain(), m.rule().number()), without(owner, m.rule()));
      case Hop.Ended e when e.isPolicy() -> List.of(accept(owner, e.chain().table().text(), e.chain().name(), 0));
      case Hop.Nft n -> passing(owner, n.step());
      default -> List.of();
    };
  }

  private List<Fix> passing(Optional<Owner> owner, NftStep step) {
    return switch (step) {
      case NftStep.Matched m when isIptables(m.rule()) -> List.of(
          accept(owner, m.chain().table(), m.chain().name(), m.rule().number()), without(owner, m.chain(), m.rule()));
      case NftStep.Matched m when m.rule().handle() > 0 -> List.of(
          nftAccept(owner, "insert", m.chain(), "handle " + m.rule().handle() + " "), nftWithout(owner, m.chain(), m.rule()));
      case NftStep.Policy p -> List.of(nftAccept(owner, "add", p.chain(), ""));
      default -> List.of();
    };
  }

  /// Whether iptables-nft wrote the rule and prints it.
  private static boolean isIptables(NftRule rule) {
    return rule.text().startsWith("-A ");
  }

  /// Without the rules that keep the packet from connection tracking, nat is consulted.
  List<Fix> tracking() {
    return hops().stream().flatMap(h -> switch (h) {
      case Hop.Matched m when isNotrack(m.rule().text()) -> Stream.of(without(owners.of(h), m.rule()));
      case Hop.Nft n when n.step() instanceof NftStep.Matched m && isNotrack(m.rule().text()) -> Stream.of(isIptables(m.rule())
          ? without(owners.of(h), m.chain(), m.rule()) : nftWithout(owners.of(h), m.chain(), m.rule()));
      default -> Stream.<Fix>empty();
    }).toList();
  }

  private static boolean isNotrack(String rule) {
    return rule.toLowerCase(Locale.ROOT).contains("notrack");
  }

  private List<Hop> hops() {
    return diagnosis.predicted().map(way -> way.hops()).orElse(List.of());
  }

  /// One rule where the other would stand, for the packet's connection, so that it lets its answers pass too.
  Optional<Fix> bothWays() {
    Hop last = stopping().orElse(null);
    return switch (last) {
      case Hop.Matched m -> connection().map(spec -> accept(owners.of(m), m.rule().table().text(), m.rule().chain(), m.rule().number(), spec));
      case Hop.Ended e when e.isPolicy() -> connection().map(spec -> accept(owners.of(e), e.chain().table().text(), e.chain().name(), 0, spec));
      case Hop.Nft n when n.step() instanceof NftStep.Matched m && isIptables(m.rule()) ->
          connection().map(spec -> accept(owners.of(n), m.chain().table(), m.chain().name(), m.rule().number(), spec));
      case null, default -> Optional.empty();
    };
  }

  private Optional<Hop> stopping() {
    return hops().reversed().stream().filter(h -> !h.line().isEmpty()).findFirst();
  }

  /// What makes a rule match both directions of the connection; its addresses are those before any translation.
  private Optional<String> connection() {
    return diagnosis.seen().map(TracedPacket::packet).map(first -> " -p " + Proto.name(first.proto()) + " -m conntrack --ctorigsrc " + first.src()
        + " --ctorigdst " + first.dst() + (first.dport() < 0 ? "" : " --ctorigdstport " + first.dport()));
  }

  private Fix accept(Optional<Owner> owner, String table, String decided, int before) {
    return accept(owner, table, decided, before, matching(decided));
  }

  private Fix accept(Optional<Owner> owner, String table, String decided, int before, String match) {
    Optional<String> left = table.equals("filter") ? owners.userChain() : Optional.empty();
    String chain = left.orElse(decided);
    String spec = match + " -j ACCEPT";
    String name = Quoted.word(chain);
    String at = left.isPresent() ? "-I " + name + " 1" : before > 0 ? "-I " + name + " " + before : "-A " + name;
    return iptables(owner, table, chain, at + spec, "-D " + name + spec, "-C " + name + spec);
  }

  private Fix without(Optional<Owner> owner, Rule rule) {
    return without(owner, rule.table().text(), rule.chain(), rule.number(), rule.text());
  }

  private Fix without(Optional<Owner> owner, NftChain chain, NftRule rule) {
    return without(owner, chain.table(), chain.name(), rule.number(), rule.text());
  }

  private Fix without(Optional<Owner> owner, String table, String chain, int number, String rule) {
    String spec = rule.startsWith("-A ") ? rule.substring(3) : rule;
    String name = Quoted.word(chain);
    String rest = Quoted.spec(spec.substring(chain.length()));
    return iptables(owner, table, chain, "-D " + name + rest, "-I " + name + " " + number + rest, "-S " + name);
  }

  private Fix iptables(Optional<Owner> owner, String table, String chain, String change, String undo, String confirm) {
    String begin = tool + " -t " + table + " ";
    return new Fix(Fix.Kind.RULE, begin + change, begin + undo, owners.lasting(owner, chain, tool + "-save, into the file that is loaded at boot"), begin + confirm);
  }

  /// A comment marks the rule, for nft takes rules away only by a handle that is not known before.
  private Fix nftAccept(Optional<Owner> owner, String verb, NftChain chain, String place) {
    String where = words(chain);
    String find = "nft -a list chain " + where;
    return new Fix(Fix.Kind.RULE, "nft " + verb + " rule " + where + " " + place + Quoted.word(nftMatching(chain) + " accept comment \"lasthop\""),
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

  /// What makes a rule match packets like this one, and few others.
  private String matching(String chain) {
    var spec = new StringBuilder(" -s ").append(packet.src()).append(" -d ").append(packet.dst());
    if (comesIn(chain)) spec.append(" -i ").append(Quoted.word(packet.meta().in()));
    spec.append(" -p ").append(Proto.name(packet.proto()));
    if (packet.dport() >= 0) spec.append(" --dport ").append(packet.dport());
    return spec.toString();
  }

  private String nftMatching(NftChain chain) {
    String ip = v4 ? "ip" : "ip6";
    var words = new StringBuilder();
    if (comesIn(chain.base().map(b -> b.hook().name()).orElse(""))) words.append("iifname \"").append(packet.meta().in()).append("\" ");
    words.append(ip).append(" saddr ").append(packet.src()).append(' ').append(ip).append(" daddr ").append(packet.dst());
    if (packet.dport() >= 0) return words.append(' ').append(Proto.name(packet.proto())).append(" dport ").append(packet.dport()).toString();
    return words.append(" meta l4proto ").append(packet.proto()).toString();
  }

  private boolean comesIn(String chain) {
    return !packet.meta().in().isEmpty() && !chain.equals("OUTPUT") && !chain.equals("POSTROUTING");
  }
}
