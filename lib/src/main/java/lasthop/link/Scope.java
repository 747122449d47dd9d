package lasthop.link;

import java.util.OptionalInt;

/// How far an address or route reaches, in the kernel's numbers: the larger, the nearer.
///
/// @kernel v6.12 include/uapi/linux/rtnetlink.h enum rt_scope_t
public final class Scope {
  public static final int UNIVERSE = 0;
  public static final int SITE = 200;
  public static final int LINK = 253;
  public static final int HOST = 254;
  public static final int NOWHERE = 255;

  private Scope() {}

  /// `global`, `site`, `link`, `host`, `nowhere`, or the number.
  public static String name(int scope) {
    return switch (scope) {
      case UNIVERSE -> "global";
      case SITE -> "site";
      case LINK -> "link";
      case HOST -> "host";
      case NOWHERE -> "nowhere";
      default -> Integer.toString(scope);
    };
  }

  /// The number of a name or decimal number; empty when it is neither or outside 0 to 255.
  public static OptionalInt number(String name) {
    return switch (name) {
      case "global" -> OptionalInt.of(UNIVERSE);
      case "site" -> OptionalInt.of(SITE);
      case "link" -> OptionalInt.of(LINK);
      case "host" -> OptionalInt.of(HOST);
      case "nowhere" -> OptionalInt.of(NOWHERE);
      default -> decimal(name);
    };
  }

  private static OptionalInt decimal(String text) {
    try {
      int value = Integer.parseInt(text);
      return value >= 0 && value <= 255 ? OptionalInt.of(value) : OptionalInt.empty();
    } catch (NumberFormatException e) {
      return OptionalInt.empty();
    }
  }
}
