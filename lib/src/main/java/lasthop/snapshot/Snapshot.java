package lasthop.snapshot;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import lasthop.host.Counter;
import lasthop.host.CounterReader;
import lasthop.host.Host;
import lasthop.host.Socket;
import lasthop.host.SocketReader;
import lasthop.ip.Family;
import lasthop.link.Link;
import lasthop.link.LinkReader;
import lasthop.link.Links;
import lasthop.link.Neighbour;
import lasthop.link.NeighbourReader;
import lasthop.routing.Fib;
import lasthop.routing.History;
import lasthop.routing.Kernel;
import lasthop.routing.PolicyRule;
import lasthop.routing.Route;
import lasthop.routing.RouteFile;
import lasthop.routing.RoutingState;
import lasthop.routing.Rpdb;
import lasthop.sysctl.SysctlReader;
import lasthop.sysctl.Sysctls;
import lasthop.text.Reading;
import lasthop.text.Report;

/// Snapshots: the texts of the standard commands, read into a host. What is missing stays missing.
public final class Snapshot {
  private final Map<String, String> texts;
  private Report report = Report.EMPTY;

  private Snapshot(Map<String, String> texts) {
    this.texts = texts;
  }

  /// Reads a folder.
  ///
  /// @throws IOException when it cannot be read
  public static Host read(Path path) throws IOException {
    var texts = new TreeMap<String, String>();
    try (var files = Files.list(path)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        texts.put(file.getFileName().toString(), new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
      }
    }
    return read(path.getFileName().toString(), texts);
  }

  /// Reads texts by the file names of a snapshot.
  public static Host read(String name, Map<String, String> texts) {
    return new Snapshot(texts).host(name);
  }

  private Host host(String name) {
    var state = new RoutingState(kernel(), links(), sysctls(), rules("ip-rule"), rules("ip6-rule"), fib(Family.IPV4),
        fib(Family.IPV6), neighbours(), List.of(), new History(false, false, false));
    Optional<List<Socket>> sockets = text("ss.txt").map(t -> kept(SocketReader.read("ss.txt", t)));
    return new Host(name, state, sockets, counters("nstat.txt"), counters("nstat-delta.txt"), texts, report);
  }

  private Optional<Map<String, Counter>> counters(String file) {
    return text(file).map(t -> {
      var byName = new LinkedHashMap<String, Counter>();
      for (Counter counter : kept(CounterReader.read(file, t))) byName.put(counter.name(), counter);
      return byName;
    });
  }

  private Optional<String> text(String file) {
    return Optional.ofNullable(texts.get(file));
  }

  private <T> List<T> kept(Reading<T> reading) {
    report = report.plus(reading.report());
    return reading.items();
  }

  private Kernel kernel() {
    return text("uname.txt").filter(t -> !t.isBlank()).map(Kernel::parse).orElse(Kernel.ASSUMED);
  }

  private Optional<Links> links() {
    var found = new LinkedHashMap<String, String>();
    for (String file : List.of("ip-link.txt", "ip-addr.txt")) text(file).ifPresent(t -> found.put(file, t));
    if (found.isEmpty()) return Optional.empty();
    List<Link> links = kept(LinkReader.read(found));
    return Optional.of(Links.of(links));
  }

  private Optional<Sysctls> sysctls() {
    if (text("sysctl.txt").isEmpty()) return Optional.empty();
    SysctlReader.Read read = SysctlReader.read("sysctl.txt", texts.get("sysctl.txt"));
    report = report.plus(read.report());
    return Optional.of(read.sysctls());
  }

  private Optional<Rpdb> rules(String stem) {
    String file = stem + ".txt";
    if (text(file).isEmpty()) return Optional.empty();
    List<PolicyRule> rules = kept(RouteFile.rules(file, texts.get(file)));
    return Optional.of(new Rpdb(rules));
  }

  /// IPv6 routes stand in `ip6-route.txt`; failing that, in the listing of all tables, which prints both families.
  private Optional<Fib> fib(Family family) {
    String file = family == Family.IPV6 && texts.containsKey("ip6-route.txt") ? "ip6-route.txt" : "ip-route.txt";
    if (text(file).isEmpty()) return Optional.empty();
    List<Route> routes = kept(RouteFile.routes(family, file, texts.get(file)));
    return Optional.of(Fib.of(routes));
  }

  private Optional<List<Neighbour>> neighbours() {
    return text("ip-neigh.txt").map(t -> kept(NeighbourReader.read("ip-neigh.txt", t)));
  }
}
