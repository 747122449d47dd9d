package lasthop.diagnose;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lasthop.host.Host;

/// What sees a packet on a device before any hook does, and may take it without a line: XDP programs, and tc filters at ingress.
///
/// @param name as an operator calls it, with the line that shows it
/// @param collect the command that tells more of it
/// @kernel v6.12 net/core/dev.c __netif_receive_skb_core
record DevicePrograms(String name, String collect) {
  private static final Pattern XDP = Pattern.compile("^\\d+: ([^:@ ]+)[:@].* xdp(generic|drv|offload|multi)?(/id:\\d+)? .*");
  private static final Pattern FILTERS = Pattern.compile("^# dev (\\S+) ingress$");

  /// The first on a device, or on any where none is named.
  ///
  /// @param captured whether a capture shows the packet come in: XDP takes packets before a capture sees them
  static Optional<DevicePrograms> entering(Host host, String dev, boolean captured) {
    Optional<DevicePrograms> filters = find(host, "tc-filter.txt", FILTERS, dev).map(at -> new DevicePrograms("the tc filters on " + at, "tc -s filter show dev "
        + at.replaceFirst(" .*", "") + " ingress"));
    if (captured || filters.isPresent()) return filters;
    return find(host, "ip-link.txt", XDP, dev).or(() -> find(host, "ip-addr.txt", XDP, dev)).map(at -> new DevicePrograms("the XDP program on " + at, "bpftool net"));
  }

  /// The device, and where it stands.
  private static Optional<String> find(Host host, String file, Pattern pattern, String dev) {
    String[] lines = host.text(file).orElse("").split("\n");
    for (int i = 0; i < lines.length; i++) {
      Matcher m = pattern.matcher(lines[i]);
      if (m.matches() && (dev.isEmpty() || dev.equals(m.group(1)))) return Optional.of(m.group(1) + " (" + file + ":" + (i + 1) + ")");
    }
    return Optional.empty();
  }
}
