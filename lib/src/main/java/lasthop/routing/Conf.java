package lasthop.routing;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import lasthop.sysctl.Sysctls;

/// The per-device switches routing looks at, `net.ipv4.conf` and `net.ipv6.conf`. Values once read are kept.
final class Conf {
  /// An IPv4 switch, and what the kernel starts with.
  enum Key {
    RP_FILTER("rp_filter", 0, true), ACCEPT_LOCAL("accept_local", 0, true), FORWARDING("forwarding", 0, true),
    ROUTE_LOCALNET("route_localnet", 0, true), SRC_VALID_MARK("src_valid_mark", 0, false),
    SEND_REDIRECTS("send_redirects", 1, false), SHARED_MEDIA("shared_media", 1, false),
    BC_FORWARDING("bc_forwarding", 0, false), MC_FORWARDING("mc_forwarding", 0, false),
    IGNORE_LINKDOWN("ignore_routes_with_linkdown", 0, false);

    private final String word;
    private final long otherwise;
    private final boolean needed;

    /// @param needed whether a verdict hangs on it so often that a missing line must not be filled in
    Key(String word, long otherwise, boolean needed) {
      this.word = word;
      this.otherwise = otherwise;
      this.needed = needed;
    }
  }

  private static final long NOT_READ = Long.MIN_VALUE;
  private static final int KEYS = Key.values().length;

  private final Optional<Sysctls> sysctls;
  private final Map<String, long[]> v4 = new ConcurrentHashMap<>();

  Conf(Optional<Sysctls> sysctls) {
    this.sysctls = sysctls;
  }

  /// All or device. @kernel v6.12 include/linux/inetdevice.h IN_DEV_ORCONF
  boolean either(Key key, String dev) {
    return all(key) != 0 || device(key, dev) != 0;
  }

  /// All and device. @kernel v6.12 include/linux/inetdevice.h IN_DEV_ANDCONF
  boolean both(Key key, String dev) {
    return all(key) != 0 && device(key, dev) != 0;
  }

  /// The larger of all and device. @kernel v6.12 include/linux/inetdevice.h IN_DEV_MAXCONF
  long larger(Key key, String dev) {
    return Math.max(all(key), device(key, dev));
  }

  long all(Key key) {
    return device(key, "all");
  }

  /// @throws Missing when no text tells a value that verdicts hang on
  long device(Key key, String dev) {
    long[] values = v4.get(dev);
    if (values == null) {
      values = new long[KEYS];
      Arrays.fill(values, NOT_READ);
      v4.put(dev, values);
    }
    long value = values[key.ordinal()];
    if (value == NOT_READ) {
      value = read("ipv4", dev, key.word, key.otherwise, key.needed);
      values[key.ordinal()] = value;
    }
    return value;
  }

  long v6(String dev, String word) {
    return read("ipv6", dev, word, 0, false);
  }

  long number(String name, long otherwise) {
    return sysctls.orElseThrow(() -> missing(name)).number(name, otherwise);
  }

  private long read(String family, String dev, String word, long otherwise, boolean needed) {
    String name = Sysctls.conf(family, dev, word);
    Sysctls known = sysctls.orElseThrow(() -> missing(name));
    if (needed && known.entry(name).isEmpty()) throw missing(name);
    return known.number(name, otherwise);
  }

  private static Missing missing(String name) {
    return new Missing(name + " (sysctl.txt)", "sysctl -a");
  }
}
