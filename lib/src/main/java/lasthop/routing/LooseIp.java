package lasthop.routing;

import java.util.OptionalLong;
import lasthop.ip.Ip;
import lasthop.ip.Prefix;

/// IPv4 addresses as iproute2 takes them on its command line: `10.1` is 10.1.0.0, numbers may be octal or hexadecimal, and
/// a mask may stand for the length.
///
/// @kernel iproute2 lib/utils.c get_addr_ipv4, get_prefix_1
final class LooseIp {
  private LooseIp() {}

  /// @throws IllegalArgumentException where it is no prefix
  static Prefix prefix(String word) {
    int slash = word.indexOf('/');
    String address = slash < 0 ? word : word.substring(0, slash);
    if (address.indexOf(':') >= 0) return Prefix.parse(word);
    Ip ip = Ip.v4(dotted(address));
    if (slash < 0) return Prefix.of(ip);
    String length = word.substring(slash + 1);
    if (length.indexOf('.') < 0) return new Prefix(ip, (int) number(length, 32, word));
    int mask = (int) dotted(length);
    int ones = Integer.bitCount(mask);
    if (ones < 32 && mask << ones != 0) throw bad(word);
    return new Prefix(ip, ones);
  }

  private static long dotted(String word) {
    String[] octets = word.split("\\.", -1);
    if (octets.length > 4) throw bad(word);
    long bits = 0;
    for (int i = 0; i < 4; i++) bits = bits << 8 | (i < octets.length ? number(octets[i], 255, word) : 0);
    return bits;
  }

  private static long number(String digits, long max, String word) {
    OptionalLong value = RouteWord.unsigned(digits.startsWith("+") ? digits.substring(1) : digits, max);
    return value.orElseThrow(() -> bad(word));
  }

  private static IllegalArgumentException bad(String word) {
    return new IllegalArgumentException("bad prefix \"" + word + "\"");
  }
}
