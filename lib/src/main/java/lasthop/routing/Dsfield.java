package lasthop.routing;

import java.util.OptionalInt;

/// The type-of-service octet as iproute2 reads and prints it: a name of `rt_dsfield` or a hexadecimal number.
final class Dsfield {
  private static final String[] NAMES = {"AF11", "AF12", "AF13", "AF21", "AF22", "AF23", "AF31", "AF32", "AF33", "AF41",
      "AF42", "AF43", "CS1", "CS2", "CS3", "CS4", "CS5", "CS6", "CS7", "EF", "lowdelay", "throughput", "reliability",
      "mincost", "default"};
  private static final int[] VALUES = {0x28, 0x30, 0x38, 0x48, 0x50, 0x58, 0x68, 0x70, 0x78, 0x88, 0x90, 0x98, 0x20,
      0x40, 0x60, 0x80, 0xa0, 0xc0, 0xe0, 0xb8, 0x10, 0x08, 0x04, 0x02, 0x00};
  private static final int CURRENT_NAMES = 20;

  private Dsfield() {}

  /// The number of a name in any case, or of a hexadecimal number with or without `0x`.
  static OptionalInt parse(String word) {
    for (int i = 0; i < NAMES.length; i++) if (NAMES[i].equalsIgnoreCase(word)) return OptionalInt.of(VALUES[i]);
    String digits = word.startsWith("0x") || word.startsWith("0X") ? word.substring(2) : word;
    try {
      int value = Integer.parseInt(digits, 16);
      return value >= 0 && value <= 255 ? OptionalInt.of(value) : OptionalInt.empty();
    } catch (NumberFormatException e) {
      return OptionalInt.empty();
    }
  }

  /// The same as a command takes it: of the names only those of today's `rt_dsfield`, in its case.
  static OptionalInt asked(String word) {
    boolean old = false;
    for (int i = 0; i < NAMES.length; i++) {
      if (NAMES[i].equalsIgnoreCase(word)) old = !NAMES[i].equals(word) || i >= CURRENT_NAMES && VALUES[i] != 0;
    }
    return old ? OptionalInt.empty() : parse(word);
  }

  static String print(int value) {
    for (int i = 0; i < CURRENT_NAMES; i++) if (VALUES[i] == value) return NAMES[i];
    return (value < 16 ? "0x0" : "0x") + Integer.toHexString(value);
  }
}
