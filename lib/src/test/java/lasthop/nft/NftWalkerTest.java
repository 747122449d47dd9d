package lasthop.nft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import lasthop.ip.Family;
import lasthop.ip.Ip;
import lasthop.netfilter.Doubt;
import lasthop.netfilter.Hook;
import lasthop.netfilter.IptablesSave;
import lasthop.netfilter.Surroundings;
import lasthop.packet.Packet;
import lasthop.packet.Proto;
import lasthop.packet.TcpFlag;
import lasthop.packet.Transport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NftWalkerTest {
  private static NftRuleset nativeRules() throws IOException {
    String text = new String(NftWalkerTest.class.getResourceAsStream("/nft/native.txt").readAllBytes(), StandardCharsets.UTF_8);
    return NftRuleset.parse("native.txt", text);
  }

  private static Packet tcp(String src, String dst, int dport) {
    return Packet.of(Ip.parse(src), Ip.parse(dst), Proto.TCP,
        new Transport.Tcp(40000, dport, 1, 0, 64240, Set.of(TcpFlag.SYN), ""));
  }

  private static List<NftOutcome> walk(NftRuleset ruleset, String table, String chain, Packet packet) {
    NftTable found = ruleset.tables().stream().filter(t -> t.name().equals(table)).findFirst().orElseThrow();
    NftChain base = found.chain(chain).orElseThrow();
    Hook hook = base.base().orElseThrow().hook().hook().orElseThrow();
    return NftWalker.walk(found, base, packet, true, new Surroundings() {
      @Override public Hook hook() {
        return hook;
      }

      @Override public Optional<CtState> ctState() {
        return Optional.of(CtState.NEW);
      }
    }, List.of());
  }

  private static List<NftOutcome> walk(String rules, Packet packet) {
    String text = "table inet t {\n\tchain c {\n\t\ttype filter hook input priority filter; policy accept;\n" + rules
        + "\n\t}\n\tchain u {\n\t\tdrop\n\t}\n}\n";
    NftRuleset ruleset = NftRuleset.parse("t.txt", text);
    assertEquals(List.of(), ruleset.report().unread());
    return walk(ruleset, "t", "c", packet);
  }

  @Test
  void rulesOfKubeProxyAndFirewalldAreReadToTheLastWord() throws IOException {
    assertEquals(List.of(), nativeRules().report().unread());
  }

  @Test
  void kubeProxyChoosesAnEndpointAndSaysHowLikely() throws IOException {
    List<NftOutcome> ways = walk(nativeRules(), "kube-proxy", "nat-prerouting", tcp("10.244.1.5", "10.96.14.7", 80));
    List<String> targets = ways.stream().map(w -> w.nat().orElseThrow().from().orElseThrow() + " " + w.probability()).toList();
    assertEquals(List.of("10.244.2.20 0.5", "10.244.2.21 0.5", "10.244.2.21 1.0"), targets);
    assertEquals(Doubt.Kind.HISTORY, ways.getLast().assumptions().getFirst().kind());
  }

  @Test
  void servicesWithoutEndpointsAreRejectedInTheWordsOfTheFamily() throws IOException {
    Packet query = Packet.of(Ip.parse("10.244.1.5"), Ip.parse("10.96.0.10"), Proto.UDP, new Transport.Ports(5, 53, 20));
    NftOutcome way = walk(nativeRules(), "kube-proxy", "filter-forward", query).getFirst();
    assertEquals(NftVerdict.DROP, way.verdict());
    assertEquals("icmp port-unreachable", way.rejectWith());
    assertEquals(List.of("kube-proxy:filter-forward:rule:jump service-endpoints-check",
        "kube-proxy:service-endpoints-check:rule:goto reject-chain", "kube-proxy:reject-chain:rule:drop"), way.hops());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      # rule                                        | verdict for tcp 192.0.2.1:40000 > 192.0.2.2:80, SYN, new
      tcp dport 80 drop                              | drop
      udp dport != 80 drop                           | accept
      tcp flags ! syn drop                           | accept
      ct state established,related drop              | accept
      ct state { new, related } drop                 | drop
      ip daddr 192.0.2.0-192.0.2.9 drop              | drop
      ip6 daddr != ::1 drop                          | accept
      ip saddr . tcp dport { 192.0.2.1 . 80 } drop   | drop
      reject with icmpv6 no-route                    | accept
      iifname "" drop                                | drop
      iif != "lo" drop                               | drop
      tcp dport vmap { 80 : jump u, 81 : accept }    | drop
      meta mark set 0x3 meta mark & 0x1 == 0x1 drop  | drop
      """)
  void rulesDecideAsTheKernelDoes(String rule, String verdict) {
    List<NftOutcome> ways = walk("\t\t" + rule, tcp("192.0.2.1", "192.0.2.2", 80));
    assertEquals(1, ways.size());
    assertEquals(verdict, ways.getFirst().verdict().toString());
  }

  @Test
  void aRateGoesBothWaysTheUnspentOneFirst() {
    List<NftOutcome> ways = walk("\t\tlimit rate 5/second accept\n\t\tdrop", tcp("192.0.2.1", "192.0.2.2", 80));
    assertEquals(List.of("accept", "drop"), ways.stream().map(w -> w.verdict().toString()).toList());
    List<NftOutcome> over = walk("\t\tlimit rate over 5/second drop", tcp("192.0.2.1", "192.0.2.2", 80));
    assertEquals(List.of("accept", "drop"), over.stream().map(w -> w.verdict().toString()).toList());
  }

  @Test
  void wordsNotUnderstoodAreReportedAndMayMatch() {
    String text = "table inet t {\n\tchain c {\n\t\ttype filter hook input priority filter; policy accept;\n"
        + "\t\tfrobnicate the packet 5 drop # handle 7\n\t}\n}\n";
    NftRuleset ruleset = NftRuleset.parse("t.txt", text);
    assertEquals("t.txt:4", ruleset.report().unread().getFirst().origin().toString());
    assertEquals("frobnicate the packet 5", ruleset.report().unread().getFirst().text());
    List<NftOutcome> ways = walk(ruleset, "t", "c", tcp("192.0.2.1", "192.0.2.2", 80));
    assertEquals(List.of("drop", "accept"), ways.stream().map(w -> w.verdict().toString()).toList());
    assertEquals(Doubt.Kind.UNMODELLED, ways.getFirst().assumptions().getFirst().kind());
  }

  @Test
  void aLoopOfChainsIsSaidAndEnds() {
    List<NftOutcome> ways = walk("\t\tgoto v\n\t}\n\tchain v {\n\t\tgoto w\n\t}\n\tchain w {\n\t\tgoto v", tcp("192.0.2.1", "192.0.2.2", 80));
    assertTrue(ways.getFirst().assumptions().getFirst().why().contains("leads back to itself"));
  }

  @Test
  void equalPrioritiesRunLastMadeFirst() {
    NftRuleset ruleset = NftRuleset.parse("t.txt", """
        table ip a {
        	chain x {
        		type filter hook input priority filter; policy accept;
        	}

        	chain y {
        		type filter hook input priority filter; policy accept;
        	}
        }
        table inet b {
        	chain z {
        		type filter hook input priority mangle - 5; policy accept;
        	}
        }
        """);
    assertEquals(List.of("b:z", "a:y", "a:x"), ruleset.on(Family.IPV4, Hook.INPUT).stream().map(Object::toString).toList());
    assertEquals(List.of("b:z"), ruleset.on(Family.IPV6, Hook.INPUT).stream().map(Object::toString).toList());
  }

  @Test
  void rulesOfIptablesNftNameTheConditionThatFailed() {
    var rules = IptablesSave.read("""
        # Generated by iptables-nft-save v1.8.9 (nf_tables)
        *filter
        :INPUT DROP [0:0]
        -A INPUT -s 10.0.0.0/8 -p tcp -m tcp --dport 22 -j ACCEPT
        COMMIT
        """, "iptables-save.txt", Family.IPV4);
    NftOutcome way = walk(NftRuleset.of(rules), "filter", "INPUT", tcp("10.0.0.1", "192.0.2.2", 80)).getFirst();
    assertEquals(List.of("filter:INPUT:policy:drop"), way.hops());
    assertEquals("--dport 22", ((NftStep.Missed) way.steps().getFirst()).failed());
  }
}
