package lasthop.diagnose;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lasthop.host.Host;
import lasthop.text.Origin;

/// What sees a packet on a device before any hook does, and may take it without a line: an XDP program, or tc filters at ingress.
///
/// @param line as it stands
/// @kernel v6.12 net/core/dev.c __netif_receive_skb_core
record DeviceProgram(Kind kind, String dev, String line, Origin origin) {
  enum Kind { XDP, TC }

  /// As `ip link` prints a device that has a program, and `collect` heads the filters of one.
  private static final Pattern XDP = Pattern.compile("^\\d+: ([^:@ ]+)[:@].* xdp(generic|drv|offload|multi)?(/id:\\d+)? .*");
  private static final Pattern TC = Pattern.compile("^# dev (\\S+) ingress$");

  /// The first on a device, or on any where none is named.
  ///
  /// @param captured whether a capture shows the packet come in: XDP takes packets before a capture sees them
  static Optional<DeviceProgram> entering(Host host, String dev, boolean captured) {
    Optional<DeviceProgram> filters = find(host, "tc-filter.txt", Kind.TC, dev);
    if (captured || filters.isPresent()) return filters;
    return find(host, "ip-link.txt", Kind.XDP, dev).or(() -> find(host, "ip-addr.txt", Kind.XDP, dev));
  }

  private static Optional<DeviceProgram> find(Host host, String file, Kind kind, String dev) {
    String[] lines = host.text(file).orElse("").split("\n");
    for (int i = 0; i < lines.length; i++) {
      Matcher m = (kind == Kind.XDP ? XDP : TC).matcher(lines[i]);
      if (m.matches() && (dev.isEmpty() || dev.equals(m.group(1)))) return Optional.of(new DeviceProgram(kind, m.group(1), lines[i], new Origin(file, i + 1)));
    }
    return Optional.empty();
  }

  /// The command that tells more of it.
  String collect() {
    return kind == Kind.XDP ? "bpftool net" : "tc -s filter show dev " + dev + " ingress";
  }

  @Override public String toString() {
    return kind == Kind.XDP ? "the XDP program on " + dev : "the tc filters on " + dev;
  }
}
