package lasthop;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import lasthop.Case.HostLog;
import lasthop.capture.Capture;
import lasthop.diagnose.Model;
import lasthop.diagnose.Witness;
import lasthop.host.Host;
import lasthop.trace.TraceLog;
import lasthop.trace.TracedPacket;

/// The hosts of a case with what each of them logged: logs of several hosts are told apart by their lines.
final class Witnesses {
  private static final String CAPTURE = "capture.txt";

  private Witnesses() {}

  static List<Witness> of(Case files) {
    var names = new LinkedHashSet<>(files.hosts().keySet());
    boolean single = names.size() == 1;
    for (HostLog log : files.logs()) {
      if (log.host().isEmpty() && !single) log.log().packets().forEach(packet -> names.add(packet.host()));
    }
    var witnesses = new ArrayList<Witness>();
    for (String name : names) {
      Optional<Host> host = Optional.ofNullable(files.hosts().get(name));
      Optional<Capture> capture = host.flatMap(h -> h.text(CAPTURE)).map(text -> Capture.parse(text, CAPTURE));
      witnesses.add(new Witness(name, log(files, name, single), host.map(Model::new), capture));
    }
    return witnesses;
  }

  /// What the host logged; empty when no log that is open could hold lines of it.
  private static Optional<TraceLog> log(Case files, String name, boolean single) {
    for (HostLog log : files.logs()) {
      if (log.host().equals(name) || log.host().isEmpty() && single) return Optional.of(log.log());
      if (!log.host().isEmpty()) continue;
      List<TracedPacket> own = log.log().packets().stream().filter(p -> p.host().equals(name)).toList();
      if (!own.isEmpty()) return Optional.of(new TraceLog(own, log.log().martians(), log.log().gaps(), log.log().report()));
    }
    return Optional.empty();
  }
}
