package lasthop.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import lasthop.answer.Answer;
import lasthop.answer.Grid;
import lasthop.answer.Grid.Head;
import lasthop.answer.Grid.Row;
import lasthop.answer.Phrase;
import lasthop.answer.Tone;
import lasthop.answer.Why;
import lasthop.host.Host;
import lasthop.ip.Family;
import lasthop.link.Link;
import lasthop.netfilter.Table;
import lasthop.routing.Fib;
import lasthop.routing.Route;

/// What is known of a host, and what its snapshot lacks.
public final class HostAnswer {
  private HostAnswer() {}

  public static Answer of(Host host) {
    String name = host.name().isEmpty() ? "A host" : host.name();
    int devices = host.links().all().size();
    var known = new ArrayList<Why>();
    for (Family family : Family.values()) {
      host.routing().rules(family).ifPresent(r -> known.add(Why.plain(word(family) + ": " + Say.count(r.rules().size(), "policy rule"))));
      host.routing().fib(family).ifPresent(f -> known.add(Why.plain(word(family) + ": " + routes(f))));
    }
    known.add(tables(host));
    known.addAll(missing(host));
    return Answer.of(name + ": kernel " + host.kernel() + (host.has("uname.txt") ? ", " : " (assumed), ") + Say.count(devices, "device") + ".",
        Why.plain("what its texts tell").because(known)).withGrids(List.of(devices(host))).withNext("rpfilter()");
  }

  private static String word(Family family) {
    return family == Family.IPV4 ? "IPv4" : "IPv6";
  }

  private static String routes(Fib fib) {
    var tables = fib.routes().stream().map(Route::table).collect(Collectors.toCollection(TreeSet::new));
    return Say.count(fib.routes().size(), "route") + " in " + Say.count(tables.size(), "table") + ": " + String.join(", ", tables);
  }

  private static Why tables(Host host) {
    var names = new ArrayList<String>();
    for (Family family : Family.values()) {
      String tool = family == Family.IPV4 ? "iptables " : "ip6tables ";
      for (Table table : host.rules().listed(family).tables()) names.add(tool + table.kind().text());
    }
    host.rules().nft().tables().stream().filter(t -> !t.byIptables()).forEach(t -> names.add("nft " + t.family() + " " + t.name()));
    return Why.plain(names.isEmpty() ? "no table of a packet filter" : "tables: " + String.join(", ", names));
  }

  /// What a decision may be left undetermined for.
  private static List<Why> missing(Host host) {
    var state = host.routing();
    var missing = new ArrayList<Why>();
    if (state.links().isEmpty()) missing.add(lacks("the devices and addresses", "ip addr"));
    if (state.rules(Family.IPV4).isEmpty()) missing.add(lacks("the policy rules", "ip rule"));
    if (state.fib(Family.IPV4).isEmpty()) missing.add(lacks("the routes", "ip route show table all"));
    if (state.sysctls().isEmpty()) missing.add(lacks("the kernel parameters", "sysctl -a"));
    if (state.neighbours().isEmpty()) missing.add(lacks("the neighbours", "ip neigh"));
    if (host.sockets().isEmpty()) missing.add(lacks("who listens", "ss -tlnu"));
    if (!host.has("iptables-save.txt") && !host.has("nft-ruleset.txt")) missing.add(lacks("the packet filter", "iptables-save -c"));
    if (!host.has("conntrack.txt")) missing.add(lacks("the known connections", "conntrack -L"));
    return missing;
  }

  private static Why lacks(String what, String command) {
    return Why.says(Phrase.mark("missing", Tone.UNSURE), Phrase.plain(" " + what + "; "), Phrase.code(command), Phrase.plain(" would tell"));
  }

  private static Grid devices(Host host) {
    var rows = new ArrayList<Row>();
    for (Link link : host.links().all()) {
      String addresses = link.addresses().stream().map(a -> a.ip() + "/" + a.length()).collect(Collectors.joining(" "));
      rows.add(new Row(List.of(List.of(Phrase.code(link.name())), List.of(Phrase.mark(link.isUp() ? "up" : "down", link.isUp() ? Tone.GOOD : Tone.BAD)),
          List.of(Phrase.plain(Integer.toString(link.mtu()))), List.of(Phrase.code(link.master())), List.of(Phrase.code(addresses))), false));
    }
    return new Grid("", List.of(Head.of("device"), Head.of("state"), Head.right("mtu"), Head.of("master"), Head.elastic("addresses")), rows);
  }
}
