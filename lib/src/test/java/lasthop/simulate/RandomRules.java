package lasthop.simulate;

import java.util.List;
import java.util.Map;
import java.util.Random;

/// Random input for iptables-restore: four tables, user chains, most of the matches and targets that decide a way.
final class RandomRules {
  private static final Map<String, List<String>> BUILT_IN = Map.of(
      "raw", List.of("PREROUTING", "OUTPUT"),
      "mangle", List.of("PREROUTING", "INPUT", "FORWARD", "OUTPUT", "POSTROUTING"),
      "nat", List.of("PREROUTING", "INPUT", "OUTPUT", "POSTROUTING"),
      "filter", List.of("INPUT", "FORWARD", "OUTPUT"));
  private static final List<String> USER = List.of("A", "B", "C");

  private final Random random;
  private final Namespaces world;
  private final StringBuilder out = new StringBuilder();

  RandomRules(Random random, Namespaces world) {
    this.random = random;
    this.world = world;
  }

  String text() {
    for (String table : List.of("raw", "mangle", "nat", "filter")) {
      if (table.equals("raw") || random.nextInt(5) > 0) table(table);
    }
    return out.toString();
  }

  private void table(String table) {
    out.append('*').append(table).append('\n');
    for (String chain : BUILT_IN.get(table)) {
      boolean drop = table.equals("filter") && random.nextInt(6) == 0;
      out.append(':').append(chain).append(drop ? " DROP" : " ACCEPT").append(" [0:0]\n");
    }
    for (String chain : USER) out.append(':').append(chain).append(" - [0:0]\n");
    if (table.equals("raw")) {
      for (String chain : BUILT_IN.get(table)) {
        for (String what : List.of("-p tcp --dport 7000:7999", "-p udp --dport 7000:7999", "-p icmp --icmp-type 8")) {
          out.append("-A ").append(chain).append(' ').append(what).append(" -j TRACE\n");
        }
      }
    }
    for (String chain : BUILT_IN.get(table)) {
      for (int n = random.nextInt(4); n > 0; n--) rule(table, chain, chain, 0);
    }
    for (int i = 0; i < USER.size(); i++) {
      for (int n = random.nextInt(5); n > 0; n--) rule(table, USER.get(i), "", i + 1);
    }
    out.append("COMMIT\n");
  }

  private void rule(String table, String chain, String hook, int firstUser) {
    StringBuilder rule = new StringBuilder("-A ").append(chain);
    for (int n = random.nextInt(3); n > 0; n--) rule.append(' ').append(match(table, hook));
    String target = target(table, hook, firstUser);
    boolean ports = target.contains("--to") && (target.contains(":7") || target.contains(":9") || target.contains("ports "));
    if (ports && !rule.toString().contains("-p ")) rule.append(" -p tcp");
    if (target.startsWith("-p tcp ") && once(rule.toString()).contains("-p ")) target = "";
    out.append(once(rule.toString())).append(target.isEmpty() ? "" : " " + target).append('\n');
  }

  /// A rule may say `-p` and the like only once; the second is dropped with what follows it.
  private static String once(String rule) {
    for (String word : List.of(" -p ", " -s ", " ! -s ", " -d ", " -i ", " -o ", " -m ")) {
      int first = rule.indexOf(word);
      int second = first < 0 ? -1 : rule.indexOf(word, first + 1);
      if (second >= 0) return rule.substring(0, second);
    }
    return rule;
  }

