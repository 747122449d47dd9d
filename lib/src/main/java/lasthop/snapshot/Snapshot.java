package lasthop.snapshot;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import lasthop.host.Host;
import lasthop.routing.History;
import lasthop.routing.Kernel;
import lasthop.routing.RoutingState;
import lasthop.text.Report;

/// Snapshots: the texts of the standard commands, read into a host.
public final class Snapshot {
  private Snapshot() {}

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
    var state = new RoutingState(Kernel.ASSUMED, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
        Optional.empty(), Optional.empty(), Optional.empty(), List.of(), new History(false, false, false));
    return new Host(name, state, Optional.empty(), Optional.empty(), Optional.empty(), texts, Report.EMPTY);
  }
}
