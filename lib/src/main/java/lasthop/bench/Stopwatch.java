package lasthop.bench;

import java.util.ServiceLoader;
import java.util.function.LongSupplier;

/// Times a loop of this process: JMH where it is on the class path, which decision 0007 tells about.
interface Stopwatch {
  Stopwatch USED = ServiceLoader.load(Stopwatch.class).findFirst().orElseGet(Once::new);

  String name();

  /// What the work took on its thread, each time it was done.
  ///
  /// @param work may be done any number of times; what it returns keeps it from being optimised away
  Cost time(LongSupplier work);

  /// The work done once, between two looks at the clocks.
  final class Once implements Stopwatch {
    private static volatile long sink;

    @Override public String name() {
      return "a loop of its own, as JMH is not on the class path";
    }

    @Override public Cost time(LongSupplier work) {
      return Rounds.here(() -> sink = work.getAsLong());
    }
  }
}
