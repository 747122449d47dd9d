package lasthop.routing;

/// The reverse-path filter modes, in the order of the kernel's numbers.
public enum RpFilter {
  OFF, STRICT, LOOSE;

  /// The mode of a number; every number above 2 acts as loose, as `rp_filter == 1` is the only test for strict.
  public static RpFilter of(long value) {
    return value <= 0 ? OFF : value == 1 ? STRICT : LOOSE;
  }
}
