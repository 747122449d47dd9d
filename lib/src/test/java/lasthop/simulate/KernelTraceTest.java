package lasthop.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import lasthop.host.Host;
import lasthop.ip.Family;
import lasthop.packet.Packet;
import lasthop.packet.Transport;
import lasthop.snapshot.Snapshot;
import lasthop.trace.Event;
import lasthop.trace.Hints;
import lasthop.trace.TraceLog;
import lasthop.trace.TracedPacket;
import org.junit.jupiter.api.Test;

/// The running kernel is the judge: random rulesets, real packets, and the lines it prints.
class KernelTraceTest {
  private static final int ROUNDS = Integer.getInteger("lasthop.rounds", 12);

  @Test void theModelPrintsTheLinesTheKernelPrints() throws IOException {
    assumeTrue(Namespaces.areUsable(), "needs root, ip netns and iptables-legacy");
    long seed = Long.getLong("lasthop.seed", System.nanoTime());
    System.out.println("KernelTraceTest: -Dlasthop.seed=" + seed + " -Dlasthop.rounds=" + ROUNDS);
    var random = new Random(seed);
    var differences = new ArrayList<String>();
    int compared = 0;
    try (var world = new Namespaces("sim-kt")) {
      for (int round = 0; round < ROUNDS; round++) {
        String rules = new RandomRules(random, world).text();
        if (!world.restore(rules)) continue;
        world.mark("round " + seed + "." + round);
        world.send(random);
        Host host = Snapshot.read("box", world.snapshot());
        String log = world.logged("round " + seed + "." + round);
        Simulate model = Simulate.of(host, Family.IPV4);
        for (List<Event> packet : packets(TraceLog.parse(log, "kmsg", Hints.NONE))) {
          compared++;
          compare(model, packet, differences, rules);
        }
      }
    }
    assertTrue(compared > ROUNDS, "too few packets were traced: " + compared);
    assertEquals(List.of(), differences.stream().limit(3).toList(), differences.size() + " of " + compared + " differ");
  }

  /// What this test sends can be told apart by IP ID and sequence number alone, whatever the rules did to the rest.
  private static Collection<List<Event>> packets(TraceLog log) {
    var events = new ArrayList<Event>();
    for (TracedPacket packet : log.packets()) events.addAll(packet.events());
    events.sort(Comparator.comparingInt(e -> e.origin().line()));
    var packets = new LinkedHashMap<String, List<Event>>();
    for (Event event : events) packets.computeIfAbsent(identity(event.packet()), k -> new ArrayList<>()).add(event);
    return packets.values();
  }

  private static String identity(Packet packet) {
    String number = switch (packet.transport()) {
      case Transport.Tcp tcp -> "tcp " + tcp.seq();
      case Transport.Icmp icmp -> "icmp " + icmp.id() + " " + icmp.seq();
      default -> "udp";
    };
    return packet.header().id() + " " + number;
  }

  private static void compare(Simulate model, List<Event> events, List<String> differences, String rules) {
    Packet packet = events.getFirst().packet();
    List<String> lines = events.stream().map(Event::hop).toList();
    List<Outcome> outcomes = model.run(Probe.of(packet), Options.ALL);
    boolean same = outcomes.size() == 1 && outcomes.getFirst().traversal().lines().equals(lines);
    if (!same) {
      differences.add(packet + " " + packet.meta() + "\nkernel " + lines + "\n"
          + String.join("\n", outcomes.stream().map(KernelTraceTest::told).toList()) + "\n" + rules);
    }
  }

  private static String told(Outcome outcome) {
    var end = outcome.traversal().disposition();
    return "model  " + outcome.traversal().lines() + " " + end.verdict() + " " + end.where() + " " + end.cause() + " "
        + outcome.assumptions();
  }
}
