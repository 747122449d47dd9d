package lasthop.diagnose;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.List;
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

  /// The rules it met are those of the model, but not the device, the address or the mark: it went another way than the model's.
  @ParameterizedTest @CsvSource({"OUT=wan0, OUT=wan0, HIGH", "OUT=wan0, OUT=alt0, NONE", "DST=172.20.5.80, DST=172.20.5.81, NONE", "PROTO=SCTP, PROTO=SCTP MARK=0x7, NONE"})
  void aLineThatShowsThePacketElsewhereContradictsTheModel(String here, String there, Confidence confidence) {
    Host host = host(rules("-A FORWARD -p udp -j DROP"), "172.20.5.80 dev wan0 lladdr 52:54:00:00:00:03 STALE");
    String text = LINE.formatted(1, "raw:PREROUTING:policy:2", "", 64) + LINE.formatted(2, "filter:FORWARD:policy:2", "wan0", 63).replace(here, there);
    assertEquals(confidence, judged(host, text).confidence());
  }

  /// What an IPsec policy does to a packet that it selects is not modelled (net/ipv4/ip_forward.c ip_forward).
  @ParameterizedTest @CsvSource({"src 192.168.10.0/24 dst 172.20.5.0/24, fwd, NONE", "src 192.168.10.0/24 dst 172.20.5.0/24, in, HIGH", "src 10.0.0.0/8 dst 172.20.5.0/24, fwd, HIGH"})
  void aPolicyOfIpsecMayTakeIt(String selector, String direction, Confidence confidence) {
    var files = new HashMap<>(Map.of("iptables-save.txt", "*raw\n:PREROUTING ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n-A PREROUTING -j TRACE\nCOMMIT\n"));
    files.put("xfrm-policy.txt", selector + " \n\tdir " + direction + " action block priority 0 \n");
    Host host = host(files, "172.20.5.80 dev wan0 lladdr 52:54:00:00:00:03 STALE");
    assertEquals(confidence, judged(host, LINE.formatted(1, "raw:PREROUTING:policy:2", "", 64)).confidence());
  }

  /// A full queue drops behind the last line, and only counters tell (net/ipv4/tcp_input.c tcp_conn_request).
  @ParameterizedTest @CsvSource({"TcpExtListenOverflows 2, LOW", "TcpExtTCPTimeouts 1, HIGH"})
  void aSocketThatHadNoRoomIsNotExcluded(String counter, Confidence confidence) {
    var files = new HashMap<>(rules(""));
    files.put("ss.txt", "tcp   LISTEN 1      0            0.0.0.0:80        0.0.0.0:*\n");
    files.put("nstat-delta.txt", "#kernel\n" + counter + "   0.0\n");
    String syn = LINE.replace("DST=172.20.5.80", "DST=192.168.10.1").replace("PROTO=SCTP", "PROTO=TCP SPT=4711 DPT=80 SEQ=7 ACK=0 WINDOW=64240 RES=0x00 SYN URGP=0");
    Diagnosis told = judged(host(files, ""), syn.formatted(1, "raw:PREROUTING:policy:2", "", 64) + syn.formatted(2, "filter:INPUT:policy:1", "", 64));
    assertEquals("delivered, " + confidence, told.disposition().verdict() + ", " + told.confidence());
  }

  /// Recorded on 6.18: `ss -tlnu` leaves out a UDP socket with a peer, which takes what that peer sends; UdpNoPorts counts what none takes.
  @ParameterizedTest @CsvSource({"UdpNoPorts 1, refused HIGH", "UdpInDatagrams 1, NONE", "IpInReceives 1, refused LOW"})
  void aDatagramMayFindASocketThatIsNotListed(String counter, String told) {
    var files = new HashMap<>(rules(""));
    files.put("ss.txt", "udp   UNCONN 0      0            0.0.0.0:123        0.0.0.0:*\n");
    files.put("nstat-delta.txt", "#kernel\n" + counter + "   0.0\n");
    String query = LINE.replace("DST=172.20.5.80", "DST=192.168.10.1").replace("PROTO=SCTP", "PROTO=UDP SPT=53 DPT=40311 LEN=40");
    Diagnosis judged = judged(host(files, ""), query.formatted(1, "raw:PREROUTING:policy:2", "", 64) + query.formatted(2, "filter:INPUT:policy:1", "", 64));
    assertEquals(told, (judged.disposition().verdict() + " " + judged.confidence()).strip());
  }

  /// Recorded on 6.18: what a host has joined, `ip maddr` lists (net/ipv4/route.c ip_route_input_rcu).
  @ParameterizedTest @CsvSource({"'2:\tlan0\n\tlink  01:00:5e:01:02:03\n\tinet  239.1.2.3\n\tinet  224.0.0.1\n', 239.1.2.3, delivered socket HIGH", "'2:\tlan0\n\tinet  224.0.0.1\n', 239.1.2.3, dropped routing:input HIGH",
      "'2:\tlan0\n\tinet6 ff02::1\n', 239.1.2.3, dropped routing:input LOW", "'2:\tlan0\n\tinet  224.0.0.1\n\tine', 239.1.2.3, dropped routing:input LOW",
      "'', 239.1.2.3, dropped routing:input LOW"})
  void aGroupIsJoinedWhereIpMaddrListsIt(String groups, String to, String told) {
    var files = new HashMap<>(Map.of("iptables-save.txt", "*raw\n:PREROUTING ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n-A PREROUTING -j TRACE\nCOMMIT\n"));
    files.put("ss.txt", "udp   UNCONN 0      0            0.0.0.0:5353        0.0.0.0:*\n");
    files.put("nstat-delta.txt", "#kernel\nUdpInDatagrams 1   0.0\n");
    if (!groups.isEmpty()) files.put("ip-maddr.txt", groups.translateEscapes());
    String text = LINE.replace("DST=172.20.5.80", "DST=" + to).replace("MAC=52:54:00:00:00:01", "MAC=01:00:5e:01:02:03").replace("PROTO=SCTP", "PROTO=UDP SPT=5353 DPT=5353 LEN=40");
    Diagnosis judged = judged(host(files, ""), text.formatted(1, "raw:PREROUTING:policy:2", "", 1));
    assertEquals(told, judged.disposition().verdict() + " " + judged.disposition().where() + " " + judged.confidence());
  }

  /// Recorded on 6.18: the answer of a marked connection passed a rule for its mark, and one that came in by another device passed.
  @ParameterizedTest @CsvSource({"'', false, true", "'-A FORWARD -i lan0 -j CONNMARK --set-xmark 0x1/0xffffffff\n', false, false", "'', true, false"})
  void anAnswerIsLostOnlyWhereNothingSpeaksAgainstIt(String marking, boolean logged, boolean lost) {
    Host host = host(rules(marking + "-A FORWARD -i wan0 -j DROP"), "172.20.5.80 dev wan0 lladdr 52:54:00:00:00:03 STALE\n192.168.10.20 dev lan0 lladdr 52:54:00:00:00:04 STALE");
    String syn = LINE.replace("PROTO=SCTP", "PROTO=TCP SPT=4711 DPT=80 SEQ=7 ACK=0 WINDOW=64240 RES=0x00 SYN URGP=0");
    String back = syn.replace("IN=lan0", "IN=alt0").replace("SRC=192.168.10.20 DST=172.20.5.80", "SRC=172.20.5.80 DST=192.168.10.20").replace("SPT=4711 DPT=80 SEQ=7 ACK=0", "SPT=80 DPT=4711 SEQ=9 ACK=8")
        .replace(" SYN ", " ACK SYN ").replace("ID=9001", "ID=0");
    String text = syn.formatted(1, "raw:PREROUTING:policy:2", "", 64) + (marking.isEmpty() ? "" : syn.formatted(2, "filter:FORWARD:rule:1", "wan0", 63))
        + syn.formatted(3, "filter:FORWARD:policy:" + (marking.isEmpty() ? 2 : 3), "wan0", 63)
        + (logged ? back.formatted(4, "raw:PREROUTING:policy:2", "", 64) + back.formatted(5, "filter:FORWARD:policy:2", "lan0", 63) : "");
    TraceLog log = TraceLog.parse(text, "kern.log", Hints.NONE);
    var witness = new Witness("gw", Optional.of(log), Optional.of(new Model(host)), Optional.empty());
    Diagnosis told = Diagnose.packet(List.of(witness), Diagnose.of(log.packets().getFirst())).getFirst();
    assertEquals("forwarded, " + lost, told.disposition().verdict() + ", " + told.findings().stream().anyMatch(f -> f.evidence().getFirst().fact() instanceof Fact.AnswerLost));
  }

  /// A host with two ways out answers by its routes, not by the way the question came: providers drop sources that are not theirs.
  @ParameterizedTest @CsvSource({"wan0, 192.168.10.20, true", "lan0, 192.168.10.20, false"})
  void anAnswerThatLeavesByAnotherDeviceIsToldOf(String in, String src, boolean told) {
    String syn = LINE.replace("IN=lan0", "IN=" + in).replace("SRC=192.168.10.20 DST=172.20.5.80", "SRC=" + src + " DST=172.20.5.1").replace("PROTO=SCTP", "PROTO=TCP SPT=4711 DPT=80 SEQ=7 ACK=0 WINDOW=64240 RES=0x00 SYN URGP=0");
    Host host = host(rules(""), "192.168.10.20 dev lan0 lladdr 52:54:00:00:00:04 STALE");
    TraceLog log = TraceLog.parse(syn.formatted(1, "raw:PREROUTING:policy:2", "", 64) + syn.formatted(2, "filter:INPUT:policy:1", "", 64), "kern.log", Hints.NONE);
    var witness = new Witness("gw", Optional.of(log), Optional.of(new Model(host)), Optional.empty());
    Diagnosis diagnosis = Diagnose.packet(List.of(witness), Diagnose.of(log.packets().getFirst())).getFirst();
    assertEquals("delivered, " + told, diagnosis.disposition().verdict() + ", " + diagnosis.findings().stream().anyMatch(f -> f.code().equals(Finding.OTHER_WAY_BACK)));
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
    String text = LINE.formatted(1, "raw:PREROUTING:policy:2", "", 64) + LINE.formatted(2, "filter:FORWARD:" + last, "wan0", 63);
    return judged(host(rules(rule), neighbours), text);
  }

  private static Map<String, String> rules(String filter) {
    return Map.of("iptables-save.txt", "*raw\n:PREROUTING ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n-A PREROUTING -j TRACE\nCOMMIT\n"
        + "*filter\n:INPUT ACCEPT [0:0]\n:FORWARD ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n" + filter + (filter.isEmpty() || filter.endsWith("\n") ? "" : "\n") + "COMMIT\n");
  }

  private static Diagnosis judged(Host host, String text) {
    TraceLog log = TraceLog.parse(text, "kern.log", Hints.NONE);
    return Judge.of(new Witness("gw", Optional.of(log), Optional.of(new Model(host)), Optional.empty()), log.packets().getFirst());
  }

  private static Host host(Map<String, String> rules, String neighbours) {
    var files = new HashMap<>(Map.of("uname.txt", "6.12.0\n", "ip-rule.txt", "0:\tfrom all lookup local\n32766:\tfrom all lookup main\n32767:\tfrom all lookup default\n",
        "ip-addr.txt", "1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536\n    inet 127.0.0.1/8 scope host lo\n2: lan0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500\n    link/ether 52:54:00:00:00:01\n"
            + "    inet 192.168.10.1/24 scope global lan0\n3: wan0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500\n    inet 172.20.5.1/24 scope global wan0\n",
        "ip-route.txt", "172.20.5.0/24 dev wan0 proto kernel scope link src 172.20.5.1\n192.168.10.0/24 dev lan0 proto kernel scope link src 192.168.10.1\n"
            + "local 172.20.5.1 dev wan0 table local proto kernel scope host src 172.20.5.1\nlocal 192.168.10.1 dev lan0 table local proto kernel scope host src 192.168.10.1\n",
        "ip-neigh.txt", neighbours + "\n", "sysctl.txt", "net.ipv4.ip_forward = 1\nnet.ipv4.conf.all.rp_filter = 0\nnet.ipv4.conf.lan0.rp_filter = 0\nnet.ipv4.conf.lan0.forwarding = 1\n"
            + "net.ipv4.conf.all.forwarding = 1\nnet.ipv4.conf.all.accept_local = 0\nnet.ipv4.conf.lan0.accept_local = 0\nnet.ipv4.conf.all.route_localnet = 0\nnet.ipv4.conf.lan0.route_localnet = 0\n"
            + "net.ipv4.conf.all.src_valid_mark = 0\nnet.ipv4.conf.lan0.src_valid_mark = 0\nnet.ipv4.conf.wan0.rp_filter = 0\nnet.ipv4.conf.wan0.forwarding = 1\nnet.ipv4.conf.wan0.accept_local = 0\nnet.ipv4.conf.wan0.route_localnet = 0\nnet.ipv4.conf.wan0.src_valid_mark = 0\n"));
    files.putAll(rules);
    return Snapshot.read("gw", files);
  }
}
