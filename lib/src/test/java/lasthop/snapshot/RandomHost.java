package lasthop.snapshot;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// A random host as the commands that build it, and questions worth asking it.
final class RandomHost {
  private static final List<String> REJECTS = List.of("unreachable", "prohibit", "blackhole", "throw");

  /// Set before any device exists: no duplicate address detection, which would make answers hang on time.
  static final List<String> QUIET = List.of("net.ipv6.conf.default.accept_dad=0", "net.ipv6.conf.default.dad_transmits=0",
      "net.ipv6.conf.default.router_solicitations=0", "net.ipv6.conf.default.accept_ra=0");

  final List<String> links = new ArrayList<>();
  final List<String> commands = new ArrayList<>();
  final List<String> sysctls = new ArrayList<>();
  final List<String> lateSysctls = new ArrayList<>();
  final List<String> lateLinks = new ArrayList<>();
  private final Random random;
  private final boolean v6;
  private final List<String> devices = new ArrayList<>();
  private final List<String> gateways = new ArrayList<>();
  private final List<String> addresses = new ArrayList<>();
  private final List<int[]> marksAndTos = new ArrayList<>();

  RandomHost(Random random, boolean v6) {
    this.random = random;
    this.v6 = v6;
    links.add("link set lo up");
    int count = 2 + random.nextInt(3);
    for (int i = 0; i < count; i++) device("eth" + i, i);
    if (chance(20)) device("br0", count, "bridge");
    for (int i = 0; i < 4 + random.nextInt(14); i++) commands.add(route());
    if (chance(60)) {
      // Rules change what a gateway is looked up in, so that it matters whether they or the routes are there first.
      int first = chance(30) ? commands.size() : commands.size() - random.nextInt(4);
      for (int i = 0; i < 1 + random.nextInt(7); i++) commands.add(first, rule());
    }
    if (chance(40)) nexthops();
    if (chance(25)) for (String gateway : gateways) if (chance(60)) commands.add(neighbour(gateway));
    settings();
    if (chance(30)) lateLinks.add("link set p" + random.nextInt(count) + " down");
    if (chance(15)) lateLinks.add("link set eth" + random.nextInt(count) + " down");
    if (chance(20)) lateLinks.add("link set eth0 group 7");
    addresses.addAll(v6 ? List.of("::1", "ff02::1", "ff0e::5", "2001:db8:ffff::9", "fe80::9", "::")
        : List.of("127.0.0.1", "127.9.9.9", "255.255.255.255", "224.0.0.1", "239.1.2.3", "0.0.0.0", "0.1.2.3", "8.8.8.8", "240.0.0.9"));
  }

  private void device(String dev, int i) {
    device(dev, i, "veth peer name p" + i);
  }

  private void device(String dev, int i, String type) {
    devices.add(dev);
    links.add("link add " + dev + " address 02:00:00:00:00:1" + i + " type " + type);
    links.add("link set " + dev + " up");
    if (!chance(10)) links.add("link set p" + i + " up");
    String net = network();
    int length = v6 ? pick(List.of(64, 64, 127)) : pick(List.of(24, 24, 25, 28, 30, 31));
    String mine = host(net, 2);
    String gateway = host(net, 1);
    gateways.add(gateway + " dev " + dev);
    addresses.add(mine);
    addresses.add(gateway);
    addresses.add(host(net, 3));
    String extra = v6 ? " nodad" : chance(60) ? " brd +" : "";
    commands.add("addr add " + mine + "/" + length + extra + " dev " + dev);
    if (chance(30)) {
      String second = chance(50) ? host(net, 3) : host(network(), 2);
      addresses.add(second);
      String scope = v6 ? pick(List.of(" nodad", " nodad preferred_lft 0")) : pick(List.of("", " scope link", " scope host"));
      commands.add("addr add " + second + "/" + pick(v6 ? List.of(64, 128) : List.of(24, 32, length)) + " dev " + dev + scope);
    }
    if (chance(15)) {
      String peer = host(network(), 9);
      addresses.add(peer);
      commands.add("addr add " + host(network(), 8) + " peer " + peer + (v6 ? "/128" : pick(List.of("/32", "/24"))) + (v6 ? " nodad" : "") + " dev " + dev);
    }
  }

  /// Few networks, so that prefixes and questions meet.
  private String network() {
    return v6 ? "2001:db8:" + random.nextInt(5) + ":" + random.nextInt(3) + "::"
        : "10." + random.nextInt(4) + "." + random.nextInt(4) + ".0";
  }

  private String host(String net, int number) {
    return v6 ? net + number : net.substring(0, net.lastIndexOf('.') + 1) + number;
  }

