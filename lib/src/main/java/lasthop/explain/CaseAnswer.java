package lasthop.explain;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import lasthop.answer.Answer;
import lasthop.answer.Grid;
import lasthop.answer.Grid.Head;
import lasthop.answer.Grid.Row;
import lasthop.answer.Phrase;
import lasthop.answer.Why;
import lasthop.host.Host;
import lasthop.text.Report;
import lasthop.trace.TracedPacket;

/// What was opened: the packets of the logs and the snapshots of the hosts.
public final class CaseAnswer {
  private CaseAnswer() {}

  public static Answer of(List<TracedPacket> packets, Collection<Host> hosts, Report report) {
    var names = new LinkedHashSet<String>();
    for (Host host : hosts) names.add(host.name());
    for (TracedPacket packet : packets) names.add(packet.host());
    var rows = new ArrayList<Row>();
    for (String name : names) rows.add(row(name, packets, hosts));
    var heads = List.of(Head.of("host"), Head.of("snapshot"), Head.right("devices"), Head.right("packets"), Head.elastic("for example"));
    String headline = "Opened " + Say.count(packets.size(), "traced packet") + " and the " + (hosts.size() == 1 ? "snapshot" : "snapshots")
        + " of " + Say.count(hosts.size(), "host") + ".";
    var answer = Answer.of(headline, damage(report)).withGrids(List.of(new Grid("", heads, rows)));
    answer = HostsDiagram.of(hosts).map(answer::withDiagram).orElse(answer);
    return packets.isEmpty() ? answer.withNext("help()") : answer.withNext("packets()");
  }

  private static Why damage(Report report) {
    if (report.isClean()) return Why.NONE;
    return Why.plain(Say.count(report.repairs().size(), "damaged place") + " mended, "
        + Say.count(report.unread().size(), "line") + " not understood");
  }

  private static Row row(String name, List<TracedPacket> packets, Collection<Host> hosts) {
    var own = packets.stream().filter(p -> p.host().equals(name)).toList();
    var host = hosts.stream().filter(h -> h.name().equals(name)).findFirst();
    String devices = host.map(h -> Integer.toString(h.links().all().size())).orElse("");
    String example = own.isEmpty() ? "" : PacketLine.of(own.getLast().packet());
    return new Row(List.of(List.of(Phrase.code(name.isEmpty() ? "not named" : name)), List.of(Phrase.plain(host.isPresent() ? "yes" : "no")),
        List.of(Phrase.plain(devices)), List.of(Phrase.plain(Integer.toString(own.size()))), List.of(Phrase.plain(example))), false);
  }
}
