package lasthop.nft;

import java.util.ArrayList;
import java.util.List;

/// Which way to go wherever more than one is possible. A walk asks for every choice in order; [#advance] moves to the
/// next combination, so that walking again and again until it says no goes every way once.
final class Choices {
  private final List<Integer> taken = new ArrayList<>();
  private final List<Integer> counts = new ArrayList<>();
  private int at;

  /// One of `count` ways, counted from 0.
  int pick(int count) {
    if (at == taken.size()) {
      taken.add(0);
      counts.add(count);
    }
    return taken.get(at++);
  }

  /// Makes ready for the next combination; false when there is none.
  boolean advance() {
    at = 0;
    while (!taken.isEmpty()) {
      int last = taken.size() - 1;
      if (taken.get(last) + 1 < counts.get(last)) {
        taken.set(last, taken.get(last) + 1);
        return true;
      }
      taken.removeLast();
      counts.removeLast();
    }
    return false;
  }
}
