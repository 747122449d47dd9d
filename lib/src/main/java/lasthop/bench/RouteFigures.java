package lasthop.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import lasthop.host.Host;
import lasthop.ip.Family;
import lasthop.ip.Ip;
import lasthop.ip.Prefix;
import lasthop.ip.PrefixTable;
import lasthop.packet.FlowKey;
import lasthop.routing.RouteDecision.Routed;
import lasthop.routing.RouteFile;
import lasthop.routing.Routing;
import lasthop.snapshot.Snapshot;

/// Routes: the longest-prefix match alone, reading a table, and whole decisions.
final class RouteFigures {
  private static final int ASKED = 1 << 20;
  /// A round of ours lasts about as long as one of the rival's.
  private static final int DECIDED_AGAIN = 10;
  private static final String RULES = "0:\tfrom all lookup local\n32766:\tfrom all lookup main\n32767:\tfrom all lookup default\n";

  private RouteFigures() {}

  static List<Figure> of(Setting s) throws IOException {
    var figures = new ArrayList<Figure>();
    figures.addAll(match());
    figures.add(load(s));
    figures.add(decide(s));
    return figures;
  }

  private static List<Figure> match() throws IOException {
    var listing = new RouteListing(Family.IPV4, 1_000_000, 1);
    List<Prefix> prefixes = listing.prefixes();
    List<Ip> asked = listing.questions(ASKED);
    long rivals = Heap.bytes(() -> new Dir24(prefixes));
    var table = table(Family.IPV4, prefixes);
    // Counted by itself: what else is freed while it is made would be taken off a measurement of the heap.
    long bytes = table.bytes();
    var rival = new Dir24(prefixes);
    Rounds rounds = Rounds.of(15, lookups(table, asked), Rounds.loop(ASKED, () -> {
      long sum = 0;
      for (Ip ip : asked) sum += rival.longest((int) ip.low());
      return sum;
    }));
    var figures = new ArrayList<Figure>();
    figures.add(Figure.ratio("longest prefix among 1,000,000, CPU", "ns", 1e9, rounds, Cost::cpu, "DIR-24-8", 1.3));
    figures.add(dependent(table, rival, asked));
    figures.add(new Figure("longest prefix among 1,000,000, memory", "MiB", bytes / 1048576.0, "DIR-24-8", rivals / 1048576.0,
        OptionalDouble.of((double) bytes / rivals), OptionalDouble.of(0.7), false, 0.7, ""));
    var few = new RouteListing(Family.IPV4, 10_000, 1);
    var small = table(Family.IPV4, few.prefixes());
    List<Ip> askedFew = few.questions(ASKED);
    Rounds growth = Rounds.of(15, lookups(table, asked), lookups(small, askedFew));
    figures.add(Figure.ratio("the same, growth from 10,000, CPU", "ns", 1e9, growth, Cost::cpu, "10,000 routes", 6));
    var six = new RouteListing(Family.IPV6, 200_000, 1);
    var table6 = table(Family.IPV6, six.prefixes());
    List<Ip> asked6 = six.questions(ASKED);
    var four = new RouteListing(Family.IPV4, 200_000, 1);
    var table4 = table(Family.IPV4, four.prefixes());
    List<Ip> asked4 = four.questions(ASKED);
    Rounds families = Rounds.of(15, lookups(table6, asked6), lookups(table4, asked4));
    figures.add(Figure.ratio("longest IPv6 prefix among 200,000, CPU", "ns", 1e9, families, Cost::cpu, "own IPv4", 4));
    return figures;
  }

  /// Each question is known only when the answer before it is, so that nothing overlaps.
  private static Figure dependent(PrefixTable table, Dir24 rival, List<Ip> asked) throws IOException {
    int last = asked.size() - 1;
    Rounds rounds = Rounds.of(9, Rounds.loop(ASKED, () -> {
      int at = 0;
      for (int i = 0; i <= last; i++) at = at + 1 + (table.longest(asked.get(at & last)) & 1);
      return at;
    }), Rounds.loop(ASKED, () -> {
      int at = 0;
      for (int i = 0; i <= last; i++) at = at + 1 + (rival.longest((int) asked.get(at & last).low()) & 1);
      return at;
    }));
    return Figure.ratio("the same, one after the other, CPU", "ns", 1e9, rounds, Cost::cpu, "DIR-24-8", 1.3);
  }

