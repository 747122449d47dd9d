package lasthop.routing;

import java.util.OptionalLong;

/// The names of routing tables.
///
/// @kernel v6.12 include/uapi/linux/rtnetlink.h enum rt_class_t
public final class Tables {
  public static final long UNSPEC = 0;
  public static final long DEFAULT = 253;
  public static final long MAIN = 254;
  public static final long LOCAL = 255;

  private Tables() {}

  public static String name(long table) {
    if (table == LOCAL) return "local";
    if (table == MAIN) return "main";
    return table == DEFAULT ? "default" : Long.toString(table);
  }

  /// The number of a name or of a decimal or `0x` number; empty for a name of the host's own `rt_tables`.
  public static OptionalLong number(String name) {
    return switch (name) {
      case "local" -> OptionalLong.of(LOCAL);
      case "main" -> OptionalLong.of(MAIN);
      case "default" -> OptionalLong.of(DEFAULT);
      default -> RouteWord.unsigned(name, 0xffffffffL);
    };
  }
}
