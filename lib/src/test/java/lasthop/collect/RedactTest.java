package lasthop.collect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import lasthop.ip.Family;
import lasthop.ip.Ip;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactTest {
  private static final String TEXT = """
      default via 192.168.235.1 dev enp5s0 proto static
      10.0.16.0/20 via 10.0.1.9 dev enp3s0
      10.0.0.0/9 dev x
      broadcast 10.0.1.255 dev enp3s0 table local proto kernel scope link src 10.0.1.12
      172.16.0.0/12 via 8.8.8.8 dev x
      192.167.255.1 192.169.0.1 100.64.3.4 100.128.3.4 169.254.169.254 169.253.1.1 1.2.3.4.5 300.1.1.1 01.2.3.4
      2001:db8:1:2::/64 dev eth0 proto kernel metric 256 pref medium
      2001:db8:1:2:3:4:5:6 ::1 :: ::2:3 ff02::1:ff00:1 fd12:3456::/32 ::10.2.3.4 ::ffff:10.0.0.1/128
      fe80::5054:ff:fec6:bc08/64 dev eth0 fe80::1%eth0
      link/ether 52:54:00:c6:bc:08 brd ff:ff:ff:ff:ff:ff
      link/infiniband 80:00:02:08:fe:80:00:00:00:00:00:00:7c:fe:90:03:00:29:26:52
      -A FORWARD -m iprange --src-range 10.0.16.0-10.0.31.255 -j DROP
      -A FORWARD -m iprange --src-range 10.0.16.7-10.0.16.25 -m comment --comment "acme/billing:http cluster IP" -j DROP
      -A X -m comment --comment acme -j LOG --log-prefix "ACME drop: "
      ip6 daddr 64:ff9b::10.0.0.1 comment "host ceph \\"x\\" acme" # handle 3
      tcp LISTEN 0 128 [fe80::1]%eth0:22 10.0.1.12:22 [::ffff:10.0.0.1]:80 *:* [::]:22 ::1
      TRACE: raw:PREROUTING:policy:2 IN=eth0 OUT= MAC=52:54:00:c6:bc:08:52:54:00:11:22:33:08:00 SRC=10.0.1.12 DST=2001:0db8:0001:0002:0000:0000:0000:0001 LEN=60
      PACKET: 2 3ff959db MACSRC=52:54:0:c6:bc:8 SRC=192.0.2.2.
      Nov 22 21:47:13 2026 ceph kernel: at 10.0.0.1: x 1.2.3 v1.8.9 6.1.0-13 a:b 12:34 1:2:3:4:5:6:7:8
      net.ipv4.conf.ceph.rp_filter = 1 a-b.ceph ceph. ..ceph
      tail comment
      prefix "open
      """;

  /// The awk in the script and this class are two writings of one mapping.
  @ParameterizedTest
  @ValueSource(strings = {"mawk", "gawk", "busybox awk"})
  void theScriptMapsAlike(String awk, @TempDir Path dir) throws Exception {
    assumeTrue(Shell.run(Command.of(awk.split(" ")[0], "--help")).status() != 127, "skipped: " + awk + " is not installed");
    String script = Files.readString(Path.of("../scripts/collect.sh"));
    int begin = script.indexOf("<< 'AWK'\n") + 9;
    Path program = Files.writeString(dir.resolve("redact.awk"), script.substring(begin, script.indexOf("\nAWK\n", begin) + 1));
    long seed = System.nanoTime();
    String text = TEXT + randomLines(new Random(seed), 300);
    Path input = Files.writeString(dir.resolve("text"), text);
    var command = Command.of("env", "LC_ALL=C", "LASTHOP_KEY=k-1", "LASTHOP_HIDE=ceph").plus(List.of(awk.split(" ")))
        .plus(List.of("-f", program.toString(), input.toString()));
    List<String> expected = new Redact("k-1", Set.of("ceph")).text(text).lines().toList();
    List<String> mapped = Shell.run(command).output().lines().toList();
    assertEquals(expected.size(), mapped.size());
    for (int i = 0; i < expected.size(); i++) assertEquals(expected.get(i), mapped.get(i), "line " + i + ", seed " + seed);
  }

  private static String randomLines(Random random, int lines) {
    var out = new StringBuilder();
    for (int i = 0; i < lines; i++) {
      Ip ip = randomIp(random, random.nextBoolean() ? Family.IPV4 : Family.IPV6);
      int length = random.nextInt(ip.family().bits() + 1);
      out.append(ip).append(' ').append(ip.masked(length)).append('/').append(length).append('\n');
    }
    return out.toString();
  }

  private static Ip randomIp(Random random, Family family) {
    if (family == Family.IPV4) return Ip.v4(random.nextInt() & 0xffffffffL);
    long low = random.nextInt(3) == 0 ? random.nextInt(1 << 20) : random.nextLong();
    return Ip.v6(0x2000_0000_0000_0000L | random.nextLong() >>> 3, low);
  }

  @ParameterizedTest
  @ValueSource(strings = {"IPV4", "IPV6"})
  void addressesShareAsManyBitsAsBefore(Family family) {
    long seed = System.nanoTime();
    var random = new Random(seed);
    var redact = new Redact("key" + seed, Set.of());
    for (int i = 0; i < 20_000; i++) {
      Ip one = randomIp(random, family);
      int bits = family == Family.IPV4 ? 32 : 64;
      int at = random.nextInt(bits);
      Ip other = family == Family.IPV4 ? Ip.v4(one.low() ^ 1L << 31 - at) : Ip.v6(one.high() ^ 1L << 63 - at, one.low());
      assertEquals(common(one, other), common(redact.address(one), redact.address(other)), one + " " + other + " seed " + seed);
    }
  }

  private static int common(Ip a, Ip b) {
    int n = 0;
    while (n < a.family().bits() && a.bit(n) == b.bit(n)) n++;
    return n;
  }

  @Test void rangesWithAMeaningKeepIt() {
    long seed = System.nanoTime();
    var random = new Random(seed);
    var redact = new Redact("key", Set.of());
    for (int i = 0; i < 20_000; i++) {
      Ip ip = randomIp(random, Family.IPV4);
      assertEquals(meaning(ip), meaning(redact.address(ip)), ip + " seed " + seed);
    }
    for (String kept : List.of("127.0.0.1", "0.0.0.0", "169.254.169.254", "224.0.0.5", "255.255.255.255", "::", "::1", "ff02::1")) {
      assertEquals(kept, redact.address(Ip.parse(kept)).toString());
    }
  }

  private static String meaning(Ip ip) {
    for (String range : List.of("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16",
        "224.0.0.0/4", "240.0.0.0/4", "0.0.0.0/8")) {
      if (lasthop.ip.Prefix.parse(range).contains(ip)) return range;
    }
    return "public";
  }

  @Test void nothingThatWasHiddenIsLeft() {
    String out = new Redact("k", Set.of("ceph")).text(TEXT);
    for (String secret : List.of("acme", "ACME", "billing", "ceph", "10.0.1.12", "c6:bc:08", "fec6:bc08", "192.168.235", "db8:1:2")) {
      assertFalse(out.contains(secret), secret + " in\n" + out);
    }
    assertTrue(out.contains("cluster IP"), out);
  }

  @Test void twoKeysGiveTwoMappings() {
    var seen = new HashSet<String>();
    for (int i = 0; i < 50; i++) seen.add(new Redact("key" + i, Set.of()).address(Ip.parse("10.1.2.3")).toString());
    assertTrue(seen.size() > 40, seen.size() + " different of 50");
  }

  @Test void aLinkLocalAddressFollowsItsLinkAddress(@TempDir Path dir) throws Exception {
    Files.writeString(dir.resolve("ip-addr.txt"), "link/ether 52:54:00:c6:bc:08\ninet6 fe80::5054:ff:fec6:bc08/64 scope link\n");
    Files.writeString(dir.resolve("uname.txt"), "6.1.0.13\n", StandardCharsets.UTF_8);
    new Redact("k", Set.of()).folder(dir, dir.resolveSibling(dir.getFileName() + "-out"));
    List<String> lines = Files.readAllLines(dir.resolveSibling(dir.getFileName() + "-out").resolve("ip-addr.txt"));
    String mac = lines.get(0).substring(lines.get(0).length() - 8).replace(":", "");
    String id = lines.get(1).replace("inet6 fe80::5054:ff:fe", "").substring(0, 7).replace(":", "");
    assertEquals(mac, id, lines.toString());
  }
}
