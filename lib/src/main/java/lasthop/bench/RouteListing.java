package lasthop.bench;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.SplittableRandom;
import lasthop.ip.Family;
import lasthop.ip.Ip;
import lasthop.ip.Prefix;

/// A routing table with the prefix lengths of a full one (most IPv4 prefixes are /24, most IPv6 ones /48 and /32).
/// The same seed makes the same table.
final class RouteListing {
  private static final int[] LENGTHS4 = {8, 1, 11, 5, 12, 15, 13, 30, 14, 60, 15, 100, 16, 680, 17, 410, 18, 700, 19, 1250,
      20, 2200, 21, 2500, 22, 5600, 23, 5000, 24, 31000, 25, 20, 26, 20, 27, 15, 28, 15, 29, 20, 30, 20, 32, 60};
  private static final int[] LENGTHS6 = {20, 1, 24, 8, 28, 10, 29, 900, 30, 120, 31, 30, 32, 2900, 33, 350, 34, 250, 35, 130,
      36, 700, 38, 250, 40, 1500, 42, 450, 44, 1900, 45, 350, 46, 550, 47, 900, 48, 9300, 56, 40, 64, 30, 128, 10};
  private static final int DEVICES = 8;
  private static final int GATEWAYS = 64;

  private final Family family;
  private final SplittableRandom random;
  private final List<Prefix> prefixes = new ArrayList<>();

  RouteListing(Family family, int routes, long seed) {
    this.family = family;
    this.random = new SplittableRandom(seed);
    var seen = new HashSet<Prefix>();
    while (prefixes.size() < routes) {
      Prefix prefix = new Prefix(address(), length()).network();
      if (seen.add(prefix)) prefixes.add(prefix);
    }
    prefixes.sort((a, b) -> a.ip().compareTo(b.ip()) != 0 ? a.ip().compareTo(b.ip()) : Integer.compare(a.length(), b.length()));
  }

  List<Prefix> prefixes() {
    return prefixes;
  }

  /// As `ip route show table all` prints it, with the default route and those of the devices.
  String text() {
    var out = new StringBuilder("default via " + gateway(0) + " dev eth0 proto static metric 100 \n");
    for (Prefix p : prefixes) {
      int k = pick();
      out.append(p.isHost() ? p.ip().toString() : p.toString()).append(" via ").append(gateway(k)).append(" dev eth").append(k % DEVICES)
          .append(" proto bird metric 32 \n");
    }
    for (int d = 0; d < DEVICES; d++) onLink(d, out);
    return out.toString();
  }

  private void onLink(int d, StringBuilder out) {
    if (family == Family.IPV6) {
      out.append("fd00:").append(d + 1).append("::/64 dev eth").append(d).append(" proto kernel metric 256 pref medium\n");
      return;
    }
    String net = "192.168." + (100 + d) + ".";
    out.append(net).append("0/24 dev eth").append(d).append(" proto kernel scope link src ").append(net).append("1 \n")
        .append("local ").append(net).append("1 dev eth").append(d).append(" table local proto kernel scope host src ").append(net).append("1 \n")
        .append("broadcast ").append(net).append("255 dev eth").append(d).append(" table local proto kernel scope link src ").append(net)
        .append("1 \n");
  }

  /// Input of `ip -batch` that makes the same table where the devices are there.
  String batch() {
    var out = new StringBuilder("route add default via " + gateway(0) + " dev eth0 metric 100\n");
    for (Prefix p : prefixes) {
      int k = pick();
      out.append("route add ").append(p).append(" via ").append(gateway(k)).append(" dev eth").append(k % DEVICES).append('\n');
    }
    return out.toString();
  }

  /// `ip -batch` lines that make the devices.
  static String devices() {
    var out = new StringBuilder("link set lo up\n");
    for (int d = 0; d < DEVICES; d++) {
      out.append("link add eth").append(d).append(" type veth peer name peer").append(d).append("\nlink set peer").append(d).append(" up\n").append("addr add 192.168.").append(100 + d).append(".1/24 dev eth")
          .append(d).append("\nlink set eth").append(d).append(" up\n");
    }
    return out.toString();
  }

  /// What `ip addr` prints of these devices.
  static String addresses() {
    var out = new StringBuilder("1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN group default qlen 1000\n"
        + "    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00\n    inet 127.0.0.1/8 scope host lo\n");
    for (int d = 0; d < DEVICES; d++) {
      out.append(d + 2).append(": eth").append(d).append(": <BROADCAST,NOARP,UP,LOWER_UP> mtu 1500 qdisc noqueue state UNKNOWN group default qlen 1000\n")
          .append("    link/ether 02:00:00:00:00:0").append(d).append(" brd ff:ff:ff:ff:ff:ff\n    inet 192.168.").append(100 + d)
          .append(".1/24 scope global eth").append(d).append('\n');
    }
    return out.toString();
  }

  /// Addresses inside the table's prefixes, to be looked up.
  List<Ip> questions(int count) {
    var asked = new ArrayList<Ip>(count);
    for (int i = 0; i < count; i++) {
      Prefix p = prefixes.get(random.nextInt(prefixes.size()));
      long host = random.nextLong();
      if (family == Family.IPV4) {
        asked.add(Ip.v4(p.ip().low() | (p.length() == 32 ? 0 : (host & 0xffffffffL) >>> p.length())));
      } else {
        long high = p.length() >= 64 ? p.ip().high() : p.ip().high() | random.nextLong() >>> p.length();
        asked.add(p.length() == 128 ? p.ip() : Ip.v6(high, p.length() > 64 ? p.ip().low() | host >>> p.length() - 64 : host));
      }
    }
    return asked;
  }

  private Ip address() {
    if (family == Family.IPV6) return Ip.v6((0x2000L | random.nextInt(64)) << 48 | random.nextLong() >>> 16, random.nextLong());
    int block = 0;
    while (block == 0 || block == 10 || block == 127) block = 1 + (int) (Math.pow(random.nextDouble(), 1.3) * 223);
    return Ip.v4((long) block << 24 | random.nextInt(1 << 24));
  }

  private int length() {
    int[] lengths = family == Family.IPV4 ? LENGTHS4 : LENGTHS6;
    int all = 0;
    for (int i = 1; i < lengths.length; i += 2) all += lengths[i];
    int at = random.nextInt(all);
    int i = 1;
    while (at >= lengths[i]) {
      at -= lengths[i];
      i += 2;
    }
    return lengths[i - 1];
  }

  private int pick() {
    double x = random.nextDouble();
    return (int) (x * x * GATEWAYS);
  }

  private String gateway(int k) {
    return family == Family.IPV4 ? "192.168." + (100 + k % DEVICES) + "." + (2 + k / DEVICES)
        : "fd00:" + (k % DEVICES + 1) + "::" + Integer.toHexString(2 + k / DEVICES);
  }
}
