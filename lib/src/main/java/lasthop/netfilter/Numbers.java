package lasthop.netfilter;

/// Numbers as iptables reads them: decimal, `0x` hexadecimal, or octal after a leading zero.
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
    boolean hex = isHex(text);
    boolean octal = !hex && text.length() > 1 && text.charAt(0) == '0';
    int at = hex ? 2 : 0;
    while (at < text.length() && Character.digit(text.charAt(at), hex ? 16 : octal ? 8 : 10) >= 0) at++;
    return at;
  }

  /// The number at the beginning of a text that [#digitsEnd] found.
  static long value(String text) {
    int end = digitsEnd(text);
    boolean hex = isHex(text);
    int radix = hex ? 16 : text.charAt(0) == '0' && end > 1 ? 8 : 10;
    try {
      return Long.parseUnsignedLong(text, hex ? 2 : 0, end, radix) & Long.MAX_VALUE;
    } catch (NumberFormatException e) {
      return Long.MAX_VALUE;
    }
  }

  private static boolean isHex(String text) {
    return text.length() > 2 && text.charAt(0) == '0' && (text.charAt(1) | 0x20) == 'x'
        && Character.digit(text.charAt(2), 16) >= 0;
  }

  /// A word as an unsigned number of 64 bits, in decimal.
  static String unsigned(String text) throws Refused {
    int end = digitsEnd(text);
    if (end == 0 || end != text.length()) throw new Refused("\"" + text + "\" is not a number");
    boolean hex = isHex(text);
    try {
      long bits = Long.parseUnsignedLong(text, hex ? 2 : 0, end, hex ? 16 : text.charAt(0) == '0' && end > 1 ? 8 : 10);
      return Long.toUnsignedString(bits);
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
