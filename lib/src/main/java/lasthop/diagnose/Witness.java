package lasthop.diagnose;

import java.util.List;
import java.util.Optional;
import lasthop.capture.Capture;
import lasthop.host.Host;
import lasthop.trace.TraceLog;
import lasthop.trace.TracedPacket;

/// What one host has to say: its log, its snapshot, its capture, as far as they were collected.
///
/// @param log empty when nobody looked; a log without packets says that nothing was logged
public record Witness(String name, Optional<TraceLog> log, Optional<Model> model, Optional<Capture> capture) {
  /// The one of a name; empty when there is none.
  public static Optional<Witness> named(List<Witness> witnesses, String name) {
    return witnesses.stream().filter(w -> w.name.equals(name)).findFirst();
  }

  /// The packets of its log, in its order; none without a log.
  public List<TracedPacket> packets() {
    return log.map(TraceLog::packets).orElse(List.of());
  }

  public Optional<Host> host() {
    return model.map(Model::host);
  }
}
