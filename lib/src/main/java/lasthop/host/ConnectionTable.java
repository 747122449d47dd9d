package lasthop.host;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lasthop.netfilter.Surroundings.Tuple;

/// The connections of `conntrack.txt`, found by what a packet of theirs looks like when it enters the host. Immutable.
public final class ConnectionTable {
  private final Map<Tuple, List<TrackedConnection>> byTuple = new HashMap<>();

  private ConnectionTable(List<TrackedConnection> listed) {
    for (TrackedConnection entry : listed) {
      Tuple forth = entry.connection().entering();
      Tuple back = entry.connection().reversed().entering();
      add(forth, entry);
      if (!back.equals(forth)) add(back, entry);
    }
  }

  private void add(Tuple entering, TrackedConnection entry) {
    byTuple.computeIfAbsent(entering, _ -> new ArrayList<>(1)).add(entry);
  }

  static ConnectionTable parse(String text, String file) {
    return new ConnectionTable(TrackedConnection.read(text, file));
  }

  /// Those that a packet may belong to in either direction, in the order of the listing.
  public List<TrackedConnection> of(Tuple entering) {
    return List.copyOf(byTuple.getOrDefault(entering, List.of()));
  }
}
