package lasthop.routing;

import java.util.OptionalLong;

/// Numbers as iproute2 reads and prints them.
final class RouteWord {
  private RouteWord() {}

  /// A decimal, `0x` hexadecimal or `0` octal number up to a limit, as strtoul(3) with base 0.
  static OptionalLong unsigned(String text, long max) {
    try {
      boolean hex = text.startsWith("0x") || text.startsWith("0X");
      boolean octal = !hex && text.length() > 1 && text.charAt(0) == '0';
      String digits = hex ? text.substring(2) : text;
      if (digits.isEmpty() || !Character.isLetterOrDigit(digits.charAt(0))) return OptionalLong.empty();
      long value = Long.parseLong(digits, hex ? 16 : octal ? 8 : 10);
      return value >= 0 && value <= max ? OptionalLong.of(value) : OptionalLong.empty();
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }
}
