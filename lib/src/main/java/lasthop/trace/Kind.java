package lasthop.trace;

import java.util.Locale;

/// Why a line was printed: a rule matched, a user chain ended, or a built-in chain ended.
///
/// RETURN and POLICY say this only when the number is one more than the chain has rules; else rule N is an
/// unconditional ACCEPT, DROP or RETURN and decides itself.
///
/// @kernel v6.12 net/ipv4/netfilter/ip_tables.c trace_packet
public enum Kind {
  RULE, RETURN, POLICY;

  /// The word as it stands in a log line.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
