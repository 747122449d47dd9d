package lasthop.fix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lasthop.Diagnosed;
import lasthop.diagnose.Diagnose;
import lasthop.diagnose.Model;
import lasthop.diagnose.Wanted;
import lasthop.diagnose.Witness;
import lasthop.simulate.Namespaces;
import lasthop.snapshot.Snapshot;
import lasthop.trace.Hints;
import lasthop.trace.TraceLog;
import org.junit.jupiter.api.Test;

/// The running kernel is the judge of fixes: each is typed, a connection is tried, and it is taken back.
class FixKernelTest {
  private static final int PORT = 7071;
  private static final String RIGHT = "10.91.2.2";
  private static final String BOX = "10.91.1.1";
  private static final String RAW = "*raw\n:PREROUTING ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n-A PREROUTING -p tcp --dport 7071 -j TRACE\nCOMMIT\n";
  private static final String BACK = "-A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT\n";
  private static final String ISOLATED = ":DOCKER-USER - [0:0]\n:DOCKER-ISOLATION-STAGE-1 - [0:0]\n:DOCKER-ISOLATION-STAGE-2 - [0:0]\n-A FORWARD -j DOCKER-USER\n-A FORWARD -j DOCKER-ISOLATION-STAGE-1\n"
      + BACK + "-A DOCKER-USER -j RETURN\n-A DOCKER-ISOLATION-STAGE-1 -i LEFT ! -o LEFT -j DOCKER-ISOLATION-STAGE-2\n"
      + "-A DOCKER-ISOLATION-STAGE-1 ! -i LEFT -o LEFT -j DOCKER-ISOLATION-STAGE-2\n-A DOCKER-ISOLATION-STAGE-2 -j DROP\n";

  /// A host that loses a connection from the left.
  ///
  /// @param undo makes the namespaces as they were
  /// @param works how many of the fixes help
  private record Broken(String to, String filter, String setup, String undo, int fixes, int works) {}

  private static final List<Broken> HOSTS = List.of(
      new Broken(RIGHT, filter("", BACK + "-A FORWARD -p tcp -j DROP\n"), "true", "true", 2, 2),
      new Broken(RIGHT, filter("", "-A FORWARD -p tcp -j DROP\n"), "true", "true", 3, 2),
      new Broken(RIGHT, filter("", "-A FORWARD -p tcp -j REJECT\n"), "true", "true", 3, 2),
      new Broken(RIGHT, filter("FORWARD", ""), "true", "true", 2, 1),
      new Broken(RIGHT, filter("FORWARD", BACK), "true", "true", 1, 1),
      new Broken(RIGHT, filter("", ISOLATED), "true", "true", 3, 2),
      new Broken(RIGHT, filter("", BACK + ISOLATED), "true", "true", 2, 2),
      new Broken(RIGHT, filter("FORWARD", ":G - [0:0]\n" + BACK + "-A FORWARD -p tcp -g G\n-A G -p udp -j ACCEPT\n"), "true", "true", 1, 1),
      new Broken(BOX, filter("INPUT", ""), "true", "true", 1, 1),
      new Broken(BOX, filter("", "-A INPUT -p tcp -j DROP\n-A OUTPUT -p tcp -j DROP\n"), "true", "true", 3, 0),
      new Broken(RIGHT, filter("FORWARD", "-A FORWARD -i LEFT -j ACCEPT\n"), "true", "true", 2, 2),
      new Broken(RIGHT, filter("", "-A FORWARD -p tcp --sport 7071 -j REJECT\n"), "true", "true", 3, 3),
      new Broken(BOX, filter("OUTPUT", ""), "true", "true", 2, 2),
      new Broken(RIGHT, filter("", ""), "ip rule add to 10.91.1.2 from 10.91.2.2 pref 91 prohibit", "ip rule del pref 91", 1, 1),
      new Broken(RIGHT, filter("", ""), "sysctl -w net.ipv4.ip_forward=0", "sysctl -w net.ipv4.ip_forward=1", 2, 1),
      new Broken(RIGHT, filter("", ""), "ip route add blackhole 10.91.2.2/32", "ip route del blackhole 10.91.2.2/32", 1, 1),
      new Broken(RIGHT, filter("", ""), "ip rule add to 10.91.2.2 pref 90 prohibit", "ip rule del pref 90", 1, 1));

