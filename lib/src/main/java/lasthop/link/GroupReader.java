package lasthop.link;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lasthop.ip.Ip;
import lasthop.text.Lines;
import lasthop.text.Report;
import lasthop.text.Unread;
import lasthop.text.Words;

/// Reads `ip maddr`: a line `2: eth0` for each device, and below it `inet 239.1.2.3 users 2`, `inet6 ff02::1`, `link 33:33:…`.
public final class GroupReader {
  private static final Ip ALL_HOSTS = Ip.v4(0xe0000001L);

  private GroupReader() {}

  /// @param joined the groups of each device by its name; without devices that are down, and those of which only the groups of
  ///     IPv6 are listed: all others have joined all-hosts
  public record Read(Map<String, Set<Ip>> joined, Report report) {}

  public static Read read(String file, String text) {
    var joined = new LinkedHashMap<String, Set<Ip>>();
    var unread = new ArrayList<Unread>();
    String device = "";
    for (Lines line : Lines.of(file, text)) {
      var words = new Words(line.line());
      String first = words.next();
      if (first.endsWith(":") && words.hasNext()) {
        device = words.next();
        joined.put(device, new LinkedHashSet<>());
        continue;
      }
      if (first.equals("link")) continue;
      Optional<Ip> group = first.startsWith("inet") && words.hasNext() && !device.isEmpty() ? Ip.tryParse(words.next()) : Optional.empty();
      if (group.isPresent()) joined.get(device).add(group.get());
      else unread.add(new Unread(line.origin(), line.line(), "not a line of ip maddr"));
    }
    joined.values().removeIf(groups -> !groups.contains(ALL_HOSTS));
    return new Read(joined, new Report(List.of(), unread));
  }
}
