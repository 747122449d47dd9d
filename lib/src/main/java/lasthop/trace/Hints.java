package lasthop.trace;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Names of a host that help to read its log: to restore the case of damaged names and to tell a LOG rule's prefix
/// that imitates TRACE from the real thing. Only ever used to confirm, never to invent.
///
/// @param chains table name to the names of its chains, each with its number of rules; a table that is not here is not known
/// @param devices names of network devices; empty when not known
public record Hints(Map<String, Map<String, Integer>> chains, Set<String> devices) {
  public static final Hints NONE = new Hints(Map.of(), Set.of());

  public Hints {
    chains = Map.copyOf(chains);
    devices = Set.copyOf(devices);
  }

  /// From the text of `iptables-save` (and `ip6tables-save`, one after the other) and of `ip link` or `ip addr`; either
  /// may be empty. Lines that are something else are passed over.
  public static Hints of(String iptablesSave, String ipLink) {
    var chains = new HashMap<String, Map<String, Integer>>();
    String table = "";
    for (String line : iptablesSave.split("\n")) {
      if (line.startsWith("*")) table = line.substring(1).strip();
      else if (line.startsWith(":")) chains.computeIfAbsent(table, t -> new HashMap<>()).merge(firstWord(line, 1), 0, Integer::sum);
      else if (line.contains("-A ")) chains.computeIfAbsent(table, t -> new HashMap<>()).merge(firstWord(line, line.indexOf("-A ") + 3), 1, Integer::sum);
    }
    var devices = new HashSet<String>();
    for (String line : ipLink.split("\n")) {
      int colon = line.indexOf(": ");
      if (colon <= 0 || !Character.isDigit(line.charAt(0))) continue;
      String name = firstWord(line, colon + 2);
      int peer = name.indexOf('@');
      devices.add(peer > 0 ? name.substring(0, peer) : name.endsWith(":") ? name.substring(0, name.length() - 1) : name);
    }
    return new Hints(chains, devices);
  }

  private static String firstWord(String line, int from) {
    int to = from;
    while (to < line.length() && !Character.isWhitespace(line.charAt(to))) to++;
    return line.substring(from, to);
  }
}
