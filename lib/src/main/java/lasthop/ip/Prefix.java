package lasthop.ip;

/// A network: an address and how many of its first bits count.
///
/// @param ip the network address; host bits are kept as written, [#contains] ignores them
/// @param length 0 to 32 for IPv4, 0 to 128 for IPv6
public record Prefix(Ip ip, int length) {
  public Prefix {
    if (length < 0 || length > ip.family().bits()) {
      throw new IllegalArgumentException(
          "bad prefix \"" + ip + "/" + length + "\": length " + length + " is outside 0.." + ip.family().bits());
    }
  }

  /// The one-address prefix of an address.
  public static Prefix of(Ip ip) {
    return new Prefix(ip, ip.family().bits());
  }

  /// `0.0.0.0/0` or `::/0`.
  public static Prefix all(Family family) {
    return new Prefix(Ip.any(family), 0);
  }

  /// Reads `10.0.1.0/24`, `fe80::/64`, or an address without length (then all bits count).
  ///
  /// @throws IllegalArgumentException naming the text and what is wrong with it
  public static Prefix parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) return of(Ip.parse(text));
    Ip ip = Ip.parse(text.substring(0, slash));
    String digits = text.substring(slash + 1);
    if (digits.isEmpty() || digits.length() > 3 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw new IllegalArgumentException("bad prefix \"" + text + "\": length \"" + digits + "\" is not a number");
    }
    return new Prefix(ip, Integer.parseInt(digits));
  }

  public boolean contains(Ip other) {
    return other.family() == ip.family() && other.masked(length).equals(ip.masked(length));
  }

  /// Whether every address of the other prefix lies in this one.
  public boolean contains(Prefix other) {
    return other.length >= length && contains(other.ip);
  }

  /// The same network with its host bits cleared.
  public Prefix network() {
    return new Prefix(ip.masked(length), length);
  }

  /// Whether it stands for exactly one address.
  public boolean isHost() {
    return length == ip.family().bits();
  }

  /// `address/length`, also for a single address; iproute2 leaves the length away there.
  @Override public String toString() {
    return ip + "/" + length;
  }
}
