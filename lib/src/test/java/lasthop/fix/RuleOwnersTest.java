package lasthop.fix;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lasthop.diagnose.Confidence;
import lasthop.diagnose.Diagnosis;
import lasthop.diagnose.Model;
import lasthop.netfilter.Hook;
import lasthop.nft.NftBase;
import lasthop.nft.NftChain;
import lasthop.nft.NftFamily;
import lasthop.nft.NftHook;
import lasthop.nft.NftStep;
import lasthop.nft.NftVerdict;
import lasthop.packet.Packet;
import lasthop.simulate.Probe;
import lasthop.snapshot.Snapshot;
import lasthop.text.Origin;
import lasthop.traversal.Cause;
import lasthop.traversal.Disposition;
import lasthop.traversal.Hop;
import lasthop.traversal.Stage;
import lasthop.traversal.Traversal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Programs write their rules anew: what lasts is what they are told. The commands were tried with `ufw --dry-run` and
/// `firewall-offline-cmd`.
class RuleOwnersTest {
  private static final String HOST = "1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536\n    inet 127.0.0.1/8 scope host lo\n2: eth0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500\n"
      + "    inet 192.0.2.1/24 scope global eth0\n3: eth1: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500\n    inet 198.51.100.1/24 scope global eth1\n";
  private static final String ROUTES = "192.0.2.0/24 dev eth0 proto kernel scope link src 192.0.2.1\n198.51.100.0/24 dev eth1 proto kernel scope link src 198.51.100.1\n"
      + "local 192.0.2.1 dev eth0 table local proto kernel scope host src 192.0.2.1\nlocal 198.51.100.1 dev eth1 table local proto kernel scope host src 198.51.100.1\n";
  private static final String UFW = "*filter\n:INPUT DROP [0:0]\n:FORWARD DROP [0:0]\n:OUTPUT ACCEPT [0:0]\n:ufw-before-input - [0:0]\n:ufw-user-input - [0:0]\n:ufw-before-forward - [0:0]\n"
      + ":ufw-user-forward - [0:0]\n-A INPUT -j ufw-before-input\n-A FORWARD -j ufw-before-forward\n-A ufw-before-input -p icmp -j DROP\n-A ufw-before-input -j ufw-user-input\n"
      + "-A ufw-before-forward -j ufw-user-forward\nCOMMIT\n";
  private static final String TO_HOST = "tcp 192.0.2.9:4711 > 192.0.2.1:80 iif eth0";
  private static final String THROUGH = "udp 192.0.2.9:4711 > 198.51.100.9:53 iif eth0";

  private record Stopped(RuleOwners owners, Hop at) {}

  private static Stopped stopped(String rules, String packet) {
    return stopped(Map.of("iptables-save.txt", rules), packet);
  }

  private static Stopped stopped(Map<String, String> rules, String packet) {
    var texts = new HashMap<>(Map.of("uname.txt", "6.12.0\n", "ip-rule.txt", "0:\tfrom all lookup local\n32766:\tfrom all lookup main\n32767:\tfrom all lookup default\n", "ip-addr.txt", HOST, "ip-route.txt", ROUTES,
        "sysctl.txt", "net.ipv4.ip_forward = 1\n" + Stream.of("all", "eth0").map(d -> "net.ipv4.conf." + d + ".rp_filter = 0\nnet.ipv4.conf." + d
            + ".route_localnet = 0\nnet.ipv4.conf." + d + ".accept_local = 0\nnet.ipv4.conf." + d + ".forwarding = 1\nnet.ipv4.conf." + d + ".src_valid_mark = 0\n").collect(Collectors.joining()), "ss.txt", "tcp LISTEN 0 5 0.0.0.0:80 0.0.0.0:*\n"));
    texts.putAll(rules);
    Packet sent = Probe.parse(packet).packet();
    List<Hop> hops = new Model(Snapshot.read("host", texts)).likeliest(sent).traversal().hops();
    Packet there = packet.equals(THROUGH) ? sent.with(sent.meta().withOut("eth1")) : sent;
    return new Stopped(new RuleOwners(hops, there), hops.getLast());
  }

  private static String lasting(Stopped stopped, String chain) {
    return stopped.owners.lasting(stopped.owners.of(stopped.at), chain, "otherwise");
  }

  @Test void ufwKeepsAChainForItsOperator() {
    Stopped in = stopped(UFW, TO_HOST);
    assertEquals("ufw-user-input", in.owners.userChain(in.at).orElse(""));
    assertEquals("ufw prepend allow in on eth0 proto tcp from 192.0.2.9 to 192.0.2.1 port 80", lasting(in, "ufw-user-input"));
    Stopped through = stopped(UFW, THROUGH);
    assertEquals("ufw-user-forward", through.owners.userChain(through.at).orElse(""));
    assertEquals("ufw route prepend allow in on eth0 out on eth1 proto udp from 192.0.2.9 to 198.51.100.9 port 53", lasting(through, "ufw-user-forward"));
  }

  /// A packet to this host itself meets the chains of OUTPUT first; what is added there does not help it in INPUT.
  @Test void aChainOfAnotherHookIsOfNoUse() {
    Stopped looped = stopped("*filter\n:INPUT DROP [0:0]\n:FORWARD ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n:ufw-user-output - [0:0]\n-A OUTPUT -j ufw-user-output\nCOMMIT\n",
        "tcp 192.0.2.1:4711 > 192.0.2.1:80");
    assertEquals("filter:INPUT", looped.at.stage().toString());
    assertEquals("", looped.owners.userChain(looped.at).orElse(""));
  }

