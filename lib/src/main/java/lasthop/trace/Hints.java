package lasthop.trace;

import java.util.Map;
import java.util.Set;

/// Names of a host that help to read its log: to restore the case of damaged names and to tell a LOG rule's prefix
/// that imitates TRACE from the real thing. Only ever used to confirm, never to invent.
///
/// @param chains table name to its chains' names and the number of rules in each; empty when no rule set is known
/// @param devices names of network devices; empty when not known
public record Hints(Map<String, Map<String, Integer>> chains, Set<String> devices) {
  public static final Hints NONE = new Hints(Map.of(), Set.of());

  public Hints {
    chains = Map.copyOf(chains);
    devices = Set.copyOf(devices);
  }
}
