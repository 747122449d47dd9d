package lasthop.owner;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import lasthop.netfilter.Chain;
import lasthop.netfilter.Rule;
import lasthop.netfilter.Target;
import lasthop.nft.NftChain;
import lasthop.nft.NftRule;
import lasthop.text.Words;

/// Who wrote a chain or rule, judged by the names and comments that program uses.
///
/// @param program `kube-proxy`, `docker`, `calico`, …
/// @param about what the chain or rule serves, as far as its names say: `default/web:http`; empty for nothing
public record Owner(String program, String about) {

  /// Prefixes of chain names, and the program that makes such chains. The first that fits counts.
  private static final String[][] CHAINS = {
      {"KUBE-ROUTER-", "kube-router"}, {"KUBE-POD-FW-", "kube-router"}, {"KUBE-NWPLCY-", "kube-router"},
      {"KUBE-SVC-", "kube-proxy"}, {"KUBE-SVL-", "kube-proxy"}, {"KUBE-SEP-", "kube-proxy"},
      {"KUBE-FW-", "kube-proxy"}, {"KUBE-XLB-", "kube-proxy"}, {"KUBE-EXT-", "kube-proxy"},
      {"KUBE-KUBELET-", "kubelet"}, {"KUBE-", "kube-proxy"},
      {"DOCKER", "docker"}, {"cali-", "calico"}, {"CILIUM_", "cilium"}, {"OLD_CILIUM_", "cilium"}, {"FLANNEL-", "flannel"},
      {"CNI-", "cni"}, {"NETAVARK", "podman"}, {"ufw-", "ufw"}, {"ufw6-", "ufw"}, {"LIBVIRT_", "libvirt"},
      {"f2b-", "fail2ban"}, {"fail2ban-", "fail2ban"}, {"sshguard", "sshguard"}, {"WEAVE", "weave"}, {"ISTIO_", "istio"},
      {"TS-", "tailscale"}, {"ts-", "tailscale"}, {"AWS-", "aws-cni"}, {"LXD", "lxd"}, {"INCUS", "incus"},
      {"fwdb-", "firewalld"}, {"FWD_", "firewalld"}, {"FWDI_", "firewalld"}, {"FWDO_", "firewalld"},
      {"IN_", "firewalld"}, {"FWR_", "firewalld"}, {"INPUT_direct", "firewalld"}, {"INPUT_ZONES", "firewalld"},
      {"FORWARD_IN_ZONES", "firewalld"}, {"FORWARD_OUT_ZONES", "firewalld"}, {"FORWARD_direct", "firewalld"},
      {"OUTPUT_direct", "firewalld"}, {"PREROUTING_direct", "firewalld"}, {"PREROUTING_ZONES", "firewalld"},
      {"POSTROUTING_ZONES", "firewalld"}, {"POSTROUTING_direct", "firewalld"}, {"PRE_", "firewalld"}, {"POST_", "firewalld"},
      {"nm-shared-", "NetworkManager"}, {"zone_", "openwrt"}, {"shorewall", "shorewall"}, {"net2fw", "shorewall"}};

  /// Beginnings of comments.
  private static final String[][] COMMENTS = {
      {"cali:", "calico"}, {"cilium:", "cilium"}, {"cilium-", "cilium"}, {"flanneld", "flannel"}, {"kubernetes ", "kube-proxy"},
      {"'dapp_", "ufw"}, {"dapp_", "ufw"}, {"AWS", "aws-cni"}, {"generated for LXD", "lxd"}, {"name: \"", "cni"}};

  /// Names of nftables tables.
  private static final String[][] TABLES = {{"kube-proxy", "kube-proxy"}, {"firewalld", "firewalld"},
      {"docker-bridges", "docker"}, {"netavark", "podman"}, {"lxd", "lxd"}, {"incus", "incus"}, {"fw4", "openwrt"}, {"f2b-table", "fail2ban"}, {"calico", "calico"}};

  private static final Pattern SERVING = Pattern.compile(
      "(?:service|external|endpoint|firewall|affinity)-[A-Z0-9]+-([a-z0-9.-]+/[a-z0-9.-]+)/[a-z]+/([A-Za-z0-9-]*)(?:__.*)?");

