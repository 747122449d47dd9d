package lasthop.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lasthop.ip.Ip;
import lasthop.packet.FlowKey;
import lasthop.routing.Kernel;
import lasthop.routing.RouteDecision;
import lasthop.routing.RouteDecision.Undetermined;
import lasthop.routing.Routing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is not known is said, with the command that tells it, and never guessed.
class HalfSnapshotTest {
  private static final Map<String, String> WHOLE = Map.of(
      "ip-rule.txt", "0:\tfrom all lookup local\n32766:\tfrom all lookup main\n32767:\tfrom all lookup default\n",
      "ip-route.txt", """
          default via 10.0.0.1 dev eth0\s
          10.0.0.0/24 dev eth0 proto kernel scope link src 10.0.0.2\s
          192.0.2.0/24 dev gone0 scope link\s
          local 10.0.0.2 dev eth0 table local proto kernel scope host src 10.0.0.2\s
          """,
      "ip-addr.txt", """
          1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536
              inet 127.0.0.1/8 scope host lo
          2: eth0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500
              inet 10.0.0.2/24 brd 10.0.0.255 scope global eth0
          """,
      "sysctl.txt", "net.ipv4.conf.all.route_localnet = 0\n");

  @ParameterizedTest @CsvSource({"ip-rule.txt, ip rule", "ip-route.txt, ip route show table all", "ip-addr.txt, ip addr"})
  void aMissingFileIsNamedWithItsCommand(String file, String command) {
    var texts = new HashMap<>(WHOLE);
    texts.remove(file);
    assertEquals(command, undetermined(texts, FlowKey.to(Ip.parse("8.8.8.8"))).collect());
  }

  @ParameterizedTest @ValueSource(strings = {"", "Netid State  Recv-", "udp   UNCONN 0      0            0.0.0.0:53        0.0.0.0:*          \ntcp   LISTEN 0      16           0.0.0.0:8",
      "Netid State  Recv-Q Send-Q Local Address:Port Peer Address:PortProcess tcp   LISTEN 0      16           0.0.0.0:80        0.0.0.0:*          \n",
      "tcp   LISTEN 0 16\n", "bash: ss: command not found\n"})
  void aDamagedListOfSocketsDoesNotTellThatNobodyListens(String text) {
    assertEquals(Optional.empty(), Snapshot.read("x", Map.of("ss.txt", text)).sockets());
  }

  @Test void aHeadingAloneTellsThatNobodyListens() {
    String heading = "Netid State  Recv-Q Send-Q Local Address:Port Peer Address:PortProcess\n";
    assertEquals(Optional.of(List.of()), Snapshot.read("x", Map.of("ss.txt", "$ ss -tlnu\n" + heading)).sockets());
    assertEquals(1, Snapshot.read("x", Map.of("ss.txt", heading + "tcp LISTEN 0 16 127.0.0.53%lo:53 0.0.0.0:*")).sockets().orElseThrow().size());
  }

  /// Linux 6.18 was asked five times in a row: of two default routes with STALE, PERMANENT or FAILED gateways it took turns.
  @ParameterizedTest @CsvSource({"REACHABLE, REACHABLE, 10.0.0.1", "STALE, REACHABLE, ", "STALE, STALE, ", "FAILED, FAILED, ", "REACHABLE, FAILED, 10.0.0.1", "INCOMPLETE, REACHABLE, 10.0.0.3", "'', STALE, 10.0.0.1"})
  void theKernelTakesTurnsAmongEqualDefaultRoutes(String first, String second, String via) {
    var texts = new HashMap<>(WHOLE);
    texts.put("ip-route.txt", WHOLE.get("ip-route.txt").replace("192.0.2.0/24 dev gone0 scope link \n", "").replaceFirst("\n", "\ndefault via 10.0.0.3 dev eth0 \n"));
    texts.put("ip-neigh.txt", (first == null || first.isEmpty() ? "" : "10.0.0.1 dev eth0 lladdr 02:00:00:00:00:99 " + first + " \n") + "10.0.0.3 dev eth0 lladdr 02:00:00:00:00:99 " + second + " \n");
    RouteDecision said = Routing.decide(Snapshot.read("x", texts).routing(), FlowKey.to(Ip.parse("8.8.8.8")));
    if (via == null) assertInstanceOf(Undetermined.class, said);
    else assertEquals(via, assertInstanceOf(RouteDecision.Routed.class, said).nexthop().via().orElseThrow().toString());
  }

