package lasthop.diagnose;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import lasthop.snapshot.Snapshot;
import lasthop.trace.Hints;
import lasthop.trace.TraceLog;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A SYN that is sent again while nothing has answered is translated as the first one was, without a line of nat, and is
/// still new to the rules. Recorded on Linux 6.18: a router that hands 172.20.5.1:8080 to a silent 172.20.5.80:80.
class RetransmissionTest {
  private static final String LOG = """
      [ 7366.378210] TRACE: raw:PREROUTING:policy:2 IN=lan0 OUT= MAC=52:54:00:d9:4e:50:52:54:00:b7:3f:4b:08:00 SRC=192.168.10.20 DST=172.20.5.1 LEN=60 TOS=0x00 PREC=0x00 TTL=64 ID=63659 DF PROTO=TCP SPT=50700 DPT=8080 SEQ=1729012349 ACK=0 WINDOW=64240 RES=0x00 SYN URGP=0
      [ 7366.378219] TRACE: mangle:PREROUTING:policy:1 IN=lan0 OUT= MAC=52:54:00:d9:4e:50:52:54:00:b7:3f:4b:08:00 SRC=192.168.10.20 DST=172.20.5.1 LEN=60 TOS=0x00 PREC=0x00 TTL=64 ID=63659 DF PROTO=TCP SPT=50700 DPT=8080 SEQ=1729012349 ACK=0 WINDOW=64240 RES=0x00 SYN URGP=0
      [ 7366.378228] TRACE: mangle:FORWARD:policy:1 IN=lan0 OUT=wan0 MAC=52:54:00:d9:4e:50:52:54:00:b7:3f:4b:08:00 SRC=192.168.10.20 DST=172.20.5.80 LEN=60 TOS=0x00 PREC=0x00 TTL=63 ID=63659 DF PROTO=TCP SPT=50700 DPT=80 SEQ=1729012349 ACK=0 WINDOW=64240 RES=0x00 SYN URGP=0
      [ 7366.378237] TRACE: filter:FORWARD:rule:2 IN=lan0 OUT=wan0 MAC=52:54:00:d9:4e:50:52:54:00:b7:3f:4b:08:00 SRC=192.168.10.20 DST=172.20.5.80 LEN=60 TOS=0x00 PREC=0x00 TTL=63 ID=63659 DF PROTO=TCP SPT=50700 DPT=80 SEQ=1729012349 ACK=0 WINDOW=64240 RES=0x00 SYN URGP=0
      [ 7366.378246] TRACE: mangle:POSTROUTING:policy:1 IN=lan0 OUT=wan0 MAC=52:54:00:d9:4e:50:52:54:00:b7:3f:4b:08:00 SRC=192.168.10.20 DST=172.20.5.80 LEN=60 TOS=0x00 PREC=0x00 TTL=63 ID=63659 DF PROTO=TCP SPT=50700 DPT=80 SEQ=1729012349 ACK=0 WINDOW=64240 RES=0x00 SYN URGP=0
      """;

  private static final Map<String, String> TEXTS = Map.of(
      "ip-addr.txt", """
          1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 state UNKNOWN
              inet 127.0.0.1/8 scope host lo
          2: lan0@if2: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 state UP
              inet 192.168.10.1/24 scope global lan0
          3: wan0@if2: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 state UP
              inet 172.20.5.1/24 scope global wan0
          """,
      "ip-rule.txt", "0:\tfrom all lookup local\n32766:\tfrom all lookup main\n32767:\tfrom all lookup default\n",
      "ip-route.txt", """
          172.20.5.0/24 dev wan0 proto kernel scope link src 172.20.5.1
          192.168.10.0/24 dev lan0 proto kernel scope link src 192.168.10.1
          local 127.0.0.0/8 dev lo table local proto kernel scope host src 127.0.0.1
          local 172.20.5.1 dev wan0 table local proto kernel scope host src 172.20.5.1
          local 192.168.10.1 dev lan0 table local proto kernel scope host src 192.168.10.1
          """,
      "sysctl.txt", "net.ipv4.ip_forward = 1\n" + Stream.of("all", "default", "lo", "lan0", "wan0").map(RetransmissionTest::parameters)
          .reduce("", String::concat),
      "ip-neigh.txt", "172.20.5.80 dev wan0 lladdr 52:54:00:0b:6b:49 REACHABLE\n",
      "iptables-save.txt", """
          *raw
          :PREROUTING ACCEPT [0:0]
          -A PREROUTING -p tcp -m tcp --tcp-flags FIN,SYN,RST,ACK SYN -j TRACE
          COMMIT
          *mangle
          :PREROUTING ACCEPT [0:0]
          :FORWARD ACCEPT [0:0]
          :POSTROUTING ACCEPT [0:0]
          COMMIT
          *nat
          :PREROUTING ACCEPT [0:0]
          :POSTROUTING ACCEPT [0:0]
          -A PREROUTING -p tcp -m tcp --dport 8080 -j DNAT --to-destination 172.20.5.80:80
          -A POSTROUTING -o wan0 -j MASQUERADE
          COMMIT
          *filter
          :FORWARD ACCEPT [0:0]
          -A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
          -A FORWARD -m conntrack --ctstate NEW -j ACCEPT
          -A FORWARD -j DROP
          COMMIT
          """,
      "conntrack.txt", "tcp      6 118 SYN_SENT src=192.168.10.20 dst=172.20.5.1 sport=50700 dport=8080 [UNREPLIED] "
          + "src=172.20.5.80 dst=172.20.5.1 sport=80 dport=50700 mark=0 use=1\n");

  private static String parameters(String device) {
    return "net.ipv4.conf.D.forwarding = 1\n".replace("D", device) + Stream.of("rp_filter", "accept_local", "accept_source_route",
        "route_localnet", "src_valid_mark").map(key -> "net.ipv4.conf." + device + "." + key + " = 0\n").reduce("", String::concat);
  }

  /// Without the table, the lines themselves show the new destination.
  @ParameterizedTest
  @ValueSource(strings = {"none", "conntrack.txt"})
  void aRetransmissionPassesAsItsFirstDid(String lacking) {
    var texts = new HashMap<>(TEXTS);
    texts.remove(lacking);
    TraceLog log = TraceLog.parse(LOG, "kern.log", Hints.NONE);
    var host = Snapshot.read("router", texts);
    var witness = new Witness("router", Optional.of(log), Optional.of(new Model(host)), Optional.empty());
    Diagnosis told = Diagnose.packet(List.of(witness), Diagnose.of(log.packets().getFirst())).getFirst();
    assertEquals("forwarded by device wan0", told.disposition().verdict() + " by " + told.disposition().where());
  }
}
