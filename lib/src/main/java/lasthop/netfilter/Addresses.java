package lasthop.netfilter;

import java.util.Optional;
import lasthop.ip.Family;
import lasthop.ip.Ip;

/// Addresses and masks of rules: iptables reads more than dotted quads, and prints masks with holes in full.
final class Addresses {
  /// An address and the mask that says which of its bits count; the others are cleared.
  record Net(Ip ip, Ip mask) {
    /// Length of the mask; -1 if it has holes.
    int length() {
      int bits = ip.family().bits();
      int length = 0;
      while (length < bits && mask.bit(length)) length++;
      for (int i = length; i < bits; i++) {
        if (mask.bit(i)) return -1;
      }
      return length;
    }

    /// `10.0.0.0/8`, or with the whole mask where it has holes.
    @Override public String toString() {
      int length = length();
      return ip + "/" + (length < 0 ? mask.toString() : Integer.toString(length));
    }
  }

  private Addresses() {}

  /// `10.0.1.1`, `10.1/16`, `10.0.0.0/255.0.0.0`, `fe80::/64`.
  static Net net(String text, Family family) throws Refused {
    int slash = text.indexOf('/');
    Ip ip = address(slash < 0 ? text : text.substring(0, slash), family);
    Ip mask = slash < 0 ? ones(family.bits(), family) : mask(text.substring(slash + 1), family);
    return new Net(and(ip, mask), mask);
  }

  /// One address. IPv4: missing octets at the end are 0, octets may be octal or hexadecimal; what is no address so is
  /// looked up.
  static Ip address(String text, Family family) throws Refused {
    Optional<Ip> numeric = numeric(text, family);
    return numeric.isPresent() ? numeric.get() : lookedUp(text, family);
  }

  /// The address a text is without looking it up.
  static Optional<Ip> numeric(String text, Family family) {
    if (family == Family.IPV6) return Ip.tryParse(text).filter(ip -> !ip.isV4());
    long bits = 0;
    String rest = text;
    for (int octet = 0; octet < 4; octet++) {
      int dot = octet < 3 ? rest.indexOf('.') : -1;
      String word = dot < 0 ? rest : rest.substring(0, dot);
      long value = Numbers.tryParse(word);
      if (value < 0 || value > 255) return Optional.empty();
      bits |= value << (24 - 8 * octet);
      if (dot < 0) return Optional.of(Ip.v4(bits));
      rest = rest.substring(dot + 1);
    }
    return Optional.of(Ip.v4(bits));
  }

  /// One address as getaddrinfo(3) finds it without asking anybody. IPv4: the last of one to four numbers fills the
  /// octets that are left, and an IPv6 address that holds an IPv4 one will do.
  static Ip lookedUp(String text, Family family) throws Refused {
    Optional<Ip> plain = Ip.tryParse(text);
    if (plain.isPresent() && plain.get().family() == family) return plain.get();
    if (family == Family.IPV4 && plain.isEmpty()) return numbers(text);
    return plain.filter(ip -> family == Family.IPV4 && ip.high() == 0 && ip.low() >>> 32 == 0xffff)
        .map(ip -> Ip.v4(ip.low() & 0xffffffffL))
        .orElseThrow(() -> new Refused("\"" + text + "\" is not an " + (family == Family.IPV4 ? "IPv4" : "IPv6") + " address; names are not looked up"));
  }

  /// An IPv4 address as inet_aton(3) reads it.
  private static Ip numbers(String text) throws Refused {
    String[] words = text.split("\\.", -1);
    long bits = 0;
    for (int i = 0; i < words.length; i++) {
      long value = words[i].startsWith("+") ? -1 : Numbers.tryParse(words[i]);
      long room = i < words.length - 1 ? 0xff : 0xffffffffL >>> 8 * i;
      if (words.length > 4 || value < 0 || value > room) {
        throw new Refused("\"" + text + "\" is not an IPv4 address; names are not looked up");
      }
      bits |= i < words.length - 1 ? value << 24 - 8 * i : value;
    }
    return Ip.v4(bits);
  }

  /// An address in its plain form, as inet_pton(3) reads it.
  static Ip strict(String text, Family family) throws Refused {
    return Ip.tryParse(text).filter(ip -> ip.family() == family)
        .orElseThrow(() -> new Refused("\"" + text + "\" is not an address"));
  }

  static Ip mask(String text, Family family) throws Refused {
    boolean whole = text.indexOf(family == Family.IPV4 ? '.' : ':') >= 0;
    if (whole) return numeric(text, family).orElseThrow(() -> new Refused("bad mask \"" + text + "\""));
    return ones((int) Numbers.parse(text, 0, family.bits()), family);
  }

  static Ip ones(int length, Family family) {
    return family == Family.IPV4 ? Ip.v4(-1).masked(length) : Ip.v6(-1, -1).masked(length);
  }

  private static Ip and(Ip ip, Ip mask) {
    return new Ip(ip.family(), ip.high() & mask.high(), ip.low() & mask.low());
  }
}
