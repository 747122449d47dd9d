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
import lasthop.packet.Packet;
import lasthop.packet.Proto;
import lasthop.text.Quoted;
import lasthop.traversal.Hop;

/// What rules to add or take away so that a packet gets past a ruleset, in the tool's words whose rules stopped it.
final class RuleFixes {
  private final Diagnosis diagnosis;
  private final Packet packet;
  private final boolean v4;
  private final String tool;

  /// @param packet as it was where it stopped
  RuleFixes(Diagnosis diagnosis, Packet packet) {
    this.diagnosis = diagnosis;
    this.packet = packet;
    this.v4 = packet.family() == Family.IPV4;
    this.tool = v4 ? "iptables" : "ip6tables";
  }

  /// A rule before the one that decided, or that rule gone; a rule before a policy.
  List<Fix> passing() {
    Optional<Hop> last = hops().reversed().stream().filter(h -> !h.line().isEmpty()).findFirst();
    return switch (last.orElse(null)) {
      case Hop.Matched m -> List.of(accept(m.rule().table().text(), m.rule().chain(), m.rule().number()), without(m.rule()));
      case Hop.Ended e when e.isPolicy() -> List.of(accept(e.chain().table().text(), e.chain().name(), 0));
      case Hop.Nft n -> passing(n.step());
      case null, default -> List.of();
    };
  }

  private List<Fix> passing(NftStep step) {
    return switch (step) {
      case NftStep.Matched m when isIptables(m.rule()) -> List.of(
          accept(m.chain().table(), m.chain().name(), m.rule().number()),
          without(m.chain().table(), m.chain().name(), m.rule().number(), m.rule().text()));
      case NftStep.Matched m when m.rule().handle() > 0 -> List.of(nftAccept("insert", m.chain(), "handle " + m.rule().handle() + " "),
          nftWithout(m.chain(), m.rule()));
      case NftStep.Policy p -> List.of(nftAccept("add", p.chain(), ""));
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
      case Hop.Matched m when isNotrack(m.rule().text()) -> Stream.of(without(m.rule()));
      case Hop.Nft n when n.step() instanceof NftStep.Matched m && isNotrack(m.rule().text()) -> Stream.of(isIptables(m.rule())
          ? without(m.chain().table(), m.chain().name(), m.rule().number(), m.rule().text()) : nftWithout(m.chain(), m.rule()));
      default -> Stream.<Fix>empty();
    }).toList();
  }

  private static boolean isNotrack(String rule) {
    return rule.toLowerCase(Locale.ROOT).contains("notrack");
  }

  private List<Hop> hops() {
    return diagnosis.predicted().map(way -> way.hops()).orElse(List.of());
  }

  private Fix accept(String table, String chain, int before) {
    String spec = matching(chain) + " -j ACCEPT";
    String name = Quoted.word(chain);
    String at = before > 0 ? "-I " + name + " " + before : "-A " + name;
    return iptables(table, at + spec, "-D " + name + spec, "-C " + name + spec);
  }

  private Fix without(Rule rule) {
    return without(rule.table().text(), rule.chain(), rule.number(), rule.text());
  }

  private Fix without(String table, String chain, int number, String rule) {
    String spec = rule.startsWith("-A ") ? rule.substring(3) : rule;
    String name = Quoted.word(chain);
    String rest = Quoted.spec(spec.substring(chain.length()));
    return iptables(table, "-D " + name + rest, "-I " + name + " " + number + rest, "-S " + name);
  }

  private Fix iptables(String table, String change, String undo, String confirm) {
    String begin = tool + " -t " + table + " ";
    return new Fix(Fix.Kind.RULE, begin + change, begin + undo, tool + "-save", begin + confirm);
  }

  /// A comment marks the rule, for nft takes rules away only by a handle that is not known before.
  private Fix nftAccept(String verb, NftChain chain, String place) {
    String where = words(chain);
    String find = "nft -a list chain " + where;
    return new Fix(Fix.Kind.RULE, "nft " + verb + " rule " + where + " " + place + Quoted.word(nftMatching(chain) + " accept comment \"lasthop\""),
        "nft delete rule " + where + " handle $(" + find + " | sed -n 's/.*lasthop.*handle //p')", "/etc/nftables.conf", find);
  }

  private static Fix nftWithout(NftChain chain, NftRule rule) {
    String where = words(chain);
    String place = rule.number() > 1 ? "add rule " + where + " handle " + chain.rules().get(rule.number() - 2).handle() : "insert rule " + where;
    return new Fix(Fix.Kind.RULE, "nft delete rule " + where + " handle " + rule.handle(), "nft " + place + " " + Quoted.word(rule.text()),
        "/etc/nftables.conf", "nft -a list chain " + where);
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