  /// Whose chain it is; empty for built-in chains and names nobody is known by.
  public static Optional<Owner> of(Chain chain) {
    Optional<String> program = byPrefix(chain.name(), CHAINS);
    return program.map(p -> new Owner(p, p.equals("kube-proxy") ? service(chain) : ""));
  }

  /// Whose rule it is: by its comment, by the chain it leads to, or by the chain it stands in.
  public static Optional<Owner> of(Rule rule) {
    String about = rule.comments().stream().map(Owner::serviceIn).filter(s -> !s.isEmpty()).findFirst().orElse("");
    Optional<String> program = leadsTo(rule).flatMap(name -> byPrefix(name, CHAINS))
        .or(() -> byPrefix(rule.chain(), CHAINS))
        .or(() -> rule.comments().stream().flatMap(c -> byPrefix(c, COMMENTS).stream()).findFirst());
    return program.map(p -> new Owner(p, about));
  }

  /// Whose rule of nftables it is: by the table it stands in, else as for iptables.
  public static Optional<Owner> of(NftChain chain, NftRule rule) {
    String about = Optional.of(serviceIn(rule.comment())).filter(s -> !s.isEmpty()).orElse(servedBy(chain.name()));
    return byPrefix(chain.table(), TABLES).or(() -> byPrefix(leadsTo(rule), CHAINS)).or(() -> byPrefix(chain.name(), CHAINS))
        .or(() -> byPrefix(rule.comment(), COMMENTS)).map(program -> new Owner(program, about));
  }

  private static String leadsTo(NftRule rule) {
    var words = new Words(rule.shown());
    while (words.hasNext()) {
      String word = words.next();
      if (word.equals("jump") || word.equals("goto")) return words.hasNext() ? words.next() : "";
    }
    return "";
  }

  /// The service that kube-proxy puts in the names of its nftables chains, `service-ULMVA6XW-default/web/tcp/http`.
  private static String servedBy(String chain) {
    var named = SERVING.matcher(chain);
    return !named.matches() ? "" : named.group(1) + (named.group(2).isEmpty() ? "" : ":" + named.group(2));
  }

  /// The service a chain of kube-proxy serves, from the comments of its first rules.
  private static String service(Chain chain) {
    List<Rule> rules = chain.rules();
    boolean ofService = chain.name().matches("KUBE-(SVC|SVL|SEP|FW|XLB|EXT)-[A-Z0-9]+");
    if (!ofService) return "";
    for (Rule rule : rules.subList(0, Math.min(3, rules.size()))) {
      for (String comment : rule.comments()) {
        String name = serviceIn(comment);
        if (!name.isEmpty()) return name;
      }
    }
    return "";
  }

  /// The word `namespace/name` or `namespace/name:port` that kube-proxy's comments begin with; empty if there is none.
  private static String serviceIn(String comment) {
    String begin = "masquerade traffic for ";
    String word = new Words(comment.startsWith(begin) ? comment.substring(begin.length()) : comment).next();
    int slash = word.indexOf('/');
    boolean name = slash > 0 && slash < word.length() - 1 && word.matches("[a-z0-9.-]+/[a-z0-9.-]+(:[A-Za-z0-9._-]*)?");
    return !name ? "" : word.endsWith(":") ? word.substring(0, word.length() - 1) : word;
  }

  private static Optional<String> leadsTo(Rule rule) {
    return switch (rule.target()) {
      case Target.Jump jump -> Optional.of(jump.chain());
      case Target.Goto goTo -> Optional.of(goTo.chain());
      default -> Optional.empty();
    };
  }

  private static Optional<String> byPrefix(String name, String[][] table) {
    for (String[] row : table) {
      if (name.startsWith(row[0])) return Optional.of(row[1]);
    }
    return Optional.empty();
  }

  /// `kube-proxy, default/web:http`.
  @Override public String toString() {
    return about.isEmpty() ? program : program + ", " + about;
  }
}
