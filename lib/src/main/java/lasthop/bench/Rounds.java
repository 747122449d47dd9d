package lasthop.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;

/// Two contestants measured in turn, A B A B …, so that what disturbs the machine disturbs both.
///
/// @param ours one cost a round
/// @param rivals those of the other contestant, in the same rounds
record Rounds(Cost[] ours, Cost[] rivals) {

  /// One run of a contestant, which says itself what it took.
  interface Work {
    Cost run() throws IOException;
  }

  /// Measures two contestants after one unmeasured run of each.
  static Rounds of(int count, Work ours, Work rival) throws IOException {
    ours.run();
    rival.run();
    var rounds = new Rounds(new Cost[count], new Cost[count]);
    for (int i = 0; i < count; i++) {
      rounds.ours[i] = ours.run();
      rounds.rivals[i] = rival.run();
    }
    return rounds;
  }

  /// Measures work without a rival.
  static Rounds of(int count, Work ours) throws IOException {
    return of(count, ours, () -> new Cost(Double.NaN, Double.NaN));
  }

  /// What is done once in this thread.
  static Cost here(Runnable work) {
    var threads = ManagementFactory.getThreadMXBean();
    long cpu = threads.getCurrentThreadCpuTime();
    long wall = System.nanoTime();
    work.run();
    return new Cost((System.nanoTime() - wall) / 1e9, (threads.getCurrentThreadCpuTime() - cpu) / 1e9);
  }

  /// What can be done again and again in this process, as the stopwatch likes; the cost is that of one time.
  static Work loop(LongSupplier work) {
    return () -> Stopwatch.USED.time(work);
  }

  /// The same, of work that is many equal pieces.
  static Work loop(long pieces, LongSupplier work) {
    return () -> Stopwatch.USED.time(work).per(pieces);
  }

  /// The median of ours.
  double ours(ToDoubleFunction<Cost> of) {
    return median(Arrays.stream(ours).mapToDouble(of).toArray());
  }

  double rivals(ToDoubleFunction<Cost> of) {
    return median(Arrays.stream(rivals).mapToDouble(of).toArray());
  }

  /// The median of the rounds' own ratios, ours to the rival's.
  double ratio(ToDoubleFunction<Cost> of) {
    double[] ratios = new double[ours.length];
    for (int i = 0; i < ratios.length; i++) ratios[i] = of.applyAsDouble(ours[i]) / of.applyAsDouble(rivals[i]);
    return median(ratios);
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    int middle = values.length / 2;
    return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
  }
}
