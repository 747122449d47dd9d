package lasthop.sysctl;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import lasthop.text.Origin;

/// The kernel parameters of one host as `sysctl -a` printed them. Immutable.
///
/// Names are written with dots throughout (`net.ipv4.conf.eth0.5.rp_filter`), whatever mix of dots and slashes they
/// were read in: `sysctl` swaps the two where a device name holds a dot.
///
/// @param entries name to value, in order of reading
public record Sysctls(Map<String, Entry> entries) {
  public static final Sysctls NONE = new Sysctls(Map.of());

  /// One parameter: its value as printed, and where.
  public record Entry(String value, Origin origin) {}

  public Sysctls {
    entries = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(entries));
  }

  public boolean isEmpty() {
    return entries.isEmpty();
  }

  /// The entry of a name in either spelling.
  public Optional<Entry> entry(String name) {
    return Optional.ofNullable(entries.get(dotted(name)));
  }

  /// The value of a name, or the given one where the name or a number there is missing.
  public long number(String name, long otherwise) {
    Entry entry = entries.get(name);
    return entry == null ? otherwise : parsed(entry.value(), otherwise);
  }

  /// `net.FAMILY.conf.DEVICE.KEY`; device is a device's name, `all` or `default`.
  public static String conf(String family, String device, String key) {
    return "net." + family + ".conf." + device + "." + key;
  }

  /// A copy with one value set, as `sysctl -w` would.
  public Sysctls with(String name, String value, Origin origin) {
    var copy = new LinkedHashMap<>(entries);
    copy.put(dotted(name), new Entry(value, origin));
    return new Sysctls(copy);
  }

  /// The name with dots alone: `net/ipv4/conf/eth0.5/rp_filter` and `net.ipv4.conf.eth0/5.rp_filter` are the same.
  public static String dotted(String name) {
    return name.indexOf('/') < 0 ? name : name.replace('/', '.');
  }

  private static long parsed(String value, long otherwise) {
    try {
      return Long.parseLong(value.strip());
    } catch (NumberFormatException e) {
      return otherwise;
    }
  }
}