  private String match(String table, String hook) {
    boolean inSide = !hook.equals("OUTPUT") && !hook.equals("POSTROUTING") && !hook.isEmpty();
    boolean outSide = !hook.equals("PREROUTING") && !hook.equals("INPUT") && !hook.isEmpty();
    int port = 7000 + random.nextInt(4);
    return switch (random.nextInt(world.hasSets() ? 40 : 36)) {
      case 0 -> "-s 10.91.1.0/24";
      case 1 -> "-d 10.91.2.0/24";
      case 2 -> "! -s 10.91.1.0/24";
      case 3 -> "-p tcp --dport " + port;
      case 4 -> "-p udp --dport 7000:" + port;
      case 5 -> "-p icmp --icmp-type 8";
      case 6 -> "-p tcp -m tcp --tcp-flags SYN,ACK SYN";
      case 7 -> inSide ? "-i " + world.left() : outSide ? "-o " + world.right() : "-p tcp";
      case 8 -> "-m mark --mark 0x" + Integer.toHexString(random.nextInt(4)) + "/0x3";
      case 9 -> table.equals("raw") ? "-m ttl --ttl-gt 63" : "-m conntrack --ctstate " + List.of("NEW", "ESTABLISHED", "INVALID",
          "RELATED,ESTABLISHED", "NEW,UNTRACKED", "DNAT", "SNAT").get(random.nextInt(7));
      case 10 -> "-m ttl --ttl-lt 64";
      case 11 -> "-m length --length 20:" + (40 + random.nextInt(40));
      case 12 -> "-m addrtype --dst-type " + List.of("LOCAL", "UNICAST", "BROADCAST").get(random.nextInt(3));
      case 13 -> "-p tcp -m multiport --dports 7000," + port;
      case 14 -> "-m comment --comment \"a comment\"";
      case 15 -> "-m tos --tos 0x" + Integer.toHexString(random.nextInt(2) * 16) + "/0xff";
      case 16 -> "-m pkttype --pkt-type unicast";
      case 17 -> "-m dscp --dscp 0x0" + random.nextInt(5);
      case 18 -> table.equals("raw") ? "-m ttl --ttl-eq 64" : "-m connmark --mark 0x" + random.nextInt(4) + "/0x3";
      case 19 -> table.equals("raw") ? "-p udp" : "-m conntrack --ctorigdst 10.91.2.0/24";
      case 20 -> table.equals("raw") ? "-p tcp" : "-m conntrack ! --ctreplsrc 10.91.2.2";
      case 21 -> table.equals("raw") ? "-p icmp" : "-m conntrack --ctdir " + (random.nextBoolean() ? "ORIGINAL" : "REPLY");
      case 22 -> table.equals("raw") ? "! -p icmp" : "-m conntrack --ctproto " + (random.nextBoolean() ? 6 : 17);
      case 23 -> table.equals("raw") ? "-p tcp --syn" : "-m conntrack --ctstatus " + List.of("NONE", "CONFIRMED", "SEEN_REPLY").get(random.nextInt(3));
      case 24 -> "-p tcp -m tcpmss --mss " + (random.nextBoolean() ? "1400:1500" : "1:500");
      case 25 -> hook.equals("PREROUTING") && !table.equals("nat") ? "-m rpfilter" + List.of("", " --loose", " --invert", " --validmark").get(random.nextInt(4)) : "-p tcp";
      case 26 -> "-m addrtype --src-type " + List.of("LOCAL", "UNICAST", "UNSPEC").get(random.nextInt(3));
      case 27 -> inSide ? "-m addrtype --dst-type LOCAL --limit-iface-in" : outSide ? "-m addrtype --src-type LOCAL --limit-iface-out" : "-p udp";
      case 28 -> "! -d 10.91.2.0/24";
      case 29 -> inSide ? "! -i " + world.left() : outSide ? "! -o " + world.left() : "-f";
      case 30 -> outSide && !inSide ? "-m owner --uid-owner " + random.nextInt(2) : "-m length ! --length 50:70";
      case 31 -> "-m multiport ! --ports 7001,7003 -p tcp";
      case 32 -> "-p udp -m multiport --sports 1024:65535";
      case 33 -> "-m physdev --physdev-is-bridged";
      case 34 -> table.equals("raw") ? "-p udp" : "-m state --state " + List.of("NEW", "INVALID", "UNTRACKED").get(random.nextInt(3));
      case 35 -> "-p tcp --sport 1024:65535";
      case 36, 37, 38, 39 -> "-m set " + (random.nextInt(3) == 0 ? "! " : "") + "--match-set " + List.of("hosts dst", "hosts src", "nets src", "nets dst",
          "services dst,dst", "services dst", "ports dst", "ports src", "either dst,dst", "either dst", hook.equals("PREROUTING") || hook.equals("INPUT") ? "from src,src" : "hosts src,dst")
          .get(random.nextInt(11));
      default -> "-m iprange --dst-range 10.91.2.1-10.91.2." + (1 + random.nextInt(3));
    };
  }