  private String prefix() {
    if (chance(20)) return "default";
    if (v6) return pick(List.of("2001:db8::/32", "2001:db8:" + random.nextInt(5) + "::/48", network() + "/64",
        host(network(), 3) + "/128", "fe80::/10"));
    return pick(List.of("10.0.0.0/8", "10." + random.nextInt(4) + ".0.0/16", network() + "/24", network() + "/26",
        host(network(), 3) + "/32", "127.9.0.0/16", "224.0.0.0/4", "0.0.0.0/1"));
  }

  private String table() {
    return pick(List.of("", "", "", " table 100", " table 101", " table default", " table local"));
  }

  private String route() {
    String tail = table() + (chance(40) ? " metric " + pick(List.of(1, 50, 100, 1024, 5000)) : "");
    if (chance(15)) tail += " " + pick(v6 ? List.of("mtu 1400", "mtu lock 1300", "hoplimit 5")
        : List.of("mtu 1400", "mtu lock 1300", "advmss 1200", "realm 5", "realm 3/5", "window 4000", "rto_min 40ms"));
    if (chance(20)) return "route append " + pick(REJECTS) + " " + prefix() + tail;
    if (!v6 && chance(6)) return "route append " + pick(List.of("broadcast", "anycast", "multicast")) + " " + prefix() + " dev " + pick(devices) + tail;
    if (!v6 && chance(6)) return "route append " + prefix() + " via inet6 fe80::" + random.nextInt(3) + " dev " + pick(devices) + tail;
    if (!v6 && chance(12)) return "route append " + prefix() + " tos " + pick(List.of("0x04", "0x08", "0x10")) + tail + hop();
    if (v6 && chance(12)) return "route append " + prefix() + " from 2001:db8:" + random.nextInt(5) + "::/48" + hop() + tail;
    if (chance(10)) return "route append local " + (v6 ? host(network(), 7) + "/128 dev lo" : network() + "/28 dev " + pick(List.of("lo", pick(devices))) + tail);
    if (chance(15)) return "route append " + prefix() + tail + " nexthop" + hop() + " nexthop" + hop() + " weight " + (1 + random.nextInt(9))
        + (chance(40) ? " nexthop" + hop() + " weight 2" : "");
    if (v6 && chance(10)) return "route append " + prefix() + hop() + " src " + pick(addresses) + tail;
    if (!v6 && chance(10)) return "route append " + prefix() + hop() + " src " + pick(addresses) + tail;
    if (!v6 && chance(8)) return "route append " + prefix() + " dev " + pick(devices) + " scope " + pick(List.of("link", "host"));
    if (v6 && chance(15)) return "route append " + prefix() + hop() + " pref " + pick(List.of("low", "high")) + tail;
    return "route append " + prefix() + hop() + tail + (!v6 && chance(20) ? " onlink" : "");
  }

  private String hop() {
    return chance(75) ? " via " + pick(gateways) : " dev " + pick(devices);
  }

  private void nexthops() {
    for (int i = 0; i < 2; i++) commands.add("nexthop add id " + (i + 1) + " via " + gateways.get(i));
    commands.add("nexthop add id 3 blackhole");
    commands.add("nexthop add id 4 via " + gateways.getLast() + (chance(30) ? " onlink" : ""));
    commands.add("nexthop add id 5 dev " + pick(devices));
    commands.add("nexthop add id 9 group 1/5," + (1 + random.nextInt(5)));
    commands.add("nexthop add id 10 group 1/2");
    commands.add("nexthop add id 11 group 1,2/4/2," + (1 + random.nextInt(5)));
    commands.add("nexthop add id 12 group 1/2,2 type resilient buckets 8");
    if (v6) {
      // IPv6 results are kept in the object for all its routes and name the one that was asked first: no two share any.
      for (int id : List.of(pick(List.of(3, 5)), pick(List.of(1, 2, 4, 10, 11, 12)))) commands.add("route append " + prefix() + " nhid " + id);
    } else {
      for (int i = 0; i < 5; i++) commands.add("route append " + prefix() + " nhid " + pick(List.of(1, 2, 3, 4, 5, 9, 10, 11, 12)) + table());
    }
    if (chance(30)) sysctls.add("net.ipv4.nexthop_compat_mode=0");
  }

  private String neighbour(String gateway) {
    String state = pick(List.of("permanent", "reachable", "stale", "noarp", "failed", "incomplete"));
    return "neigh add " + gateway + (state.equals("failed") || state.equals("incomplete") ? "" : " lladdr 02:00:00:00:00:99") + " nud " + state;
  }

