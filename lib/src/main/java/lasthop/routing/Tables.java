package lasthop.routing;

/// Names of routing tables: `local`, `main`, `default`, a number, or a name from the host's own `rt_tables`.
///
/// @kernel v6.12 include/uapi/linux/rtnetlink.h enum rt_class_t
public final class Tables {
  public static final String DEFAULT = "default";
  public static final String MAIN = "main";
  public static final String LOCAL = "local";

  private Tables() {}

  /// Whether it is one of the three tables that every host has.
  public static boolean isBuiltIn(String table) {
    return table.equals(LOCAL) || table.equals(MAIN) || table.equals(DEFAULT);
  }

  /// The one spelling of a table: a name where it has one, whether it was written as name, decimal or `0x` number.
  public static String named(String word) {
    return switch (word) {
      case "255" -> LOCAL;
      case "254" -> MAIN;
      case "253" -> DEFAULT;
      default -> RouteWord.unsigned(word, 0xffffffffL).isPresent() && !word.equals("0") && word.startsWith("0")
          ? named(Long.toString(RouteWord.unsigned(word, 0xffffffffL).getAsLong())) : word;
    };
  }
}
