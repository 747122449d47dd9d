package lasthop.fix;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import lasthop.ip.Family;
import lasthop.netfilter.Target;
import lasthop.nft.NftStep;
import lasthop.owner.Owner;
import lasthop.packet.Packet;
import lasthop.packet.Proto;
import lasthop.text.Printable;
import lasthop.text.Quoted;
import lasthop.traversal.Hop;

/// What the program that wrote a rule has to say in changing it: most write their chains anew at any time, some keep a
/// chain for the operator.
final class RuleOwners {
  /// Chains that their program leaves to the operator; ACCEPT there ends its own rules too.
  private static final Set<String> USER_CHAINS = Set.of("DOCKER-USER", "ufw-user-input", "ufw-user-forward", "ufw-user-output",
      "ufw6-user-input", "ufw6-user-forward", "ufw6-user-output");

  private final List<Hop> way;
  private final Packet packet;

  /// @param way of the packet, to the rule that stopped it
  /// @param packet as it was there
  RuleOwners(List<Hop> way, Packet packet) {
    this.way = way;
    this.packet = packet;
  }

  /// Who wrote the rule of a step. The policy of a built-in chain is his whose chains hang from it.
  Optional<Owner> of(Hop hop) {
    return switch (hop) {
      case Hop.Matched m -> Owner.of(m.rule());
      case Hop.Nft(_, NftStep.Matched m) -> Owner.of(m.chain(), m.rule());
      case Hop.Ended e -> hangingFrom(e);
      case Hop.Nft(_, NftStep.Policy _) -> hangingFrom(hop);
      default -> Optional.empty();
    };
  }

  /// ufw alone sets the policies of built-in chains to DROP and keeps all its rules in chains of its own.
  private Optional<Owner> hangingFrom(Hop policy) {
    return way.stream().filter(h -> h.stage().equals(policy.stage())).flatMap(h -> switch (h) {
      case Hop.Matched m -> Owner.of(m.rule()).stream();
      case Hop.Nft(_, NftStep.Matched m) -> Owner.of(m.chain(), m.rule()).stream();
      default -> Stream.<Owner>empty();
    }).filter(o -> o.program().equals("ufw")).findFirst();
  }

  /// A chain on the packet's way that is meant for rules like the one to be added, reached from the same built-in chain.
  Optional<String> userChain(Hop stopping) {
    return way.stream().filter(h -> h.stage().equals(stopping.stage())).flatMap(h -> switch (h) {
      case Hop.Matched m when m.rule().target() instanceof Target.Jump jump -> Stream.of(jump.chain());
      case Hop.Nft n when n.step() instanceof NftStep.Matched m -> Stream.of(m.rule().text().substring(m.rule().text().lastIndexOf(' ') + 1));
      default -> Stream.<String>empty();
    }).filter(USER_CHAINS::contains).findFirst();
  }

  /// A service of Kubernetes that nothing stands behind: no rule of this host can help it.
  Optional<Fix> missingEndpoint(Hop hop) {
    return of(hop).filter(o -> o.program().equals("kube-proxy")).flatMap(o -> switch (hop) {
      case Hop.Matched m -> endpoint(o, String.join(" ", m.rule().comments()), "");
      case Hop.Nft n when n.step() instanceof NftStep.Matched m -> endpoint(o, m.rule().comment() + " " + m.rule().text(), m.chain().name());
      default -> Optional.empty();
    });
  }

  /// @param said the comment of the rule
  /// @param chain of nftables; kube-proxy's are named after what they do
  private static Optional<Fix> endpoint(Owner owner, String said, String chain) {
    boolean local = said.contains("has no local endpoints");
    if (!local && !said.contains("has no endpoints") && !chain.equals("reject-chain")) return Optional.empty();
    String service = owner.about().isEmpty() ? "the service" : "service " + owner.about();
    return Optional.of(new Fix(Fix.Kind.ELSEWHERE, "give " + service + " a ready endpoint"
        + (local ? " on this node, or set its traffic policy to Cluster" : ""), "", "", slices(owner.about())));
  }

  private static String slices(String about) {
    int slash = about.indexOf('/');
    if (slash < 0) return "kubectl get endpointslices -A";
    int colon = about.indexOf(':', slash);
    String name = about.substring(slash + 1, colon < 0 ? about.length() : colon);
    return "kubectl -n " + Quoted.word(about.substring(0, slash)) + " get endpointslices -l " + Quoted.word("kubernetes.io/service-name=" + name);
  }

  /// What makes a change last.
  ///
  /// @param chain that is changed
  /// @param otherwise what does where no program has a hand in it
  String lasting(Optional<Owner> owner, String chain, String otherwise) {
    if (chain.equals("DOCKER-USER") || owner.isEmpty()) return otherwise;
    String program = owner.get().program();
    return switch (program) {
      case "ufw" -> USER_CHAINS.contains(chain) ? ufw(chain) : "a line in /etc/ufw/before.rules or after.rules, then ufw reload";
      case "fail2ban" -> chain.startsWith("f2b-") && chain.length() > 4
          ? "fail2ban-client set " + Quoted.word(chain.substring(4)) + " unbanip " + packet.src() : "fail2ban-client unban " + packet.src();
      case "firewalld" -> packet.meta().out().isEmpty() && packet.dport() >= 0 ? firewalld() : "a policy of firewalld from one zone to the other";
      case "calico", "cilium", "kube-router" -> "a NetworkPolicy, for " + program + " writes these rules anew";
      default -> "tell " + Printable.text(program) + " so: it writes these rules anew";
    };
  }

  private String ufw(String chain) {
    boolean forward = chain.endsWith("-forward");
    if (packet.proto() != Proto.TCP && packet.proto() != Proto.UDP) return "a line in /etc/ufw/before.rules, then ufw reload";
    var words = new StringBuilder(forward ? "ufw route prepend allow" : "ufw prepend allow");
    if (!packet.meta().in().isEmpty()) words.append(" in on ").append(Quoted.word(packet.meta().in()));
    if (!packet.meta().out().isEmpty()) words.append(" out on ").append(Quoted.word(packet.meta().out()));
    words.append(" proto ").append(Proto.name(packet.proto())).append(" from ").append(packet.src()).append(" to ").append(packet.dst());
    return packet.dport() < 0 ? words.toString() : words.append(" port ").append(packet.dport()).toString();
  }

  private String firewalld() {
    String family = packet.family() == Family.IPV4 ? "ipv4" : "ipv6";
    return "firewall-cmd --permanent --zone=$(firewall-cmd --get-zone-of-interface=" + Quoted.word(packet.meta().in()) + ") --add-rich-rule="
        + Quoted.word("rule family=" + family + " source address=" + packet.src() + " destination address=" + packet.dst()
        + " port port=" + packet.dport() + " protocol=" + Proto.name(packet.proto()) + " accept");
  }
}
