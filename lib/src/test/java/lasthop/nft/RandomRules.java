package lasthop.nft;

import java.util.List;
import java.util.random.RandomGenerator;

/// Random rulesets for packets on `lo`: conditions that often hold, verdicts of every kind, sets, maps and jumps.
/// What nft 1.0.6 leaves out when it lists a rule (`ct l3proto`, `ct protocol` before a
/// port, `ether type` before an address) cannot be predicted and is not here.
/// On each hook a chain behind connection tracking shows the conntrack state of the packet and switches tracing on.
final class RandomRules {
  private static final List<String> HOOKS = List.of("prerouting", "input", "output", "postrouting");
  private static final List<String> CONDITIONS = List.of(
      "ip saddr 127.0.0.1", "ip saddr != 127.0.0.1", "ip daddr 127.0.0.0/29", "ip daddr 127.0.0.2-127.0.0.9",
      "ip daddr { 127.0.0.1, 127.0.0.4/30 }", "ip daddr != { 127.0.0.2, 127.0.0.3 }", "ip6 saddr ::1", "ip6 daddr != ::1",
      "ip daddr & 255.0.0.255 == 127.0.0.2", "meta l4proto tcp", "meta l4proto { udp, icmp }", "meta l4proto != udp",
      "ip protocol udp", "ip protocol != tcp", "ip6 nexthdr udp", "meta nfproto ipv4", "meta nfproto ipv6", "meta protocol ip",
      "udp dport 53", "udp dport != 53", "udp dport { 53, 1000-2000 }", "udp dport 40-60", "udp dport > 1000", "udp dport <= 53",
      "tcp dport 81", "tcp dport != 81", "tcp dport 80-90", "tcp dport @ports", "th dport { 53, 81 }", "meta l4proto udp th dport 54",
      "@th,16,16 53", "tcp flags syn", "tcp flags == syn", "tcp flags != syn", "tcp flags ! syn", "tcp flags & (syn|ack) == syn",
      "tcp flags & (syn|ack) == syn|ack", "tcp flags & (fin|syn|rst|ack) != syn", "tcp flags rst", "tcp flags syn,rst",
      "tcp flags & rst == rst", "tcp flags { syn, rst | ack }", "icmp type echo-request", "icmp type { echo-reply, echo-request }",
      "icmp type != echo-request", "icmpv6 type echo-request", "ct state new", "ct state established", "ct state != new",
      "ct state new,established", "ct state { new, related }", "ct state invalid", "ct direction original", "ct direction reply",
      "iif lo", "iifname \"lo\"", "iifname \"l*\"", "iifname != \"eth0\"", "oif lo", "oifname \"lo\"", "oifname != \"lo\"",
      "oifname { \"lo\", \"e*\" }", "meta mark 0", "meta mark 1", "meta mark & 1 == 1", "meta mark & 2 != 2", "meta mark != 3",
      "meta mark > 1", "meta mark < 2", "meta mark { 1, 3-5 }", "meta mark and 0x6 == 0x4", "ip ttl 64", "ip ttl < 60", "ip dscp cs0", "ip dscp cs1",
      "ip dscp { cs1, af11 }", "ip6 hoplimit 64", "meta length > 60", "meta length 0-70", "ip length < 1000", "ip id 0", "ip version 4",
      "ip saddr . udp dport { 127.0.0.1 . 53, 127.0.0.1 . 1000-2000 }", "ip daddr . meta l4proto { 127.0.0.2 . tcp, 127.0.0.1 . udp }",
      "ip daddr . th dport @pairs", "ip daddr @hosts", "ip daddr != @hosts", "meta mark . ct state { 0 . new, 1 . new, 2 . established }",
      "fib daddr type local", "fib daddr type { local, broadcast }", "fib saddr type != local", "meta nftrace 1", "ip frag-off & 0x1fff == 0",
      "meta skuid 0", "meta skuid != 0", "meta skgid 0-5", "ct mark 0", "ct mark & 4 == 4", "ct status snat", 
      "udp length 8-20", "tcp sport > 1", "ct original ip saddr 127.0.0.1", "meta l4proto udp ct original proto-dst 53");
  private static final List<String> ACTIONS = List.of("meta mark set 1", "meta mark set meta mark or 2", "meta mark set meta mark xor 5",
      "meta mark set meta mark and 0xfffffffe", "counter", "meta mark set ct mark", "ct mark set meta mark", "ct mark set ct mark or 4",
      "ip dscp set cs1", "ip ttl set 50", "meta mark set ip daddr map { 127.0.0.1 : 1, 127.0.0.2 : 2 }", "meta mark set th dport map @marks",
      "log prefix \"x\"", "meta nftrace set 1", "tcp option maxseg size set 1000");
  private static final List<String> VERDICTS = List.of("accept", "drop", "return", "continue", "", "", "", "reject", "reject with icmpx admin-prohibited");
  private static final List<String> MAPS = List.of(
      "udp dport vmap { 53 : jump %s, 54 : accept, 1000-2000 : goto %s }", "ip daddr vmap { 127.0.0.1 : jump %s, 127.0.0.2 : return }",
      "ct state vmap { new : jump %s, established : accept, invalid : continue }", "meta l4proto vmap { tcp : jump %s, udp : goto %s }",
      "ip daddr . th dport vmap { 127.0.0.1 . 53 : jump %s, 127.0.0.0/28 . 80-90 : return }", "meta mark vmap { 1 : jump %s, 0 : continue }",
      "tcp dport vmap @verdicts", "iifname . oifname vmap { \"lo\" . \"lo\" : accept, \"\" . \"lo\" : jump %s }");

