package lasthop.sysctl;

import java.util.OptionalLong;

/// How the value for all devices and the value of one device make the value in force.
///
/// `default` takes no part: it only seeds devices made later.
///
/// @kernel v6.12 include/linux/inetdevice.h IN_DEV_MAXCONF, IN_DEV_ORCONF, IN_DEV_ANDCONF
public enum Combination {
  /// One value per network namespace; there is nothing to combine.
  NETNS,
  /// One value for the whole machine, set in its first namespace.
  HOST,
  /// The larger of the two.
  MAX,
  /// The smaller of the two.
  MIN,
  /// On if either is not 0.
  OR,
  /// On if both are not 0.
  AND,
  /// The device's own; `all` is never read (neighbour parameters have no `all`).
  DEVICE,
  /// The device's own; writing `all` writes it into every device and into `default`.
  DEVICE_WRITTEN_BY_ALL,
  /// The value of `all`; the device's own decides something else.
  ALL,
  /// [#AND] on a device that forwards, [#OR] on one that does not.
  ///
  /// @kernel v6.12 include/linux/inetdevice.h IN_DEV_RX_REDIRECTS
  BY_FORWARDING;

  /// The value in force, 0 or 1 where it is a switch; empty where two values do not settle it.
  public OptionalLong combined(long all, long device) {
    return switch (this) {
      case MAX -> OptionalLong.of(Math.max(all, device));
      case MIN -> OptionalLong.of(Math.min(all, device));
      case OR -> OptionalLong.of(all != 0 || device != 0 ? 1 : 0);
      case AND -> OptionalLong.of(all != 0 && device != 0 ? 1 : 0);
      case DEVICE, DEVICE_WRITTEN_BY_ALL -> OptionalLong.of(device);
      case ALL -> OptionalLong.of(all);
      case BY_FORWARDING -> (all != 0) == (device != 0) ? OptionalLong.of(all != 0 ? 1 : 0) : OptionalLong.empty();
      case NETNS, HOST -> OptionalLong.empty();
    };
  }

  /// Reads the name as the parameter file writes it: `device-written-by-all`.
  static Combination parse(String name) {
    return valueOf(name.toUpperCase(java.util.Locale.ROOT).replace('-', '_'));
  }
}
