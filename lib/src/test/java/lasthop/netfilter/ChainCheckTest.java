package lasthop.netfilter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import lasthop.ip.Family;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the kernel's own check of a table refuses, and what it never looks at.
class ChainCheckTest {
  private static final int ROUNDS = Integer.getInteger("lasthop.rounds", 120);

  @ParameterizedTest @CsvSource(delimiter = ';', value = {"-A A -j B,-A B -j A,-A PREROUTING -j A;false", "-A A -j B,-A B -j A;true", "-A PREROUTING -j A,-A A -j RETURN,-A A -j A;true",
      "-A PREROUTING -j A,-A A -p tcp -j RETURN,-A A -j A;false", "-A PREROUTING -j ACCEPT,-A PREROUTING -j A,-A A -j A;true",
      "-A POSTROUTING -j A,-A A -p tcp -j REDIRECT;false", "-A POSTROUTING -j A,-A A -j RETURN,-A A -p tcp -j REDIRECT;true", "-A POSTROUTING -g A,-A A -j ACCEPT,-A A -j A;true",
      "-A PREROUTING -j A,-A A -j A,-I A 1 -j RETURN;true", "-A PREROUTING -j A,-A A -j RETURN,-I A 1 -j A;false", "-A POSTROUTING -j A,-A A -p tcp -j REDIRECT,-I A 1 -j RETURN,-I A 1 -p tcp -j REDIRECT;false"})
  void rulesBehindAVerdictOnEveryPacketAreNotChecked(String rules, boolean taken) throws Exception {
    String text = table(List.of(rules.split(",")));
    assertEquals(taken, isTaken(text), text);
    if (canAsk()) assertEquals(taken, isTakenByKernel(text), "the kernel: " + text);
  }

  @Test void randomTablesAreTakenAsTheKernelTakesThem() throws Exception {
    assumeTrue(canAsk(), "skipped: needs root and iptables-legacy-restore");
    long seed = Long.getLong("lasthop.seed", System.nanoTime());
    System.out.println("ChainCheckTest: -Dlasthop.seed=" + seed);
    var random = new Random(seed);
    int refused = 0;
    for (int round = 0; round < ROUNDS; round++) {
      var rules = new ArrayList<String>();
      for (int i = 2 + random.nextInt(7); i > 0; i--) rules.add(rule(random));
      String text = table(rules);
      boolean taken = isTakenByKernel(text);
      assertEquals(taken, isTaken(text), "seed " + seed + "\n" + text);
      if (!taken) refused++;
    }
    System.out.println("ChainCheckTest: " + refused + " of " + ROUNDS + " refused");
  }

  private static String rule(Random random) {
    String in = pick(random, "PREROUTING", "POSTROUTING", "OUTPUT", "A", "A", "B", "B", "C");
    String to = pick(random, "-j A", "-j B", "-j C", "-g A", "-g C", "-j ACCEPT", "-j RETURN", "-p tcp -j ACCEPT", "-p tcp -j REDIRECT", "-j MASQUERADE", "-j LOG");
    return (random.nextInt(5) == 0 ? "-I " + in + " 1 " : "-A " + in + " ") + to;
  }

  private static String pick(Random random, String... all) {
    return all[random.nextInt(all.length)];
  }

  private static String table(List<String> rules) {
    return "*nat\n:PREROUTING ACCEPT [0:0]\n:INPUT ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n:POSTROUTING ACCEPT [0:0]\n:A - [0:0]\n:B - [0:0]\n:C - [0:0]\n"
        + String.join("\n", rules) + "\nCOMMIT\n";
  }

  private static boolean isTaken(String text) {
    return IptablesSave.read(text, "rules", Family.IPV4).report().unread().isEmpty();
  }

  private static boolean canAsk() {
    return System.getProperty("user.name").equals("root") && Files.isExecutable(Path.of("/usr/sbin/iptables-legacy-restore"));
  }

  private static boolean isTakenByKernel(String text) throws IOException, InterruptedException {
    Process restore = new ProcessBuilder("unshare", "-n", "/usr/sbin/iptables-legacy-restore").redirectErrorStream(true).start();
    try (var in = restore.getOutputStream()) {
      in.write(text.getBytes(StandardCharsets.UTF_8));
    }
    restore.getInputStream().readAllBytes();
    return restore.waitFor() == 0;
  }
}
