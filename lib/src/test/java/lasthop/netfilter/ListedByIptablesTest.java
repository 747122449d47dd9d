package lasthop.netfilter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import lasthop.ip.Family;
import lasthop.netfilter.Listing.ListedChain;
import lasthop.netfilter.Listing.ListedRule;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Random rules loaded by the installed iptables in a network namespace of their own: what `-L` prints of them holds the
/// chains, targets, addresses, devices and counters of what `iptables-save -c` prints, and `-S` the same rules.
class ListedByIptablesTest {
  private static final String MARK = "=====\n";
  private static final String[] LISTINGS = {"-nvx", "-nvx --line-numbers", "-nv", "-nv --line-numbers", "-n", "-n --line-numbers"};
  private static final List<String> CHAINS = List.of("Chain", "x-A", "end-p", "odd(", "#hash", "target", "pkts", "ABCDEFGHIJKLMNOPQRSTUVWXYZ12");

  @ParameterizedTest
  @ValueSource(strings = {"iptables-legacy", "ip6tables-legacy", "iptables-nft", "ip6tables-nft"})
  void listingsHoldWhatWasSaved(String tool) throws Exception {
    Assumptions.assumeTrue(run("", "id", "-u").equals("0\n"), "skipped: needs root");
    Assumptions.assumeTrue(run("", "unshare", "-n", tool, "--version").startsWith("iptables v1.8.9 ")
        || run("", "unshare", "-n", tool, "--version").startsWith("ip6tables v1.8.9 "), "skipped: needs namespaces and " + tool + " 1.8.9");
    long seed = System.nanoTime();
    System.out.println("ListedByIptablesTest seed " + seed);
    Family family = tool.startsWith("ip6") ? Family.IPV6 : Family.IPV4;
    var script = new StringBuilder(tool + "-restore -c <<'END-OF-RULES'\n" + rules(new Random(seed), family) + "END-OF-RULES\n");
    script.append(tool).append("-save -c; printf '").append(MARK.strip()).append("\\n'; ").append(tool).append(" -S\n");
    for (String listing : LISTINGS) script.append("printf '").append(MARK.strip()).append("\\n'; ").append(tool).append(" -L ").append(listing).append('\n');
    String[] printed = run(script.toString(), "unshare", "-n", "sh", "-s").split(MARK, -1);
    Ruleset saved = IptablesSave.read(printed[0], "save", family);
    assertTrue(saved.report().isClean(), () -> saved.report().toString());
    Ruleset asRules = IptablesSave.read(printed[1], "S", family);
    assertTrue(asRules.report().isClean(), () -> asRules.report().toString());
    assertTrue(saved.tables().get(0).chains().stream().mapToInt(c -> c.rules().size()).sum() > 200, printed[0]);
    for (Chain chain : saved.tables().get(0).chains()) {
      assertEquals(words(chain), words(named(asRules, chain.name())));
      for (int i = 0; i < LISTINGS.length; i++) {
        Listing listing = Listing.read(printed[i + 2], LISTINGS[i]);
        assertTrue(listing.report().isClean(), () -> listing.report().toString());
        ListedChain listed = listing.chains().stream().filter(c -> c.name().equals(chain.name())).findFirst().orElseThrow();
        assertEquals(chain.policy().map(Policy::toString), listed.policy());
        assertEquals(chain.rules().size(), listed.rules().size());
        for (int n = 0; n < listed.rules().size(); n++) same(chain.rules().get(n), n, listed.rules().get(n), LISTINGS[i], family);
      }
    }
  }

  private static Chain named(Ruleset ruleset, String name) {
    return ruleset.tables().get(0).chains().stream().filter(c -> c.name().equals(name)).findFirst().orElseThrow();
  }

  private static List<String> words(Chain chain) {
    return chain.rules().stream().map(Rule::toString).toList();
  }

  /// Compares with the saved words, which the recorded spellings vouch for.
  private static void same(Rule rule, int n, ListedRule listed, String how, Family family) {
    String words = " " + rule.toString().replaceAll("--comment (\"(\\\\.|[^\"])*\"|\\S+)", "") + " ";
    assertEquals(n + 1, listed.number());
    assertEquals(after(words, "-[jg]"), listed.target(), rule.toString());
    String any = family == Family.IPV4 ? "0.0.0.0/0" : "::/0";
    String host = family == Family.IPV4 ? "/32$" : "/128$";
    assertEquals(value(words, "-s", any).replaceAll(host, ""), listed.source(), rule.toString());
    assertEquals(value(words, "-d", any).replaceAll(host, ""), listed.destination(), rule.toString());
    assertEquals(how.contains("v"), listed.counters().isPresent());
    if (!how.contains("v")) return;
    assertEquals(Optional.of(value(words, "-i", "*")), listed.in(), rule.toString());
    assertEquals(Optional.of(value(words, "-o", "*")), listed.out(), rule.toString());
    Counters exact = rule.counters().orElseThrow();
    Counters read = listed.counters().get();
    boolean whole = how.contains("x");
    assertEquals(whole ? exact : new Counters(rounded(exact.packets()), rounded(exact.bytes())), read);
  }