  private String rule() {
    int priority = 1 + random.nextInt(40000);
    var words = new StringBuilder("rule add priority ").append(priority);
    if (chance(12)) words.append(" not");
    if (chance(30)) words.append(" from ").append(network()).append(v6 ? "/64" : "/24");
    if (chance(25)) words.append(" to ").append(network()).append(v6 ? "/48" : "/16");
    if (chance(20)) words.append(" fwmark ").append(pick(List.of("0x1", "0x10/0xf0", "0x7/0x3")));
    if (chance(15)) words.append(" iif ").append(chance(30) ? "lo" : pick(devices));
    if (chance(15)) words.append(" oif ").append(pick(devices));
    if (chance(12)) words.append(" tos ").append(pick(List.of("0x08", "0x10")));
    if (chance(12)) words.append(" uidrange ").append(pick(List.of("0-0", "1-99999", "500-2000")));
    if (chance(15)) words.append(" ipproto ").append(pick(List.of("tcp", "udp", v6 ? "ipv6-icmp" : "icmp"))).append(chance(50) ? " dport 80-90" : "");
    if (!v6 && chance(15)) words.append(" realms ").append(pick(List.of("7", "8/9")));
    words.append(pick(List.of(" lookup 100", " lookup 101", " lookup main", " lookup main suppress_prefixlength 0",
        " lookup main suppress_ifgroup 7", " lookup 999", " prohibit", " unreachable", " blackhole", " nop",
        " goto " + (priority + 1 + random.nextInt(9000)))));
    return words.toString();
  }

  private void settings() {
    sysctls.add("net.ipv4.fib_multipath_hash_seed=" + (1 + random.nextInt(1 << 30)));
    sysctls.add("net.ipv4.fib_multipath_hash_policy=" + random.nextInt(4));
    sysctls.add("net.ipv6.fib_multipath_hash_policy=" + random.nextInt(4));
    if (chance(40)) sysctls.add("net.ipv4.fib_multipath_hash_fields=" + pick(List.of(3, 7, 55, 0x33)));
    if (chance(40)) sysctls.add("net.ipv6.fib_multipath_hash_fields=" + pick(List.of(3, 7, 55, 0x33)));
    if (chance(30)) sysctls.add("net.ipv4.fib_multipath_use_neigh=1");
    sysctls.add("net.ipv4.ip_forward=" + random.nextInt(2));
    sysctls.add("net.ipv6.conf.all.forwarding=" + random.nextInt(2));
    var scopes = new ArrayList<>(devices);
    scopes.add("all");
    for (String dev : scopes) {
      sysctls.add("net.ipv4.conf." + dev + ".rp_filter=" + pick(List.of(0, 0, 1, 2)));
      for (String key : List.of("accept_local", "src_valid_mark", "ignore_routes_with_linkdown", "bc_forwarding",
          "send_redirects", "shared_media")) {
        if (chance(20)) sysctls.add("net.ipv4.conf." + dev + "." + key + "=" + random.nextInt(2));
      }
      // A route keeps what this was when it was made, so it is changed after them all.
      if (chance(20)) lateSysctls.add("net.ipv4.conf." + dev + ".route_localnet=1");
      if (chance(25)) sysctls.add("net.ipv6.conf." + dev + ".ignore_routes_with_linkdown=1");
    }
  }

  List<String> questions(int count) {
    var asked = new ArrayList<String>();
    for (int i = 0; i < count; i++) asked.add(question());
    return asked;
  }

  private String question() {
    var words = new StringBuilder();
    if (chance(60)) words.append("from ").append(address()).append(' ');
    words.append("to ").append(address());
    if (chance(50)) words.append(" iif ").append(chance(6) ? "lo" : pick(devices));
    else if (chance(25)) words.append(" oif ").append(pick(devices));
    if (chance(20)) words.append(" mark ").append(pick(List.of("0x1", "0x10", "0x7", "0x13")));
    if (chance(15)) words.append(" tos ").append(pick(List.of("0x04", "0x08", "0x10", "0x1c")));
    if (chance(15)) words.append(" uid ").append(pick(List.of(0, 1000)));
    if (chance(25)) words.append(" ipproto ").append(pick(List.of("tcp", "udp", v6 ? "ipv6-icmp" : "icmp")))
        .append(chance(70) ? " sport 1234 dport " + pick(List.of(80, 443)) : "");
    return words.toString();
  }

  private String address() {
    return chance(70) ? pick(addresses) : host(network(), pick(List.of(1, 2, 3, 77)));
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  private <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
