package lasthop.trace;

import java.util.List;
import lasthop.netfilter.Hook;

/// The order in which one packet meets hooks and tables, as far as joining lines needs it.
///
/// @kernel v6.12 include/uapi/linux/netfilter_ipv4.h enum nf_ip_hook_priorities
final class Stages {
  private static final List<String> TABLES = List.of("raw", "mangle", "nat", "filter", "security");
  /// Source NAT comes last, so nat follows filter and security where it rewrites sources.
  private static final List<String> SOURCE_NAT_TABLES = List.of("raw", "mangle", "filter", "security", "nat");

  private Stages() {}

  /// Whether a packet can meet the second table on the same hook after the first.
  static boolean later(Hook hook, String first, String second) {
    List<String> order = hook == Hook.INPUT || hook == Hook.POSTROUTING ? SOURCE_NAT_TABLES : TABLES;
    return order.indexOf(second) > order.indexOf(first);
  }

  /// Whether a packet can come to the second hook from the first. Stages whose tables are not loaded print nothing, so
  /// hooks may be skipped.
  ///
  /// @param loops whether it left by the loopback device and comes back by it
  static boolean follows(Hook first, Hook second, boolean loops) {
    return switch (second) {
      case PREROUTING -> loops && (first == Hook.POSTROUTING || first == Hook.OUTPUT);
      case INPUT -> first == Hook.PREROUTING || loops && (first == Hook.POSTROUTING || first == Hook.OUTPUT);
      case FORWARD -> first == Hook.PREROUTING;
      case OUTPUT -> false;
      case POSTROUTING -> first == Hook.FORWARD || first == Hook.OUTPUT || first == Hook.PREROUTING;
    };
  }
}