  /// Above 99,999 to thousands, above 9,999 of those to millions, and so on to T.
  private static long rounded(long count) {
    long unit = 1;
    long left = count;
    while (left > (unit == 1 ? 99_999 : 9_999) && unit < 1_000_000_000_000L) {
      left = (left + 500) / 1000;
      unit *= 1000;
    }
    return left * unit;
  }

  private static Optional<String> after(String words, String option) {
    var found = java.util.regex.Pattern.compile("(! )?" + option + " (\\S+) ").matcher(words);
    if (!found.find()) return Optional.empty();
    return Optional.of((found.group(1) == null ? "" : "!") + found.group(2));
  }

  private static String value(String words, String option, String absent) {
    return after(words, option).orElse(absent);
  }

  private static String rules(Random random, Family family) {
    var out = new StringBuilder("*filter\n:INPUT DROP [12:3456]\n:FORWARD ACCEPT [123456789:98765432101]\n:OUTPUT ACCEPT [0:0]\n");
    for (String chain : CHAINS) out.append(':').append(chain).append(" - [0:0]\n");
    for (int i = 0; i < 300; i++) {
      String chain = i % 3 == 0 ? "FORWARD" : CHAINS.get(random.nextInt(4));
      long packets = random.nextLong(1L << random.nextInt(1, 44));
      out.append('[').append(packets).append(':').append(packets * random.nextInt(1500)).append("] -A ").append(chain);
      out.append(ends(random, family)).append(rest(random, family)).append('\n');
    }
    return out.append("COMMIT\n").toString();
  }

  private static String ends(Random random, Family family) {
    String[] nets = family == Family.IPV4 ? new String[] {"10.0.0.0/8", "192.168.100.200", "192.168.100.200/29", "10.0.0.0/255.0.255.0"}
        : new String[] {"fd00::/8", "fe80::1", "2001:db8:1111:2222:3333:4444:5555:6666", "fd00::/ffff:0:ffff::"};
    String[] devices = {"eth0", "x", "verylongdevice1", "eth+", "--", "-f"};
    String negated = random.nextInt(4) == 0 ? " !" : "";
    return (random.nextBoolean() ? negated + " -s " + nets[random.nextInt(4)] : "")
        + (random.nextBoolean() ? negated + " -d " + nets[random.nextInt(4)] : "")
        + (random.nextInt(3) == 0 ? negated + " -i " + devices[random.nextInt(family == Family.IPV4 ? 6 : 4)] : "")
        + (random.nextInt(3) == 0 ? " -o " + devices[random.nextInt(4)] : "");
  }

  private static String rest(Random random, Family family) {
    String icmp = family == Family.IPV4 ? " -p icmp -m icmp --icmp-type 8" : " -p ipv6-icmp -m icmp6 --icmpv6-type 128";
    String[] matches = {"", " -p tcp -m tcp --dport 22", " -p 253", " ! -p 47", icmp, family == Family.IPV4 ? " -f" : " -p udp",
        " -m comment --comment \"it's \\\"quoted\\\" -A x -j DROP\" -m comment --comment two", " -m comment --comment \"Chain X (policy DROP)\""};
    var targets = new ArrayList<>(List.of("", " -j ACCEPT", " -j DROP", " -j RETURN", " -j REJECT", " -j LOG --log-prefix \"a  b \""));
    for (String chain : CHAINS.subList(4, CHAINS.size())) targets.add((random.nextBoolean() ? " -j " : " -g ") + chain);
    return matches[random.nextInt(matches.length)] + targets.get(random.nextInt(targets.size()));
  }

  private static String run(String input, String... command) throws IOException, InterruptedException {
    Process process;
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      return "";
    }
    try (var out = process.getOutputStream()) {
      out.write(input.getBytes(StandardCharsets.UTF_8));
    }
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor(60, TimeUnit.SECONDS);
    return output;
  }
}