  @Test void ufwWritesByNftablesToo() {
    Stopped in = stopped(Map.of("nft-ruleset.txt", "table ip filter { # handle 1\n\tchain INPUT { # handle 1\n\t\ttype filter hook input priority filter; policy drop;\n"
        + "\t\tcounter packets 0 bytes 0 jump ufw-user-input # handle 3\n\t}\n\n\tchain ufw-user-input { # handle 2\n\t}\n}\n"), TO_HOST);
    assertEquals("ufw-user-input", in.owners.userChain(in.at).orElse(""));
    assertEquals("ufw prepend allow in on eth0 proto tcp from 192.0.2.9 to 192.0.2.1 port 80", lasting(in, "ufw-user-input"));
  }

  /// ebtables calls its tables and chains as iptables does; iptables cannot help there.
  @ParameterizedTest @CsvSource({"ip, iptables -t filter -A FORWARD", "bridge, nft add rule bridge filter FORWARD"})
  void aPolicyIsChangedByTheToolWhoseItIs(String family, String begins) {
    var policy = new NftChain(NftFamily.valueOf(family.toUpperCase(Locale.ROOT)), "filter", "FORWARD", 1,
        Optional.of(new NftBase("filter", NftHook.FORWARD, List.of(), 0, NftVerdict.DROP)), List.of(), Origin.NONE);
    Packet packet = Probe.parse(THROUGH).packet();
    Hop end = new Hop.Nft(Stage.Chain.of(policy, Hook.FORWARD), new NftStep.Policy(policy, NftVerdict.DROP, packet, true));
    var dropped = new Disposition.Dropped(end.stage(), "filter:FORWARD:policy", Cause.POLICY_DROP);
    var diagnosis = new Diagnosis("host", Optional.empty(), Optional.of(new Traversal(List.of(end), dropped)), dropped, Confidence.HIGH, List.of(), List.of(), List.of());
    assertEquals(begins, new RuleFixes(diagnosis, Snapshot.read("box", Map.of()), packet, Optional.empty()).passing().getFirst().command().substring(0, begins.length()));
  }

  @Test void whatStandsBeforeThatChainIsInItsFiles() {
    Stopped ping = stopped(UFW, "icmp 192.0.2.9 > 192.0.2.1 iif eth0");
    assertEquals("", ping.owners.userChain(ping.at).orElse(""));
    assertEquals("a line in /etc/ufw/before.rules or after.rules, then ufw reload", lasting(ping, "ufw-before-input"));
  }

  @Test void aPolicyWithoutAFirewallProgramIsTheOperatorsOwn() {
    assertEquals("otherwise", lasting(stopped("*filter\n:INPUT DROP [0:0]\n:FORWARD ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\nCOMMIT\n", TO_HOST), "INPUT"));
  }

  @Test void anAddressIsUnbannedInItsJail() {
    String rules = "*filter\n:INPUT ACCEPT [0:0]\n:FORWARD ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n:f2b-nginx - [0:0]\n-A INPUT -p tcp -j f2b-nginx\n"
        + "-A f2b-nginx -s 192.0.2.9/32 -j REJECT --reject-with icmp-port-unreachable\n-A f2b-nginx -j RETURN\nCOMMIT\n";
    assertEquals("fail2ban-client set nginx unbanip 192.0.2.9", lasting(stopped(rules, TO_HOST), "f2b-nginx"));
  }

  @Test void firewalldIsToldByARichRule() {
    Stopped in = stopped(Map.of("nft-ruleset.txt", "table inet firewalld { # handle 1\n\tchain filter_INPUT { # handle 2\n\t\ttype filter hook input priority filter + 10; policy accept;\n"
        + "\t\treject with icmpx admin-prohibited # handle 3\n\t}\n}\n"), TO_HOST);
    assertEquals("firewall-cmd --permanent --zone=$(firewall-cmd --get-zone-of-interface=eth0) --add-rich-rule='rule family=ipv4 source address=192.0.2.9 "
        + "destination address=192.0.2.1 port port=80 protocol=tcp accept'", lasting(in, "filter_INPUT"));
  }

  @Test void aServiceWithoutEndpointsIsNotHelpedByRules() {
    String rules = "*filter\n:INPUT ACCEPT [0:0]\n:FORWARD ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n:KUBE-SERVICES - [0:0]\n-A FORWARD -j KUBE-SERVICES\n"
        + "-A KUBE-SERVICES -d 198.51.100.9/32 -p udp -m comment --comment \"kube-system/dns:udp has no %sendpoints\" -m udp --dport 53 -j %s\nCOMMIT\n";
    Stopped none = stopped(rules.formatted("", "REJECT"), THROUGH);
    Fix fix = none.owners.missingEndpoint(none.at).orElseThrow();
    assertEquals("give service kube-system/dns:udp a ready endpoint", fix.command());
    assertEquals("kubectl -n kube-system get endpointslices -l kubernetes.io/service-name=dns", fix.confirm());
    Stopped local = stopped(rules.formatted("local ", "DROP"), THROUGH);
    assertEquals("give service kube-system/dns:udp a ready endpoint on this node, or set its traffic policy to Cluster", local.owners.missingEndpoint(local.at).orElseThrow().command());
  }
}