  @Test void aMissingParameterIsNamed() {
    Undetermined said = undetermined(WHOLE, FlowKey.to(Ip.parse("8.8.8.8")).from(Ip.parse("192.0.2.9")).iif("eth0"));
    assertEquals("net.ipv4.conf.eth0.forwarding (sysctl.txt)", said.missing());
  }

  @Test void aRouteToADeviceThatNoTextHasIsNotBelieved() {
    assertEquals("ip addr", undetermined(WHOLE, FlowKey.to(Ip.parse("192.0.2.7"))).collect());
  }

  @Test void aListingCutInTheMiddleOfALineIsNotBelieved() {
    String whole = WHOLE.get("ip-route.txt");
    var texts = new HashMap<>(WHOLE);
    texts.put("ip-route.txt", whole.substring(0, whole.indexOf(" gone0")));
    assertEquals("ip route show table all", undetermined(texts, FlowKey.to(Ip.parse("8.8.8.8"))).collect());
  }

  @Test void theRoutesOfTableMainAloneAreNotBelieved() {
    var texts = new HashMap<>(WHOLE);
    texts.put("ip-route.txt", WHOLE.get("ip-route.txt").replaceAll("(?m)^local .*\n", ""));
    assertEquals("ip route show table all", undetermined(texts, FlowKey.to(Ip.parse("10.0.0.2"))).collect());
  }

  @Test void rulesCutInTheMiddleOfALineAreNotBelieved() {
    String whole = WHOLE.get("ip-rule.txt");
    for (int end = 1; end < whole.length() - 1; end++) {
      if (whole.charAt(end - 1) == '\n' || whole.substring(0, end).matches("(?s).*lookup (local|main)")) continue;
      var texts = new HashMap<>(WHOLE);
      texts.put("ip-rule.txt", whole.substring(0, end));
      assertEquals("ip rule", undetermined(texts, FlowKey.to(Ip.parse("8.8.8.8"))).collect(), texts.get("ip-rule.txt"));
    }
  }

  @Test void aTextThatIsNoListingIsNotBelieved() {
    var texts = new HashMap<>(WHOLE);
    texts.put("ip-route.txt", "-bash: ip: command not found\n");
    assertEquals("ip route show table all", undetermined(texts, FlowKey.to(Ip.parse("8.8.8.8"))).collect());
  }

  /// One sentence, not one for each line, and nothing of it is believed.
  @ParameterizedTest @CsvSource(delimiter = '|', textBlock = """
      ip-route.txt      | Kernel IP routing table\\nDestination     Gateway         Genmask         Flags Metric Ref    Use Iface\\n10.0.0.0        0.0.0.0         255.255.255.0   U     0      0        0 eth0 | ip route show table all
      ip-route.txt      | Destination Gateway Genmask Flags MSS Window irtt Iface\\n0.0.0.0 10.0.0.1 0.0.0.0 UG 0 0 0 eth0 | ip route show table all
      ip-addr.txt       | eth0: flags=4163<UP,BROADCAST,RUNNING,MULTICAST>  mtu 1500\\n        inet 10.0.0.1  netmask 255.255.255.0  broadcast 10.0.0.255 | ip addr
      ip-addr.txt       | eth0      Link encap:Ethernet  HWaddr 52:54:00:a7:90:40\\n          inet addr:10.0.0.1  Bcast:10.0.0.255  Mask:255.255.255.0 | ip addr
      ip-neigh.txt      | Address                  HWtype  HWaddress           Flags Mask            Iface\\n10.0.0.2 ether 52:54:00:0b:6b:49 C eth0 | ip neigh
      ip-rule.txt       | default via 10.0.0.1 dev eth0\\n10.0.0.0/24 dev eth0 proto kernel scope link src 10.0.0.1 | ip rule
      iptables-save.txt | Chain INPUT (policy ACCEPT)\\ntarget     prot opt source               destination | iptables-save -c
      ss.txt            | Active Internet connections (only servers)\\nProto Recv-Q Send-Q Local Address Foreign Address State\\ntcp 0 0 0.0.0.0:22 0.0.0.0:* LISTEN | ss -tlnu
      """)
  void theListingOfAnotherToolIsNamedAndNotRead(String file, String text, String collect) {
    var texts = new HashMap<>(WHOLE);
    texts.put(file, text.replace("\\n", "\n") + "\n");
    var host = Snapshot.read("", texts);
    assertEquals(1, host.report().unread().size(), () -> host.report().unread().toString());
    String told = host.report().unread().getFirst().reason();
    assertTrue(told.endsWith(": collect " + collect), told);
    assertTrue(!host.has(file));
  }

