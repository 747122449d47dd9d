package lasthop.diagnose;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import lasthop.host.Host;
import lasthop.snapshot.Snapshot;
import lasthop.trace.Hints;
import lasthop.trace.TraceLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the lines of a log settle is no assumption, and what no text settles lowers the confidence.
class ProvenTest {
  private static final String RULE = "-A FORWARD -p sctp -m sctp --dport 38412 -j DROP\n";
  private static final String LINE = "May  8 16:30:29 gw kernel: [    1.00000%d] TRACE: %s IN=lan0 OUT=%s MAC=52:54:00:00:00:01:52:54:00:00:00:02:08:00 SRC=192.168.10.20 DST=172.20.5.80 "
      + "LEN=60 TOS=0x00 PREC=0x00 TTL=%d ID=9001 PROTO=SCTP %n";

  /// A TRACE line shows no ports of SCTP (net/netfilter/nf_log_syslog.c dump_ipv4_packet): the rule's own line tells that they matched.
  @ParameterizedTest @CsvSource({"172.20.5.80 dev wan0 lladdr 52:54:00:00:00:03 STALE, rule:1, HIGH", "172.20.5.80 dev wan0 lladdr 52:54:00:00:00:03 STALE, policy:2, LOW",
      "192.168.10.20 dev lan0 lladdr 52:54:00:00:00:03 STALE, rule:1, HIGH"})
  void aRuleThatPrintedItsLineMatched(String neighbours, String last, Confidence confidence) {
    assertEquals(confidence, asked(RULE, neighbours, last).confidence());
  }

  /// The entry of a neighbour that did not answer is forgotten after a while, so its absence proves nothing.
  @ParameterizedTest @CsvSource({"172.20.5.80 dev wan0 lladdr 52:54:00:00:00:03 STALE, HIGH", "192.168.10.20 dev lan0 lladdr 52:54:00:00:00:03 STALE, MEDIUM"})
  void aNextHopThatIsNotListedMayNotHaveAnswered(String neighbours, Confidence confidence) {
    assertEquals(confidence, asked("", neighbours, "policy:1").confidence());
  }

  /// The snapshot has a table that printed nothing, so it is not of that moment; the last line's rule dropped the packet all the same.
  @Test void theRuleOfTheLastLineDecidesWhateverLedThere() {
    Diagnosis diagnosis = asked("-A FORWARD -p sctp -j DROP\nCOMMIT\n*mangle\n:PREROUTING ACCEPT [0:0]\n", "", "rule:1");
    assertEquals("dropped at filter:FORWARD:rule:1, LOW", diagnosis.disposition().verdict() + " at " + diagnosis.disposition().where() + ", " + diagnosis.confidence());
  }

  /// A program decides what becomes of a queued packet (net/netfilter/nfnetlink_queue.c), and no text shows the program.
  @Test void whatAQueuesProgramDidIsNotKnown() {
    assertEquals(Confidence.NONE, asked("-A FORWARD -p sctp -j NFQUEUE --queue-num 3\n", "", "rule:1").confidence());
  }

  private static final String NFT = "table ip fw { # handle 1\n\tchain out { # handle 1\n\t\ttype filter hook output priority filter; policy accept;\n"
      + "\t\tmeta nftrace set 1 # handle 2\n\t\tmeta skuid 0 %s # handle 3\n\t\tmeta skuid 1000 drop # handle 4\n\t}\n}\n";
  private static final String SHOWN = "trace id 9e7dd708 ip fw out packet: oif \"wan0\" ip saddr 172.20.5.1 ip daddr 172.20.5.80 ip dscp cs0 ip ecn not-ect ip ttl 64 "
      + "ip id 5337 ip length 60 tcp sport 51000 tcp dport 81 tcp flags == syn tcp window 64240 \ntrace id 9e7dd708 ip fw out rule meta nftrace set 1 (verdict continue)\n"
      + "trace id 9e7dd708 ip fw out rule meta skuid %s (verdict drop)\n";

  /// No nft tool shows the owner of a packet, and its lines have no numbers: the rule that the line names is the one that dropped
  /// it, and where no way leads by that rule, none is believed.
  @ParameterizedTest @CsvSource({"drop, 1000 drop, fw:out:rule:3", "drop, 0 drop, fw:out:rule:2", "accept, 1000 drop, fw:out:rule:3"})
  void theRuleIsTheOneALineOfAnNftToolNames(String first, String shown, String where) {
    Host host = host(Map.of("nft-ruleset.txt", NFT.formatted(first)), "172.20.5.80 dev wan0 lladdr 52:54:00:00:00:03 REACHABLE");
    TraceLog log = TraceLog.parse(SHOWN.formatted(shown), "nft-monitor-trace.txt", Hints.NONE);
    assertEquals(where, Judge.of(new Witness("gw", Optional.of(log), Optional.of(new Model(host)), Optional.empty()), log.packets().getFirst()).disposition().where());
  }

  private static Diagnosis asked(String rule, String neighbours, String last) {
    Host host = host(Map.of("iptables-save.txt", "*raw\n:PREROUTING ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n-A PREROUTING -j TRACE\nCOMMIT\n"
        + "*filter\n:INPUT ACCEPT [0:0]\n:FORWARD ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n" + rule + "COMMIT\n"), neighbours);
    String text = LINE.formatted(1, "raw:PREROUTING:policy:2", "", 64) + LINE.formatted(2, "filter:FORWARD:" + last, "wan0", 63);
    TraceLog log = TraceLog.parse(text, "kern.log", Hints.NONE);
    var witness = new Witness("gw", Optional.of(log), Optional.of(new Model(host)), Optional.empty());
    return Judge.of(witness, log.packets().getFirst());
  }

  private static Host host(Map<String, String> rules, String neighbours) {
    var files = new HashMap<>(Map.of("uname.txt", "6.12.0\n", "ip-rule.txt", "0:\tfrom all lookup local\n32766:\tfrom all lookup main\n32767:\tfrom all lookup default\n",
        "ip-addr.txt", "1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536\n    inet 127.0.0.1/8 scope host lo\n2: lan0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500\n    link/ether 52:54:00:00:00:01\n"
            + "    inet 192.168.10.1/24 scope global lan0\n3: wan0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500\n    inet 172.20.5.1/24 scope global wan0\n",
        "ip-route.txt", "172.20.5.0/24 dev wan0 proto kernel scope link src 172.20.5.1\n192.168.10.0/24 dev lan0 proto kernel scope link src 192.168.10.1\n"
            + "local 172.20.5.1 dev wan0 table local proto kernel scope host src 172.20.5.1\nlocal 192.168.10.1 dev lan0 table local proto kernel scope host src 192.168.10.1\n",
        "ip-neigh.txt", neighbours + "\n", "sysctl.txt", "net.ipv4.ip_forward = 1\nnet.ipv4.conf.all.rp_filter = 0\nnet.ipv4.conf.lan0.rp_filter = 0\nnet.ipv4.conf.lan0.forwarding = 1\n"
            + "net.ipv4.conf.all.forwarding = 1\nnet.ipv4.conf.all.accept_local = 0\nnet.ipv4.conf.lan0.accept_local = 0\nnet.ipv4.conf.all.route_localnet = 0\nnet.ipv4.conf.lan0.route_localnet = 0\n"
            + "net.ipv4.conf.all.src_valid_mark = 0\nnet.ipv4.conf.lan0.src_valid_mark = 0\n"));
    files.putAll(rules);
    return Snapshot.read("gw", files);
  }
}
