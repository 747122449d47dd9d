package lasthop.bench;

import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// What JMH calls in its loop.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.SECONDS)
public class JmhLoop {
  static volatile LongSupplier work;

  /// The processor time of the loop's thread, which JMH does not measure.
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Counted {
    /// Nanoseconds.
    public long cpu;
    /// How often the work was done.
    public long times;

    private long begin;

    @Setup(Level.Iteration)
    public void begin() {
      begin = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    @TearDown(Level.Iteration)
    public void end() {
      cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - begin;
    }
  }

  @Benchmark
  public long once(Counted counted) {
    counted.times++;
    return work.getAsLong();
  }
}