  private String target(String table, String hook, int firstUser) {
    int roll = random.nextInt(12);
    if (roll < 4 && firstUser < USER.size()) {
      return (roll == 0 ? "-g " : "-j ") + USER.get(firstUser + random.nextInt(USER.size() - firstUser));
    }
    if (roll == 4) return "-j RETURN";
    if (roll == 5) return "-j ACCEPT";
    if (roll == 6) return "";
    return switch (table) {
      case "raw" -> random.nextInt(4) == 0 ? "-j NOTRACK" : "";
      case "mangle" -> List.of("-j MARK --set-xmark 0x1/0x1", "-j MARK --set-xmark 0x2/0xffffffff", "-j TOS --set-tos 0x10/0x3f",
          "-j TTL --ttl-dec 1", "-j TTL --ttl-set 70", "-j CONNMARK --save-mark", "-j CONNMARK --restore-mark",
          "-j CONNMARK --set-xmark 0x3/0x3", "-j DSCP --set-dscp 0x04", "-j MARK --set-xmark 0x64/0xffffffff",
          "-j MARK --set-xmark 0x65/0xffffffff", "-j CONNMARK --save-mark --nfmask 0x1 --ctmask 0x3", "-j CONNMARK --restore-mark --nfmask 0x2 --ctmask 0x2",
          "-j MARK --xor-mark 0x3", "-j MARK --and-mark 0x2", "-j TTL --ttl-inc 3", "-j CONNMARK --or-mark 0x1",
          hook.equals("PREROUTING") ? "-p tcp -j TPROXY --on-port 7001 --tproxy-mark 0x1/0x1" : "-j MARK --or-mark 0x2")
          .get(random.nextInt(18));
      case "nat" -> translation(hook);
      default -> roll == 7 ? "-j DROP" : roll == 8 ? "-j REJECT --reject-with " + List.of("icmp-host-prohibited", "icmp-port-unreachable",
          "icmp-net-unreachable", "icmp-admin-prohibited").get(random.nextInt(4)) : roll == 9 ? "-p tcp -j REJECT --reject-with tcp-reset" : "";
    };
  }

  private String translation(String hook) {
    return switch (hook) {
      case "PREROUTING", "OUTPUT" -> List.of("-j DNAT --to-destination 10.91.2.2", "-j DNAT --to-destination 10.91.2.2:7001",
          "-j DNAT --to-destination 10.91.2.1-10.91.2.9", "-j REDIRECT --to-ports 7002", "-j REDIRECT",
          "-j DNAT --to-destination 10.91.9.9", "-j DNAT --to-destination 127.0.0.1",
          "-j DNAT --to-destination 10.91.1.1", "-j NETMAP --to 10.91.2.0/24", "-j DNAT --to-destination 10.91.2.2:7001-7003",
          "-j REDIRECT --to-ports 7001-7002", "-j DNAT --to-destination 10.91.1.2", "-j NETMAP --to 10.91.2.0/30",
          "-j DNAT --to-destination 10.91.2.1-10.91.2.3 --persistent").get(random.nextInt(14));
      case "POSTROUTING" -> List.of("-j MASQUERADE", "-j SNAT --to-source 10.91.2.1-10.91.2.7", "-j SNAT --to-source 10.91.7.7",
          "-j NETMAP --to 10.91.7.0/24", "-j SNAT --to-source 10.91.2.1:9100", "-j SNAT --to-source 10.91.7.1-10.91.7.3 --persistent",
          "-j MASQUERADE --to-ports 9200").get(random.nextInt(7));
      case "INPUT" -> random.nextBoolean() ? "-j SNAT --to-source 10.91.3.3" : "-j NETMAP --to 10.91.3.0/28";
      default -> "";
    };
  }
}
