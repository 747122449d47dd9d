package lasthop.netfilter;

/// What happens to a packet at the end of a built-in chain.
///
/// @param accepts true for ACCEPT, false for DROP
public record Policy(boolean accepts) {
  public static final Policy ACCEPT = new Policy(true);
  public static final Policy DROP = new Policy(false);

  @Override public String toString() {
    return accepts ? "ACCEPT" : "DROP";
  }
}
