package lasthop.bench;

import java.util.function.Supplier;

/// How much memory a thing holds.
final class Heap {
  private static volatile Object held = "";

  private Heap() {}

  /// Bytes that stay in use while what is made is held.
  static long bytes(Supplier<?> made) {
    // Once without measuring: what the first use leaves or frees is not the thing's.
    held = made.get();
    held = "";
    long before = used();
    held = made.get();
    long after = used();
    held = "";
    return after - before;
  }

  /// Only each fourth full collection of the serial collector takes away the last few percent of what is dead.
  private static long used() {
    for (int i = 0; i < 4; i++) System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