  private final RandomGenerator random;

  RandomRules(RandomGenerator random) {
    this.random = random;
  }

  String ruleset() {
    var text = new StringBuilder();
    text.append("table inet reveal {\n");
    for (String hook : HOOKS) {
      text.append("chain ").append(hook).append(" { type filter hook ").append(hook).append(" priority -199;\n");
      for (String state : List.of("new", "established", "related", "invalid", "untracked")) {
        text.append("ct state ").append(state).append(" meta nftrace set 1 comment \"").append(state).append("\"\n");
      }
      text.append("}\n");
    }
    text.append("}\n");
    table(text, "inet", "one");
    table(text, "ip", "two");
    return text.toString();
  }

  private void table(StringBuilder text, String family, String name) {
    text.append("table ").append(family).append(' ').append(name).append(" {\n")
        .append("set ports { type inet_service; flags interval; elements = { 81, 85-90 }; }\n")
        .append("set hosts { type ipv4_addr; flags interval; elements = { 127.0.0.2/31 }; }\n")
        .append("set pairs { type ipv4_addr . inet_service; elements = { 127.0.0.1 . 53, 127.0.0.2 . 81 }; }\n")
        .append("map marks { type inet_service : mark; elements = { 53 : 2, 81 : 3 }; }\n");
    for (int i = 4; i >= 0; i--) chain(text, "u" + i, i, family);
    text.append("map verdicts { type inet_service : verdict; elements = { 80 : accept, 81 : jump u3, 82 : drop }; }\n");
    for (String hook : HOOKS) {
      for (int i = 0; i < 2; i++) {
        int priority = random.nextInt(-190, 190);
        text.append("chain ").append(hook).append(i).append(" { type filter hook ").append(hook).append(" priority ")
            .append(random.nextBoolean() ? priority : 0).append("; policy ").append(random.nextInt(8) == 0 ? "drop" : "accept").append(";\n");
        text.append("counter\n");   // shows the packet as it came, before a rule changes it
        rules(text, 0, family, hook);
        text.append("}\n");
      }
    }
    text.append("}\n");
  }

  private void chain(StringBuilder text, String name, int depth, String family) {
    text.append("chain ").append(name).append(" {\n");
    rules(text, depth + 1, family, "");
    text.append("}\n");
  }

  private void rules(StringBuilder text, int depth, String family, String hook) {
    int count = random.nextInt(1, 7);
    for (int i = 0; i < count; i++) {
      String rule = rule(depth);
      boolean v6 = rule.contains("ip6") || rule.contains("icmpv6") || rule.contains("ipv6") || rule.contains("nfproto");
      boolean reject = rule.contains("reject") && !hook.equals("input") && !hook.equals("output");
      if (family.equals("ip") && v6 || reject) continue;
      if (rule.contains("verdicts") && depth > 0) continue;
      text.append(rule).append('\n');
    }
  }

  private String rule(int depth) {
    var rule = new StringBuilder();
    for (int i = random.nextInt(3); i > 0; i--) rule.append(pick(CONDITIONS)).append(' ');
    if (random.nextInt(5) == 0 && depth < 4) return rule + pick(MAPS).replace("%s", "u" + random.nextInt(depth, 5));
    if (random.nextInt(3) == 0) rule.append(pick(ACTIONS)).append(' ');
    if (random.nextInt(4) == 0 && depth < 4) {
      return rule + (random.nextInt(3) == 0 ? "goto u" : "jump u") + random.nextInt(depth, 5);
    }
    rule.append(pick(VERDICTS));
    return rule.isEmpty() ? "counter" : rule.toString();
  }

  private <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }
}
