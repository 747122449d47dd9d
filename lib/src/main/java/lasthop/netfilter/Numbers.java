package lasthop.netfilter;

/// Numbers as iptables reads them, by strtoul(3): decimal, `0x` hexadecimal, or octal after a leading zero; a plus sign
/// may stand in front.
final class Numbers {
  private Numbers() {}

  /// A whole word as a number.
  ///
  /// @throws Refused when it is none or lies outside the range
  static long parse(String text, long min, long max) throws Refused {
    long value = tryParse(text);
    if (value < 0) throw new Refused("\"" + text + "\" is not a number");
    if (value < min || value > max) throw new Refused("\"" + text + "\" is outside " + min + ".." + max);
    return value;
  }

  /// The number a word is, or -1. Numbers above 2^63 count as 2^63-1.
  static long tryParse(String text) {
    int at = digitsEnd(text);
    return at == text.length() && at > 0 ? value(text) : -1;
  }

  /// Where the digits of the number at the beginning of a text end; 0 if there is no number.
  static int digitsEnd(String text) {
    int radix = radix(text);
    int first = firstDigit(text);
    int at = first;
    while (at < text.length() && Character.digit(text.charAt(at), radix) >= 0) at++;
    return at == first ? 0 : at;
  }

  /// The number at the beginning of a text that [#digitsEnd] found.
  static long value(String text) {
    try {
      return Long.parseUnsignedLong(text, firstDigit(text), digitsEnd(text), radix(text)) & Long.MAX_VALUE;
    } catch (NumberFormatException e) {
      return Long.MAX_VALUE;
    }
  }

  private static int sign(String text) {
    return text.startsWith("+") ? 1 : 0;
  }

  private static int firstDigit(String text) {
    return sign(text) + (radix(text) == 16 ? 2 : 0);
  }

  private static int radix(String text) {
    int at = sign(text);
    if (text.length() < at + 2 || text.charAt(at) != '0') return 10;
    boolean hex = text.length() > at + 2 && (text.charAt(at + 1) | 0x20) == 'x' && Character.digit(text.charAt(at + 2), 16) >= 0;
    return hex ? 16 : 8;
  }

  /// A word as an unsigned number of 64 bits, in decimal.
  static String unsigned(String text) throws Refused {
    int end = digitsEnd(text);
    if (end == 0 || end != text.length()) throw new Refused("\"" + text + "\" is not a number");
    try {
      return Long.toUnsignedString(Long.parseUnsignedLong(text, firstDigit(text), end, radix(text)));
    } catch (NumberFormatException e) {
      throw new Refused("\"" + text + "\" is more than 64 bits hold");
    }
  }

  /// `a`, `a:b`, `:b`, `a:`; a missing end is 0 or the largest number. Printed `a` or `a:b`.
  static String range(String text, long max, String last) throws Refused {
    int colon = text.indexOf(':');
    if (colon < 0) return Long.toString(text.isEmpty() ? 0 : parse(text, 0, max));
    String low = text.substring(0, colon);
    String high = text.substring(colon + 1);
    long from = low.isEmpty() ? 0 : parse(low, 0, max);
    if (high.isEmpty()) return from + ":" + last;
    long to = parse(high, 0, max);
    return from == to ? Long.toString(from) : from + ":" + to;
  }

  static String hex(long value) {
    return "0x" + Long.toHexString(value);
  }

  static String hex(long value, int digits) {
    String h = Long.toHexString(value);
    return "0x" + "0".repeat(Math.max(0, digits - h.length())) + h;
  }
}
