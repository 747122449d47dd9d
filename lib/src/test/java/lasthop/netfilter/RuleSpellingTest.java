package lasthop.netfilter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import lasthop.ip.Family;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/// Every option of every match and target in many spellings, and what iptables 1.8.9 on Linux 6.18 made of each:
/// the text it saved, or that it refused the rule.
class RuleSpellingTest {
  private static final int ASKED_AGAIN = 1500;

  /// @param saved lines divided by `|||`, or `refused`
  private record Case(String family, String table, String rule, String saved) {
    static Case parse(String line) {
      String[] parts = line.split("\t", -1);
      return new Case(parts[0], parts[1], parts[2], parts[3]);
    }

    String text() {
      return "*" + table + "\n" + rule + "\nCOMMIT\n";
    }
  }

  private static List<Case> cases() throws IOException {
    try (var in = new BufferedReader(new InputStreamReader(new GZIPInputStream(
        RuleSpellingTest.class.getResourceAsStream("spellings.txt.gz")), StandardCharsets.UTF_8))) {
      return in.lines().map(Case::parse).toList();
    }
  }

  private static String ours(Case c) {
    Ruleset read = IptablesSave.read(c.text(), "rules", c.family().equals("6") ? Family.IPV6 : Family.IPV4);
    if (!read.report().unread().isEmpty()) return "refused";
    return read.tables().stream().flatMap(t -> t.chains().stream()).flatMap(ch -> ch.rules().stream())
        .map(Rule::toString).collect(Collectors.joining("|||"));
  }

  @Test void everySpellingPrintsAsIptablesSavedItOrIsRefusedAsItRefused() throws IOException {
    var wrong = new ArrayList<String>();
    for (Case c : cases()) {
      String ours = ours(c);
      if (!ours.equals(c.saved())) wrong.add(c.rule() + "\n  iptables: " + c.saved() + "\n  ours:     " + ours);
    }
    assertEquals(List.of(), wrong);
  }

  @Test void theInstalledIptablesStillAgrees() throws Exception {
    Assumptions.assumeTrue(run("", "id", "-u").equals("0\n"), "skipped: needs root");
    Assumptions.assumeTrue(run("", "unshare", "-n", "iptables-legacy", "--version").startsWith("iptables v1.8.9 "),
        "skipped: needs network namespaces and iptables-legacy 1.8.9");
    long seed = System.nanoTime();
    System.out.println("RuleSpellingTest seed " + seed);
    var shuffled = new ArrayList<>(cases());
    java.util.Collections.shuffle(shuffled, new java.util.Random(seed));
    List<Case> some = shuffled.subList(0, ASKED_AGAIN);
    String[] answers = run(script(some), "unshare", "-n", "sh", "-s").split("\0", -1);
    var wrong = new ArrayList<String>();
    for (int i = 0; i < some.size(); i++) {
      String saved = answers[i].strip().replace("\n", "|||");
      if (!saved.equals(some.get(i).saved())) wrong.add(some.get(i).rule() + "\n  now: " + saved);
    }
    assertTrue(wrong.isEmpty(), wrong.toString());
  }

  /// For each case what was saved, or `refused`, ended by a zero octet.
  private static String script(List<Case> cases) {
    var out = new StringBuilder();
    for (Case c : cases) {
      String tool = c.family().equals("6") ? "ip6tables-legacy" : "iptables-legacy";
      out.append(tool).append("-restore 2>/dev/null <<'END-OF-RULES'\n").append(c.text()).append("END-OF-RULES\n");
      // a save may warn: of a missing /etc/xtables/connlabel.conf, for one
      out.append("if [ $? = 0 ]; then ").append(tool).append("-save -t ").append(c.table());
      out.append(" 2>/dev/null | grep '^-A'; else echo refused; fi; printf '\\0'\n");
    }
    return out.toString();
  }

  private static String run(String input, String... command) throws IOException, InterruptedException {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      var feeder = new Thread(() -> {
        try (var out = process.getOutputStream()) {
          out.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
          // the program ended without reading on; its output tells
        }
      });
      feeder.start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      process.waitFor(60, TimeUnit.SECONDS);
      return output;
    } catch (IOException e) {
      return "";
    }
  }
}
