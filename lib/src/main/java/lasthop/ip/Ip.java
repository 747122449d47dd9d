package lasthop.ip;

/// An IPv4 or IPv6 address, as a value that compares and hashes cheaply.
///
/// @param family which of the two; an IPv4-mapped IPv6 address is IPv6
/// @param high the first 64 bits of an IPv6 address in network order; 0 for IPv4
/// @param low the last 64 bits; an IPv4 address stands in the lower 32 of them, unsigned
public record Ip(Family family, long high, long low) implements Comparable<Ip> {

  // Written out: what a record makes of these is linked at its first use, which costs a one-liner 25 ms.
  @Override public boolean equals(Object other) {
    return other instanceof Ip ip && low == ip.low && high == ip.high && family == ip.family;
  }

  @Override public int hashCode() {
    return (family.ordinal() * 31 + Long.hashCode(high)) * 31 + Long.hashCode(low);
  }

  public static Ip v4(long bits) {
    return new Ip(Family.IPV4, 0, bits & 0xffffffffL);
  }

  public static Ip v6(long high, long low) {
    return new Ip(Family.IPV6, high, low);
  }

  /// `0.0.0.0` or `::`.
  public static Ip any(Family family) {
    return new Ip(family, 0, 0);
  }

  /// Reads `192.0.2.1` or any RFC 4291 form of an IPv6 address, mixed notation included.
  ///
  /// @throws IllegalArgumentException naming the text, if it is neither
  public static Ip parse(String text) {
    return IpText.parse(text);
  }

  /// Like [#parse], but empty where that would throw.
  public static java.util.Optional<Ip> tryParse(String text) {
    return IpText.tryParse(text);
  }

  public boolean isV4() {
    return family == Family.IPV4;
  }

  /// `0.0.0.0` or `::`.
  public boolean isAny() {
    return high == 0 && low == 0;
  }

  /// 224.0.0.0/4 or ff00::/8. RFC 5771, RFC 4291 section 2.7.
  public boolean isMulticast() {
    return isV4() ? (low >>> 28) == 0xe : (high >>> 56) == 0xff;
  }

  /// 127.0.0.0/8 or ::1. RFC 1122 section 3.2.1.3, RFC 4291 section 2.5.3.
  public boolean isLoopback() {
    return isV4() ? (low >>> 24) == 127 : high == 0 && low == 1;
  }

  /// 255.255.255.255; never an IPv6 address.
  public boolean isLimitedBroadcast() {
    return isV4() && low == 0xffffffffL;
  }

  /// 0.0.0.0/8 ("this network"); never an IPv6 address. RFC 1122 section 3.2.1.3.
  public boolean isZeronet() {
    return isV4() && (low >>> 24) == 0;
  }

  /// 169.254.0.0/16 or fe80::/10. RFC 3927, RFC 4291 section 2.5.6.
  public boolean isLinkLocal() {
    return isV4() ? (low >>> 16) == 0xa9fe : (high >>> 54) == 0x3fa;
  }

  /// Bit `i` counted from the most significant, 0 to `family.bits() - 1`.
  public boolean bit(int i) {
    if (isV4()) return (low >>> (31 - i) & 1) != 0;
    return i < 64 ? (high >>> (63 - i) & 1) != 0 : (low >>> (127 - i) & 1) != 0;
  }

  /// This address with all but the first `length` bits cleared.
  public Ip masked(int length) {
    if (isV4()) return v4(length == 0 ? 0 : low & (0xffffffffL << (32 - length)));
    long h = length >= 64 ? high : length == 0 ? 0 : high & (-1L << (64 - length));
    long l = length <= 64 ? 0 : low & (length == 128 ? -1L : -1L << (128 - length));
    return v6(h, l);
  }

  /// Unsigned numeric order; every IPv4 address before every IPv6 one.
  @Override public int compareTo(Ip other) {
    int byFamily = family.compareTo(other.family);
    if (byFamily != 0) return byFamily;
    int byHigh = Long.compareUnsigned(high, other.high);
    return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
  }

  /// Dotted quad, or the short form of RFC 5952 as iproute2 and iptables print it.
  @Override public String toString() {
    return IpText.print(this);
  }
}
