package lasthop.link;

import java.util.ArrayList;
import java.util.List;
import lasthop.ip.Ip;
import lasthop.text.Lines;
import lasthop.text.Reading;
import lasthop.text.Report;
import lasthop.text.Unread;
import lasthop.text.Words;

/// Reads `ip neigh`: `10.0.1.1 dev eth0 lladdr 02:00:5e:10:00:01 REACHABLE`.
public final class NeighbourReader {
  private NeighbourReader() {}

  public static Reading<Neighbour> read(List<Lines> lines) {
    var items = new ArrayList<Neighbour>();
    var unread = new ArrayList<Unread>();
    for (Lines line : lines) {
      var words = new Words(line.line());
      var ip = Ip.tryParse(words.next());
      if (ip.isEmpty()) {
        unread.add(new Unread(line.origin(), line.line(), "does not begin with an address"));
        continue;
      }
      String dev = "";
      String mac = "";
      String state = "";
      while (words.hasNext()) {
        String word = words.next();
        switch (word) {
          case "dev" -> dev = words.next();
          case "lladdr" -> mac = words.next();
          case "router", "proxy", "extern_learn", "managed", "offload", "extern_valid" -> { }
          default -> {
            if (isState(word)) state = word;
            else unread.add(new Unread(line.origin(), word, "not a word of ip neigh that is known"));
          }
        }
      }
      items.add(new Neighbour(ip.get(), dev, mac, state, line.origin()));
    }
    return new Reading<>(items, new Report(List.of(), unread));
  }

  private static boolean isState(String word) {
    return switch (word) {
      case "PERMANENT", "NOARP", "REACHABLE", "STALE", "DELAY", "PROBE", "FAILED", "INCOMPLETE", "NONE" -> true;
      default -> false;
    };
  }
}
