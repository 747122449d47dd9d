package lasthop.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import lasthop.ip.Family;
import lasthop.routing.Route;
import lasthop.sysctl.Sysctls;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What people paste: a terminal's text with commands and what they printed.
class TranscriptTest {
  @TempDir Path folder;

  private static final Path CEPH2 = Path.of("src/main/resources/lasthop/example/ceph-rpfilter/ceph2");
  private static final Map<String, String> COMMANDS = new TreeMap<>(Map.of("ip-addr.txt", "ip addr", "ip-link.txt", "ip -d link show", "ip-neigh.txt", "ip n",
      "ip-route.txt", "ip r sh table all", "ip-rule.txt", "sudo ip rule list", "iptables-save.txt", "sudo /usr/sbin/iptables-save -c", "ss.txt", "ss -lntu",
      "sysctl.txt", "sysctl -a 2>/dev/null", "uname.txt", "uname -r", "conntrack.txt", "conntrack -L"));

  private static Map<String, String> ceph2() throws IOException {
    var texts = new LinkedHashMap<String, String>();
    for (String file : COMMANDS.keySet()) {
      if (Files.exists(CEPH2.resolve(file))) texts.put(file, Files.readString(CEPH2.resolve(file)));
    }
    return texts;
  }

  @ParameterizedTest
  @ValueSource(strings = {"root@ceph2:~# %s", "[root@ceph2 ~]# %s", "someone@ceph2:/var/log$ %s", "(venv) me@ceph2:~/x y$ %s"})
  void listingsAreFoundBelowTheirPrompts(String prompt) throws IOException {
    isCeph2(prompt, "ceph2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"$ %s", "# %s", "+ %s", "=== %s ===", "## %s", "%s:", "ceph2# %s", "1. %s", "```\n$ %s"})
  void andBelowHeadingsThatNameNoHost(String heading) throws IOException {
    isCeph2(heading, "paste");
  }

  private static void isCeph2(String prompt, String host) throws IOException {
    Map<String, String> files = ceph2();
    var text = new StringBuilder("Hi all,\n\nmy packets vanish. This is what I see:\n\n");
    for (var file : files.entrySet()) {
      text.append(prompt.replace("%s", COMMANDS.get(file.getKey()))).append('\n').append(file.getValue());
    }
    Transcript.Result read = Transcript.read("paste.txt", text.toString(), "paste");
    assertEquals(Set.of(host), read.texts().keySet(), () -> read.report().toString());
    Map<String, String> found = read.texts().get(host);
    assertEquals(files.keySet(), found.keySet());
    String[] lines = text.toString().split("\n", -1);
    for (var file : found.entrySet()) {
      assertEquals(files.get(file.getKey()).strip(), file.getValue().replaceAll("\n```\n", "\n").strip(), file.getKey());
      String[] own = file.getValue().split("\n", -1);
      for (int i = 0; i < own.length; i++) if (!own[i].isEmpty()) assertEquals(lines[i], own[i], "each line stands at its number");
    }
    assertEquals(routes(files), routes(found));
  }

  private static List<String> routes(Map<String, String> texts) {
    return Snapshot.read("x", texts).routing().fib(Family.IPV4).orElseThrow().routes().stream().map(Route::toString).toList();
  }

  @Test void eachHostHasItsOwn() {
    var read = Transcript.read("paste.txt", "me@a:~$ ip rule\n0:\tfrom all lookup local\nme@a:~$ ssh b\nWelcome\nme@b:~$ ip rule\n9:\tfrom all lookup 9\n", "x");
    assertEquals(Map.of("a", Map.of("ip-rule.txt", "\n0:\tfrom all lookup local\n\n\n\n\n\n"), "b", Map.of("ip-rule.txt", "\n\n\n\n\n9:\tfrom all lookup 9\n\n")),
        read.texts());
  }

  @ParameterizedTest @CsvSource(delimiter = ';', value = {"ip rule | grep 100;ip rule", "ip route show table all | head -3;ip route show table all", "iptables-save 2>/dev/null | awk /nat/;iptables-save", "iptables-save -t nat;iptables-save -c", "iptables -t nat -nvL;iptables-save -c",
      "ip -4 addr;ip addr", "ss -tln;ss -tlnu", "ip route show dev eth0;ip route show table all", "nft list table ip filter;nft -a list ruleset"})
  void partOfAListingIsNotTakenForTheWhole(String command, String instead) {
    var read = Transcript.read("paste.txt", "$ " + command + "\nsomething\n", "x");
    assertTrue(read.texts().isEmpty(), read.texts()::toString);
    assertTrue(read.report().unread().toString().contains("collect " + instead), read.report()::toString);
  }

  @Test void routesOfEachTableAreTheRoutesOfAll() {
    String text = """
        $ ip rule
        0:\tfrom all lookup local
        100:\tfrom all fwmark 0x1 lookup vpn
        32766:\tfrom all lookup main
        32767:\tfrom all lookup default
        $ ip route
        default via 10.0.0.1 dev eth0
        10.0.0.0/24 dev eth0 proto kernel scope link src 10.0.0.2
        $ ip route show table local
        local 10.0.0.2 dev eth0 proto kernel scope host src 10.0.0.2
        $ ip route list table vpn
        default proto static
        \tnexthop via 10.8.0.1 dev tun0 weight 1
        \tnexthop via 10.8.0.2 dev tun0 weight 1
        """;
    Map<String, String> all = Transcript.read("p", text, "x").texts().get("x");
    assertEquals("default via 10.0.0.1 dev eth0\n10.0.0.0/24 dev eth0 proto kernel scope link src 10.0.0.2\n\n"
        + "local 10.0.0.2 dev eth0 proto kernel scope host src 10.0.0.2 table local\n\ndefault proto static table vpn\n"
        + "\tnexthop via 10.8.0.1 dev tun0 weight 1\n\tnexthop via 10.8.0.2 dev tun0 weight 1", all.get("ip-route.txt").strip());
    String less = text.substring(0, text.indexOf("$ ip route list"));
    var read = Transcript.read("p", less, "x");
    assertFalse(read.texts().get("x").containsKey("ip-route.txt"));
    assertTrue(read.report().unread().toString().contains("those of vpn are missing"), read.report()::toString);
  }

  @Test void parametersMayComeOneByOne() {
    String text = "$ cat /proc/sys/net/ipv4/conf/eth0.5/rp_filter\n1\n$ sysctl net.ipv4.ip_forward\nnet.ipv4.ip_forward = 1\n$ sysctl -a | grep all.rp_f\nnet.ipv4.conf.all.rp_filter = 0\n";
    var sysctls = Snapshot.read("x", Transcript.read("p", text, "x").texts().get("x")).sysctls();
    assertEquals(Optional.of("1"), value(sysctls, "net.ipv4.conf.eth0/5.rp_filter"));
    assertEquals(Optional.of("1"), value(sysctls, "net.ipv4.ip_forward"));
    assertEquals(Optional.of("0"), value(sysctls, "net.ipv4.conf.all.rp_filter"));
  }

  private static Optional<String> value(Sysctls sysctls, String name) {
    return sysctls.entry(name).map(Sysctls.Entry::value);
  }

  @ParameterizedTest @CsvSource({"ip_route_show_table_all, ip-route.txt", "ip_-d_address, ip-addr.txt", "sysctl_-a, sysctl.txt", "iptables-save, iptables-save.txt",
      "iptables-save_-c.out, iptables-save.txt", "ip rule.txt, ip-rule.txt", "ip-rule.log, ip-rule.txt", "nft_-a_list_ruleset, nft-ruleset.txt", "ip_-6_route_show_table_all, ip6-route.txt"})
  void filesMayBearTheNamesOfTheirCommands(String name, String file) throws IOException {
    assertEquals(Optional.of(file), Printed.file(name));
    Path sos = Files.createDirectories(folder.resolve("sosreport-x/sos_commands/networking"));
    Files.writeString(sos.resolve(name), "# a listing\n");
    assertTrue(Snapshot.read(folder.resolve("sosreport-x")).has(file));
  }

  @ParameterizedTest @ValueSource(strings = {"ip_route_show", "notes.txt", "iptables_-t_nat_-nvL", "messages", "route", "kern.log"})
  void othersAreNoListings(String name) {
    assertEquals(Optional.empty(), Printed.file(name));
  }

  @Test void whatChangedInBetweenIsNotRead() {
    String text = "$ ip rule\n0:\tfrom all lookup local\n$ ip neigh\n10.0.0.1 dev eth0 lladdr 02:00:00:00:00:01 STALE\n$ sysctl net.ipv4.conf.all.rp_filter net.ipv4.ip_forward\n"
        + "net.ipv4.conf.all.rp_filter = 1\nnet.ipv4.ip_forward = 1\n$ sysctl -w net.ipv4.conf.all.rp_filter=2\nnet.ipv4.conf.all.rp_filter = 2\n$ ip rule\n0:\tfrom all lookup main\n"
        + "$ ip rule\n0:\tfrom all lookup main\n$ ip neigh\n10.0.0.1 dev eth0 FAILED\n";
    var read = Transcript.read("p", text, "x");
    assertEquals(Set.of("ip-neigh.txt", "sysctl.txt"), read.texts().get("x").keySet());
    assertEquals("10.0.0.1 dev eth0 FAILED", read.texts().get("x").get("ip-neigh.txt").strip());
    assertEquals("net.ipv4.ip_forward = 1", read.texts().get("x").get("sysctl.txt").strip());
    List<String> said = read.report().unread().stream().map(Object::toString).toList();
    assertEquals(2, said.size(), said::toString);
    assertTrue(said.get(0).startsWith("p:10: unread \"$ ip rule\": printed before with another result") && said.get(1).startsWith("p:9: unread") && said.get(1).contains("line 6"), said::toString);
  }

  @Test void countersAndLifetimesAreNoChange() {
    String rules = "*filter\n:INPUT ACCEPT [%d:%d]\n[%d:60] -A INPUT -j DROP\nCOMMIT\n# Completed on day %d\n";
    String text = "$ iptables-save -c\n" + rules.formatted(1, 2, 3, 4) + "$ iptables-save -c\n" + rules.formatted(5, 6, 7, 8);
    assertEquals(rules.formatted(5, 6, 7, 8).strip(), Transcript.read("p", text, "x").texts().get("x").get("iptables-save.txt").strip());
  }

  @Test void textsOfOneHostAreReadTogether() {
    var rules = Transcript.read("p", "me@a:~$ ip rule\n0:\tfrom all lookup local\n", "x");
    var routes = Transcript.read("q", "me@a:~$ ip route show table all\ndefault via 10.0.0.1 dev eth0\nme@a:~$ ip rule\n9:\tfrom all lookup 9\n", "x");
    var both = rules.plus(routes, "q");
    assertEquals(Set.of("ip-route.txt"), both.texts().get("a").keySet());
    assertTrue(both.report().unread().toString().contains("ip-rule.txt of a stands in another text with another result"), both.report()::toString);
  }

  @Test void anyOtherCommandEndsAListing() {
    String text = "$ ip rule\n0:\tfrom all lookup local\n$ iptables-save > rules\n$ cat notes\n9:\tfrom all lookup 9\n";
    assertEquals("0:\tfrom all lookup local", Transcript.read("p", text, "x").texts().get("x").get("ip-rule.txt").strip());
  }

  @Test void aLogIsNoTranscript() {
    String log = "May  8 16:30:29 node kernel: [    1.000001] TRACE: raw:PREROUTING:policy:2 IN=eth0 OUT= SRC=192.0.2.1 DST=192.0.2.2 LEN=20\n";
    assertFalse(Transcript.mayBe(log));
    assertTrue(Transcript.read("p", log + "Jan 1 node sudo: COMMAND=/sbin/ip rule\n", "x").texts().isEmpty());
    String rules = "*filter\n:INPUT ACCEPT [0:0]\n-A INPUT -m comment --comment \"# ip rule\" -j ACCEPT\nCOMMIT\n";
    assertTrue(Transcript.read("p", rules, "x").texts().isEmpty());
  }
}
