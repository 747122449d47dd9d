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
import java.util.Optional;
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
import lasthop.traversal.Hop;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The running kernel is the judge: random rulesets, real packets, and the lines it prints.
class KernelTraceTest {
  private static final int ROUNDS = Integer.getInteger("lasthop.rounds", 12);

  @ParameterizedTest @EnumSource(Family.class)
  void theModelPrintsTheLinesTheKernelPrints(Family family) throws IOException {
    assumeTrue(Namespaces.areUsable(), "needs root, ip netns and iptables-legacy");
    long seed = Long.getLong("lasthop.seed", System.nanoTime());
    System.out.println("KernelTraceTest " + family + ": -Dlasthop.seed=" + seed + " -Dlasthop.rounds=" + ROUNDS);
    var random = new Random(seed);
    int compared = 0;
    try (var world = new Namespaces("sim-kt", family == Family.IPV6)) {
      for (int round = 0; round < ROUNDS; round++) {
        String rules = new RandomRules(random, world).text();
        long packets = random.nextLong();
        if (!world.restore(rules)) continue;
        Round seen = round(world, family, seed + "." + round, packets, rules);
        // A busy machine loses log records; what is wrong with the model is wrong each time.
        for (int again = 0; again < 3 && !seen.differences.isEmpty(); again++) {
          seen = round(world, family, seed + "." + round + ".again" + again, packets, rules);
        }
        assertEquals(List.of(), seen.differences, "round " + round + " of seed " + seed);
        compared += seen.compared;
      }
    }
    assertTrue(compared > ROUNDS, "too few packets were traced: " + compared);
  }

  private record Round(int compared, List<String> differences) {}

  private static Round round(Namespaces world, Family family, String mark, long packets, String rules) throws IOException {
    world.mark(mark);
    world.send(new Random(packets));
    Host host = Snapshot.read("box", world.snapshot());
    TraceLog log = TraceLog.parse(world.logged(mark), "kmsg", Hints.NONE);
    Simulate model = Simulate.of(host, family);
    var differences = new ArrayList<String>();
    int compared = 0;
    for (List<Event> packet : packets(log)) {
      compared++;
      compare(model, packet, differences, world.spelled(rules));
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
      case Transport.Icmp icmp -> "icmp " + icmp.seq(); // its id is what translation changes
      default -> "udp";
    };
    // IPv6 has no id; the label of a flow is that of one socket.
    return packet.header().id() + " " + packet.header().flowLabel() + " " + number + (packet.transport() instanceof Transport.Icmp ? packet.header().len() : "");
  }

  private static void compare(Simulate model, List<Event> events, List<String> differences, String rules) {
    Packet packet = events.getFirst().packet();
    List<String> lines = events.stream().map(Event::hop).toList();
    List<Outcome> outcomes = model.run(Probe.of(packet), Options.ALL);
    Optional<Outcome> right = outcomes.stream().filter(o -> o.traversal().lines().equals(lines)).findFirst();
    // What a log line does not show (TCP options) may leave the choice open.
    boolean same = right.isPresent() && (outcomes.size() == 1 || outcomes.stream().anyMatch(o -> o.toString().contains("--mss")));
    if (same) fields(right.get(), events).ifPresent(d -> differences.add(packet + " " + packet.meta() + "\n" + d + "\n" + rules));
    if (!same) {
      differences.add(packet + " " + packet.meta() + "\nkernel " + lines + "\n"
          + String.join("\n", outcomes.stream().map(KernelTraceTest::told).toList()) + "\n" + rules);
    }
  }

  /// Whether each line shows the packet as the model has it there.
  private static Optional<String> fields(Outcome outcome, List<Event> events) {
    boolean anyPort = outcome.assumptions().stream().anyMatch(a -> a.about().startsWith("port of "));
    int n = 0;
    for (Hop hop : outcome.traversal().hops()) {
      if (hop.line().isEmpty()) continue;
      Packet model = hop instanceof Hop.Matched m ? m.before() : ((Hop.Ended) hop).packet();
      String seen = shown(events.get(n++).packet(), anyPort);
      if (!shown(model, anyPort).equals(seen)) return Optional.of(hop.line() + "\nkernel " + seen + "\nmodel  " + shown(model, anyPort));
    }
    return Optional.empty();
  }

  private static String shown(Packet p, boolean anyPort) {
    String id = p.transport() instanceof Transport.Icmp icmp ? " icmp id " + icmp.id() : "";
    return p.src() + ":" + (anyPort ? "" : p.sport()) + " > " + p.dst() + ":" + p.dport() + id + " in=" + p.meta().in() + " out=" + p.meta().out()
        + " mark=" + p.meta().mark() + " ttl=" + p.header().ttl() + " tos=" + p.header().tos();
  }

  private static String told(Outcome outcome) {
    var end = outcome.traversal().disposition();
    return "model  " + outcome.traversal().lines() + " " + end.verdict() + " " + end.where() + " " + end.cause() + " "
        + outcome.assumptions();
  }
}
