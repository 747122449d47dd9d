package lasthop.diagnose;

import java.util.Optional;
import lasthop.capture.Capture;
import lasthop.host.Host;
import lasthop.trace.TraceLog;

/// What one host has to say: its log, its snapshot, its capture, as far as they were collected.
///
/// @param log empty when nobody looked; a log without packets says that nothing was logged
public record Witness(String name, Optional<TraceLog> log, Optional<Model> model, Optional<Capture> capture) {
  public Optional<Host> host() {
    return model.map(Model::host);
  }
}
