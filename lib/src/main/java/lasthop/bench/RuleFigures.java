package lasthop.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import lasthop.ip.Family;
import lasthop.ip.Ip;
import lasthop.netfilter.Chain;
import lasthop.netfilter.ChainIndex;
import lasthop.netfilter.IptablesSave;
import lasthop.netfilter.Ruleset;
import lasthop.netfilter.TableKind;
import lasthop.packet.Packet;
import lasthop.packet.Proto;
import lasthop.packet.TcpFlag;
import lasthop.packet.Transport;

/// Rules of the size that kube-proxy makes.
final class RuleFigures {
  /// What the kernel takes for a rule whose destination differs: measured on 5,000 rules in legacy tables.
  private static final double KERNEL_RULE = 5.5e-9;
  private static final int ENDPOINTS = 10;

  private RuleFigures() {}

  static List<Figure> of(Setting s) throws IOException {
    int services = s.quick() ? 1_000 : 5_000;
    var listing = new KubeListing(services, ENDPOINTS, 1);
    byte[] text = listing.text().getBytes(StandardCharsets.UTF_8);
    int rules = rules(read(text));
    String size = String.format(java.util.Locale.ROOT, "%,d rules", rules);
    double mb = text.length / 1e6;
    long heap = Heap.bytes(() -> read(text));
    Rounds parse = Rounds.of(15, Rounds.loop(() -> read(text).tables().size()));
    var figures = new ArrayList<Figure>();
    figures.add(Figure.atLeast("read " + size + ", warm", "MB/s", mb / parse.ours(Cost::cpu), 300));
    figures.add(Figure.atMost("the same, heap for a rule beside the text", "B", (double) heap / rules, 64));
    figures.addAll(simulate(s, text, size));
    figures.addAll(index());
    return figures;
  }

  private static Ruleset read(byte[] text) {
    return IptablesSave.read(ByteBuffer.wrap(text), "iptables-save.txt", Family.IPV4);
  }

  private static int rules(Ruleset read) {
    return read.tables().stream().flatMap(t -> t.chains().stream()).mapToInt(Chain::size).sum();
  }

  private static List<Figure> simulate(Setting s, byte[] text, String size) throws IOException {
    Path snapshot = Files.createDirectories(s.folder().resolve("kube"));
    Files.write(snapshot.resolve("iptables-save.txt"), text);
    for (var file : RouteFigures.texts(new RouteListing(Family.IPV4, 10, 1)).entrySet()) {
      Files.writeString(snapshot.resolve(file.getKey()), file.getValue());
    }
    String ours = s.lasthop() + " simulate " + s.path("kube") + " 'tcp 192.168.100.7:4000 > 10.96.1.1:80 iif eth0' > " + s.path("answer");
    String name = "simulate a packet through " + size + ", cold";
    if (!s.hasKernel() || !Shell.works("command -v iptables-legacy-restore")) {
      return List.of(Figure.skipped(name, "needs root, network namespaces and iptables-legacy"));
    }
    String rival = s.inNetns("iptables-legacy-restore --test < " + s.path("kube/iptables-save.txt"));
    Rounds rounds = Rounds.of(s.rounds(), () -> Shell.time(ours), () -> Shell.time(rival));
    return List.of(Figure.ratio(name + ", wall", "s", 1, rounds, Cost::wall, "iptables-legacy-restore --test", 0.15).known(s.quick() ? 0.9 : 0.2),
        Figure.ratio(name + ", CPU", "s", 1, rounds, Cost::cpu, "iptables-legacy-restore --test", 0.15).known(s.quick() ? 0.9 : 0.2),
        Figure.plain(name + ", peak memory", "MiB", Shell.peakMiB(ours)));
  }

  /// The walk of a service's packet to its rule among the others.
  private static List<Figure> index() throws IOException {
    var few = new Asked(500);
    var many = new Asked(50_000);
    var usual = new Asked(5_000);
    Rounds rounds = Rounds.of(15, usual.looked(), () -> new Cost(KERNEL_RULE * 5_000, KERNEL_RULE * 5_000));
    Rounds growth = Rounds.of(15, many.looked(), few.looked());
    return List.of(Figure.ratio("find the rule of one of 5,000 services, CPU", "ns", 1e9, rounds, Cost::cpu,
            "the kernel's walk, 5.5 ns a rule", 0.01).saying("the rival's figure was recorded"),
        Figure.ratio("find the rule of one of 50,000 services, CPU", "ns", 1e9, growth, Cost::cpu, "of 500", 5).known(8));
  }

  /// A chain of services and packets to them.
  private static final class Asked {
    private final ChainIndex index;
    private final List<Packet> packets = new ArrayList<>();

    Asked(int services) {
      var listing = new KubeListing(services, 1, 1);
      Ruleset rules = read(listing.text().getBytes(StandardCharsets.UTF_8));
      index = ChainIndex.of(rules.table(TableKind.NAT).orElseThrow().chain("KUBE-SERVICES").orElseThrow());
      Ip client = Ip.parse("192.168.100.7");
      var random = new java.util.SplittableRandom(1);
      for (int i = 0; i < 1 << 16; i++) {
        var service = listing.services().get(random.nextInt(services));
        packets.add(Packet.of(client, Ip.parse(service.address()), Proto.TCP,
            new Transport.Tcp(4000, service.port(), 0, 0, 0, Set.of(TcpFlag.SYN), "")));
      }
    }

    Rounds.Work looked() {
      return Rounds.loop(packets.size(), () -> {
        long sum = 0;
        for (Packet packet : packets) sum += index.next(packet, 1);
        return sum;
      });
    }
  }
}
