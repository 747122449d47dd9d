package lasthop.diagnose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lasthop.snapshot.Snapshot;
import lasthop.trace.Hints;
import lasthop.trace.TraceLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a host shows may be later than the packet, or less than the log held. Recorded on Linux 6.18: a program that takes one
/// connection and no longer listens, and the same first line on a host that translates the port.
class ShownLaterTest {
  private static final String SYN = "IN=ge0 OUT= MAC=52:54:00:04:e8:d8:52:54:00:2d:48:bf:08:00 SRC=10.61.7.33 DST=10.61.7.1 LEN=60 TOS=0x00 PREC=0x00 TTL=64 ID=22352 DF PROTO=TCP SPT=20020 DPT=22 SEQ=2778593245 ACK=0 WINDOW=64240 RES=0x00 SYN URGP=0 ";
  private static final String ANSWER = "IN= OUT=ge0 SRC=10.61.7.1 DST=10.61.7.33 LEN=60 TOS=0x00 PREC=0x00 TTL=64 ID=0 DF PROTO=TCP SPT=22 DPT=20020 SEQ=3881264168 ACK=2778593246 WINDOW=65160 RES=0x00 ACK SYN URGP=0 ";
  private static final List<String> ARRIVAL = List.of("raw:PREROUTING:policy:2", "nat:PREROUTING:policy:1", "filter:INPUT:policy:1", "nat:INPUT:policy:1");
  private static final String RULES = """
      *raw
      :PREROUTING ACCEPT [0:0]
      :OUTPUT ACCEPT [0:0]
      -A PREROUTING -p tcp -j TRACE
      -A OUTPUT -p tcp -j TRACE
      COMMIT
      *nat
      :PREROUTING ACCEPT [0:0]
      :INPUT ACCEPT [0:0]
      :OUTPUT ACCEPT [0:0]
      :POSTROUTING ACCEPT [0:0]
      -A POSTROUTING -s 198.18.0.0/15 -o wan9 -j MASQUERADE
      COMMIT
      *filter
      :INPUT ACCEPT [0:0]
      :FORWARD ACCEPT [0:0]
      :OUTPUT ACCEPT [0:0]
      COMMIT
      """;
  private static final Map<String, String> TEXTS = Map.of(
      "ip-addr.txt", """
          1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 state UNKNOWN
              inet 127.0.0.1/8 scope host lo
          2: ge0@if2: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 state UP
              link/ether 52:54:00:04:e8:d8 brd ff:ff:ff:ff:ff:ff
              inet 10.61.7.1/24 scope global ge0
          """,
      "ip-rule.txt", "0:\tfrom all lookup local\n32766:\tfrom all lookup main\n32767:\tfrom all lookup default\n",
      "ip-route.txt", """
          10.61.7.0/24 dev ge0 proto kernel scope link src 10.61.7.1
          local 10.61.7.1 dev ge0 table local proto kernel scope host src 10.61.7.1
          local 127.0.0.0/8 dev lo table local proto kernel scope host src 127.0.0.1
          """,
      "sysctl.txt", Stream.of("all", "default", "lo", "ge0").flatMap(dev -> Stream.of("forwarding", "rp_filter", "accept_local", "accept_source_route",
          "route_localnet", "src_valid_mark").map(key -> "net.ipv4.conf." + dev + "." + key + " = 0\n")).collect(Collectors.joining()),
      "uname.txt", "Linux box 6.18.44 #1 SMP x86_64 GNU/Linux\n",
      "nstat-delta.txt", "TcpOutRsts 1 0.0\n",
      "ss.txt", "Netid State Recv-Q Send-Q Local Address:Port Peer Address:PortProcess\n",
      "iptables-save.txt", RULES);

  private static Diagnosis told(String lines, Map<String, String> changed) {
    var texts = new HashMap<>(TEXTS);
    texts.putAll(changed);
    TraceLog log = TraceLog.parse(lines, "kern.log", Hints.NONE);
    var witness = new Witness("box", Optional.of(log), Optional.of(new Model(Snapshot.read("box", texts))), Optional.empty());
    return Diagnose.packet(List.of(witness), Diagnose.of(log.packets().getFirst())).getFirst();
  }

  private static String lines(List<String> hops, String packet, int from) {
    var out = new StringBuilder();
    for (int i = 0; i < hops.size(); i++) out.append("[ 3710.9305").append(from + i).append("] TRACE: ").append(hops.get(i)).append(' ').append(packet).append('\n');
    return out.toString();
  }

  @Test void nobodyListensAndNothingSaysOtherwise() {
    Diagnosis told = told(lines(ARRIVAL, SYN, 10), Map.of());
    assertEquals("refused", told.disposition().verdict());
    assertEquals(Confidence.HIGH, told.confidence());
  }

  @Test void anAnswerInTheLogRefutesARefusal() {
    assertFalse(told(lines(ARRIVAL, SYN, 10) + lines(List.of("raw:OUTPUT:policy:2", "filter:OUTPUT:policy:1"), ANSWER, 20), Map.of()).isSettled());
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "conntrack.txt|tcp 6 431999 ESTABLISHED src=10.61.7.33 dst=10.61.7.1 sport=20020 dport=22 src=10.61.7.1 dst=10.61.7.33 sport=22 dport=20020 [ASSURED] mark=0 use=1\n",
      "nstat-delta.txt|TcpPassiveOpens 1 0.0\n"})
  void soDoTheConnectionTableAndTheCounters(String file) {
    String[] parts = file.split("\\|");
    assertFalse(told(lines(ARRIVAL, SYN, 10), Map.of(parts[0], parts[1])).isSettled());
  }

  /// The lines of nat are missing: of a later packet they would be, but a SYN alone is none.
  @Test void aLogThatEndsBeforeNatIsNoRefusal() {
    String translated = RULES.substring(0, RULES.indexOf("*filter")).replace("-A POSTROUTING -s 198.18.0.0/15 -o wan9 -j MASQUERADE",
        "-A PREROUTING -p tcp -m tcp --dport 22 -j DNAT --to-destination 10.97.0.1:80");
    Diagnosis told = told(lines(ARRIVAL.subList(0, 1), SYN, 10), Map.of("iptables-save.txt", translated));
    assertFalse(told.isSettled(), told.disposition().toString());
  }
}
