package lasthop.netfilter;

import java.util.List;

/// Extensions that are not in the table: their words are kept as they stand.
final class Verbatim {
  private Verbatim() {}

  static Given match(String name, String words) throws Refused {
    var given = new Given(new Extension(name, List.of()));
    if (!words.isEmpty()) given.set(false, "", words);
    return given.keptInOrder();
  }

  static Given target(String name, String words) {
    var given = new Given(new Extension(name, List.of()));
    given.set(false, "", words);
    return given.keptInOrder();
  }

  static boolean isVerbatim(Given given) {
    return given.extension().options().isEmpty() && !given.isEmpty();
  }
}