  private static PrefixTable table(Family family, List<Prefix> prefixes) {
    long[] highs = new long[prefixes.size()];
    long[] lows = new long[highs.length];
    byte[] lengths = new byte[highs.length];
    for (int i = 0; i < highs.length; i++) {
      highs[i] = prefixes.get(i).ip().high();
      lows[i] = prefixes.get(i).ip().low();
      lengths[i] = (byte) prefixes.get(i).length();
    }
    return PrefixTable.of(family, highs, lows, lengths);
  }

  private static Rounds.Work lookups(PrefixTable table, List<Ip> asked) {
    return Rounds.loop(asked.size(), () -> {
      long sum = 0;
      for (Ip ip : asked) sum += table.longest(ip);
      return sum;
    });
  }

  private static Figure load(Setting s) throws IOException {
    int routes = s.quick() ? 100_000 : 1_000_000;
    String name = String.format(java.util.Locale.ROOT, "read %,d routes, CPU", routes);
    if (!s.hasKernel()) return Figure.skipped(name, "needs root and network namespaces");
    var listing = new RouteListing(Family.IPV4, routes, 1);
    String text = listing.text();
    kernel(s, listing);
    Rounds rounds = Rounds.of(s.rounds(), Rounds.loop(() -> RouteFile.fib(Family.IPV4, "ip-route.txt", text).fib().isEmpty() ? 0 : 1),
        () -> Shell.time(s.inNetns("ip route show table all > " + s.path("shown"))));
    return Figure.ratio(name, "s", 1, rounds, Cost::cpu, "ip route show table all", 0.15);
  }

  private static Figure decide(Setting s) throws IOException {
    String name = "decision with 10,000 routes, CPU";
    if (!s.hasKernel()) return Figure.skipped(name, "needs root and network namespaces");
    var listing = new RouteListing(Family.IPV4, 10_000, 1);
    kernel(s, listing);
    List<Ip> asked = listing.questions(20_000);
    var questions = new StringBuilder();
    for (Ip ip : asked) questions.append("route get ").append(ip).append('\n');
    Files.writeString(s.folder().resolve("questions"), questions);
    var routing = Routing.of(host(listing).routing());
    List<FlowKey> flows = asked.stream().map(FlowKey::to).toList();
    Rounds rounds = Rounds.of(s.rounds() * 2 + 1, Rounds.loop((long) DECIDED_AGAIN * asked.size(), () -> {
      long sum = 0;
      for (int again = 0; again < DECIDED_AGAIN; again++) {
        for (FlowKey flow : flows) if (routing.decide(flow) instanceof Routed r) sum += r.nexthop().dev().length();
      }
      return sum;
    }),
        () -> Shell.time(s.inNetns("ip -batch " + s.path("questions") + " > " + s.path("shown"))).per(asked.size()));
    return Figure.ratio(name, "ns", 1e9, rounds, Cost::cpu, "ip -batch route get", 0.02).known(0.05);
  }

  static Host host(RouteListing listing) {
    return Snapshot.read("bench", texts(listing));
  }

  static Map<String, String> texts(RouteListing listing) {
    return Map.of("ip-route.txt", listing.text(), "ip-addr.txt", RouteListing.addresses(), "ip-rule.txt", RULES, "uname.txt", "6.12.0\n",
        "ip-neigh.txt", "", "sysctl.txt", "net.ipv4.conf.all.rp_filter = 0\nnet.ipv4.conf.all.route_localnet = 0\n");
  }

  /// Gives the namespace these devices and routes and no others.
  private static void kernel(Setting s, RouteListing listing) throws IOException {
    Files.writeString(s.folder().resolve("devices"), RouteListing.devices());
    Files.writeString(s.folder().resolve("routes"), listing.batch());
    for (int d = 0; d < 8; d++) Shell.works(s.inNetns("ip link del eth" + d));
    Shell.run(s.inNetns("ip -batch " + s.path("devices")));
    Shell.run(s.inNetns("ip -batch " + s.path("routes")));
  }
}
