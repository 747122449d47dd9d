package lasthop.host;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import lasthop.link.Links;
import lasthop.link.Neighbour;
import lasthop.routing.Kernel;
import lasthop.routing.RoutingState;
import lasthop.sysctl.Sysctls;
import lasthop.text.Report;

/// One host at one moment, as the texts of its snapshot tell it. Immutable.
///
/// @param name folder or archive it was read from; empty when it came from texts alone
/// @param routing devices, parameters, rules, routes and neighbours
/// @param sockets empty when `ss.txt` is missing
/// @param counters by name; empty when `nstat.txt` is missing
/// @param gained counters that rose during the test; empty when `nstat-delta.txt` is missing
/// @param texts the files of the snapshot by name, as read, but for large listings of rules: [#text] has those too
/// @param rules the packet filter, read from its texts when asked for
/// @param report lines that were not understood; those of the rules are in the rule sets' own reports
public record Host(String name, RoutingState routing, Optional<List<Socket>> sockets,
    Optional<Map<String, Counter>> counters, Optional<Map<String, Counter>> gained, Map<String, String> texts,
    Rules rules, Report report) {
  public Host {
    sockets = sockets.map(List::copyOf);
    counters = counters.map(Map::copyOf);
    gained = gained.map(Map::copyOf);
    texts = Map.copyOf(texts);
  }

  /// A host whose packet filter stands in its texts.
  public Host(String name, RoutingState routing, Optional<List<Socket>> sockets,
      Optional<Map<String, Counter>> counters, Optional<Map<String, Counter>> gained, Map<String, String> texts,
      Report report) {
    this(name, routing, sockets, counters, gained, texts, Rules.of(Map.copyOf(texts)), report);
  }

  /// Whether a file of the snapshot was there, under the name [SnapshotFile] gives it.
  public boolean has(String file) {
    return texts.containsKey(file) || rules.has(file);
  }

  /// A file's text, exactly as read.
  public Optional<String> text(String file) {
    return Optional.ofNullable(texts.get(file)).or(() -> rules.text(file));
  }

  public Kernel kernel() {
    return routing.kernel();
  }

  /// The devices; none when neither `ip-addr.txt` nor `ip-link.txt` was there.
  public Links links() {
    return routing.links().orElse(Links.NONE);
  }

  public Sysctls sysctls() {
    return routing.sysctls().orElse(Sysctls.NONE);
  }

  public List<Neighbour> neighbours() {
    return routing.neighbours().orElse(List.of());
  }

  public Host withRouting(RoutingState changed) {
    return new Host(name, changed, sockets, counters, gained, texts, rules, report);
  }

  public Host withRules(Rules changed) {
    return new Host(name, routing, sockets, counters, gained, texts, changed, report);
  }
}
