package lasthop.host;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lasthop.ip.Ip;
import lasthop.netfilter.Surroundings.Connection;
import lasthop.netfilter.Surroundings.Tuple;
import lasthop.packet.Proto;
import lasthop.text.Origin;

/// An entry of the connection table as `conntrack -L` or `/proc/net/nf_conntrack` prints it.
///
/// @param line as printed
public record TrackedConnection(Connection connection, Origin origin, String line) {

  /// Whether it is of a zone: only packets that a rule put there belong to it.
  public boolean isZoned() {
    return line.contains(" zone");
  }

  /// Every entry that could be read, in the order of the listing; lines of another form are passed over.
  public static List<TrackedConnection> read(String text, String file) {
    var entries = new ArrayList<TrackedConnection>();
    int number = 0;
    for (String line : text.split("\n")) {
      var origin = new Origin(file, ++number);
      parse(line).ifPresent(c -> entries.add(new TrackedConnection(c, origin, line)));
    }
    return entries;
  }

  private static Optional<Connection> parse(String line) {
    String[] words = line.strip().split("\\s+");
    boolean named = words[0].equals("ipv4") || words[0].equals("ipv6"); // as /proc/net/nf_conntrack prints it
    int proto = Proto.number(words[named && words.length > 2 ? 2 : 0]);
    var first = new HashMap<String, String>();
    var second = new HashMap<String, String>();
    for (String word : words) {
      int equals = word.indexOf('=');
      if (equals < 0) continue;
      String key = word.substring(0, equals);
      (first.containsKey(key) ? second : first).putIfAbsent(key, word.substring(equals + 1));
    }
    Optional<Tuple> original = tuple(proto, first);
    Optional<Tuple> reply = tuple(proto, second);
    if (proto < 0 || original.isEmpty() || reply.isEmpty()) return Optional.empty();
    return Optional.of(new Connection(original.get(), reply.get(), false, status(line), number(first.get("mark"))));
  }

  private static Set<String> status(String line) {
    var status = new HashSet<>(Set.of("CONFIRMED"));
    if (!line.contains("[UNREPLIED]")) status.add("SEEN_REPLY");
    if (line.contains("[ASSURED]")) status.add("ASSURED");
    return status;
  }

  private static Optional<Tuple> tuple(int proto, Map<String, String> words) {
    Optional<Ip> src = Ip.tryParse(words.getOrDefault("src", ""));
    Optional<Ip> dst = Ip.tryParse(words.getOrDefault("dst", ""));
    if (src.isEmpty() || dst.isEmpty()) return Optional.empty();
    return Optional.of(new Tuple(src.get(), dst.get(), proto, (int) number(words.getOrDefault("sport", "-1")), (int) number(words.getOrDefault("dport", "-1"))));
  }

  private static long number(String text) {
    return text != null && text.matches("[0-9]{1,10}") ? Long.parseLong(text) : text == null ? 0 : -1;
  }
}