  private static String filter(String dropping, String rules) {
    var text = new StringBuilder(RAW + "*filter\n");
    for (String chain : List.of("INPUT", "FORWARD", "OUTPUT")) text.append(':').append(chain).append(chain.equals(dropping) ? " DROP" : " ACCEPT").append(" [0:0]\n");
    // chains are declared before rules
    for (String line : rules.split("(?<=\n)")) if (line.startsWith(":")) text.append(line);
    for (String line : rules.split("(?<=\n)")) if (line.startsWith("-")) text.append(line);
    return text.append("COMMIT\n").toString();
  }

  @Test void whatIsProvedHelpsAndWhatIsNotDoesNot() throws IOException {
    assumeTrue(Namespaces.areUsable() && Namespaces.run("", "command -v busybox").contains("/"), "skipped: needs root, ip netns, iptables-legacy and busybox");
    try (var world = new Namespaces("fix-kt")) {
      world.listen(PORT);
      for (Broken host : HOSTS) judge(world, host);
    }
  }

  private static void judge(Namespaces world, Broken host) throws IOException {
    String about = host.filter.substring(RAW.length()) + host.setup;
    assertTrue(world.restore(host.filter.replace("LEFT", world.left())), about);
    assertTrue(world.inBox(host.setup).endsWith("rc 0\n"), about);
    List<Proof> proofs = proofs(world, host);
    assertEquals(host.fixes, proofs.size(), about + proofs);
    assertEquals(host.works, proofs.stream().filter(Proof::works).count(), about + proofs);
    String before = rules(world);
    for (Proof proof : proofs) {
      assertTrue(world.inBox(legacy(proof.fix().command())).endsWith("rc 0\n"), about + proof.fix());
      assertEquals(proof.works(), world.connects(host.to, PORT), about + proof);
      assertTrue(world.inBox(legacy(proof.fix().undo())).endsWith("rc 0\n"), about + proof.fix().undo());
      assertEquals(before, rules(world), proof.fix().undo());
      assertFalse(world.connects(host.to, PORT), about + "undone: " + proof.fix().undo());
    }
    world.inBox(host.undo);
  }

  private static List<Proof> proofs(Namespaces world, Broken host) throws IOException {
    var failed = new ArrayList<String>();
    for (int attempt = 0; attempt < 3; attempt++) { // a busy machine loses log records
      String mark = "fix." + System.nanoTime();
      world.mark(mark);
      assertFalse(world.connects(host.to, PORT), host.toString());
      TraceLog log = TraceLog.parse(world.logged(mark), "kmsg", Hints.NONE);
      var witness = new Witness("box", Optional.of(log), Optional.of(new Model(Snapshot.read("box", world.snapshot()))), Optional.empty());
      if (log.packets().isEmpty()) continue;
      Wanted wanted = Diagnose.of(log.packets().getFirst());
      var diagnosed = new Diagnosed(List.of(witness), wanted, Diagnose.packet(List.of(witness), wanted));
      if (!diagnosed.fixes().isEmpty()) return diagnosed.fixes();
      failed.add(diagnosed.toString());
    }
    throw new AssertionError(host + " " + failed);
  }

  private static String legacy(String command) {
    return command.replaceAll("^iptables ", "iptables-legacy ");
  }

  /// All that a fix may have changed, without counters.
  private static String rules(Namespaces world) throws IOException {
    return world.inBox("iptables-legacy-save | grep -v '^#' | sed 's/ \\[.*\\]$//'; ip rule; ip route; sysctl -a -r '^net.ipv4.(ip_forward|conf.*forwarding)'");
  }
}