  @ParameterizedTest @CsvSource(delimiter = '|', textBlock = """
      6.18.44-amd64                                              | 6.18.44-amd64
      Linux ceph2 4.4.0-31-generic #50~14.04.1-Ubuntu SMP x86_64 | 4.4.0-31-generic
      Linux version 5.15.0-91-generic (gcc 11.4.0)               | 5.15.0-91-generic
      root@n2:~# uname -r\\n6.1.0-18-amd64                        | 6.1.0-18-amd64
      bash: uname: command not found                             | 6.12
      """)
  void theKernelIsReadOutOfWhatTellsIt(String text, String release) {
    assertEquals(release, Kernel.parse(text.replace("\\n", "\n")).release());
  }

  /// Whatever became of the texts on their way: the answer is the kernel's, or it is said that a text does not tell it.
  @ParameterizedTest @ValueSource(strings = {"byte order mark", "colours", "blanks that do not break", "quoted", "indented",
      "CRLF", "wrapped", "one line", "prompts", "unindented", "first line lost in half", "Windows"})
  void aDamagedSnapshotNeverMisleads(String damage) {
    var flows = List.of(FlowKey.to(Ip.parse("8.8.8.8")), FlowKey.to(Ip.parse("10.0.0.2")), FlowKey.to(Ip.parse("10.0.0.9")),
        FlowKey.to(Ip.parse("8.8.8.8")).from(Ip.parse("10.0.0.2")));
    for (String file : List.of("ip-rule.txt", "ip-route.txt", "ip-addr.txt", "all")) {
      var texts = new HashMap<>(WHOLE);
      texts.replaceAll((name, text) -> name.equals(file) || file.equals("all") ? damaged(damage, text) : text);
      for (FlowKey flow : flows) {
        RouteDecision decision = Routing.decide(Snapshot.read("", texts).routing(), flow);
        String right = Routing.decide(Snapshot.read("", WHOLE).routing(), flow).toString();
        if (HARMLESS.contains(damage)) assertEquals(right, decision.toString(), file);
        else assertTrue(decision instanceof Undetermined || decision.toString().equals(right), () -> file + ": " + decision);
      }
    }
  }

  private static final Set<String> HARMLESS = Set.of("byte order mark", "colours", "blanks that do not break", "quoted", "indented",
      "CRLF", "prompts", "unindented", "Windows");

  private static String damaged(String damage, String text) {
    return switch (damage) {
      case "byte order mark" -> "\ufeff" + text;
      case "colours" -> text.replaceAll("(?m)^(\\S+)", "\u001b[36m$1\u001b[0m");
      case "blanks that do not break" -> text.replace(' ', '\u00a0');
      case "quoted" -> text.replaceAll("(?m)^(?=.)", "> ");
      case "indented" -> text.replaceAll("(?m)^(?=.)", "    ");
      case "CRLF" -> text.replace("\n", "\r\n");
      case "wrapped" -> text.replaceAll("(.{50})", "$1\n");
      case "one line" -> text.replace("\n", " ");
      case "prompts" -> "root@node:~# ip -something\n" + text + "root@node:~# \n";
      case "unindented" -> text.replaceAll("(?m)^[ \t]+", "");
      case "first line lost in half" -> text.substring(text.indexOf('\n') / 2);
      case "Windows" -> Pasted.text(("\ufeff" + text.replace("\n", "\r\n")).getBytes(StandardCharsets.UTF_16LE));
      default -> throw new IllegalArgumentException(damage);
    };
  }

  @Test void theWholeSnapshotSettlesIt() {
    RouteDecision decision = Routing.decide(Snapshot.read("", WHOLE).routing(), FlowKey.to(Ip.parse("8.8.8.8")));
    assertEquals("8.8.8.8 via 10.0.0.1 dev eth0 src 10.0.0.2 uid 0 \n    cache \n", decision.toString());
  }

  private static Undetermined undetermined(Map<String, String> texts, FlowKey flow) {
    return assertInstanceOf(Undetermined.class, Routing.decide(Snapshot.read("", texts).routing(), flow));
  }
}
