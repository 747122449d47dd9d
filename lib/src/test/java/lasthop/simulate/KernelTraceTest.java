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
    int compared = 0;
    try (var world = new Namespaces("sim-kt")) {
      for (int round = 0; round < ROUNDS; round++) {
        String rules = new RandomRules(random, world).text();
        long packets = random.nextLong();
        if (!world.restore(rules)) continue;
        Round seen = round(world, seed + "." + round, packets, rules);
        // A busy machine loses log records; what is wrong with the model is wrong a second time.
        if (!seen.differences.isEmpty()) seen = round(world, seed + "." + round + ".again", packets, rules);
        assertEquals(List.of(), seen.differences, "round " + round + " of seed " + seed);
        compared += seen.compared;
      }
    }
    assertTrue(compared > ROUNDS, "too few packets were traced: " + compared);
  }

  private record Round(int compared, List<String> differences) {}

  private static Round round(Namespaces world, String mark, long packets, String rules) throws IOException {
    world.mark(mark);
    world.send(new Random(packets));
    Host host = Snapshot.read("box", world.snapshot());
    TraceLog log = TraceLog.parse(world.logged(mark), "kmsg", Hints.NONE);
    Simulate model = Simulate.of(host, Family.IPV4);
    var differences = new ArrayList<String>();
    int compared = 0;
    for (List<Event> packet : packets(log)) {
      compared++;
      compare(model, packet, differences, rules);
    }
    return new Round(compared, differences);
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
