package lasthop.netfilter;

/// Why it cannot be said whether a condition holds, and so what must be assumed to go on.
///
/// @param probability how often the condition holds, 0 to 1, for RANDOM; -1 otherwise
public record Doubt(Condition condition, Kind kind, double probability) {
  /// RANDOM: drawn per packet. HISTORY: depends on earlier packets or on the clock. UNKNOWN: the packet or the
  /// host is not known well enough. UNMODELLED: this program does not know the match.
  public enum Kind { RANDOM, HISTORY, UNKNOWN, UNMODELLED }
}
