package lasthop.bench;

import java.util.function.LongSupplier;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/// One iteration of JMH for each round of [Rounds], so that a rival has its turn between two of ours.
public final class JmhStopwatch implements Stopwatch {
  /// No fork: it would start Java and make the inputs again for each contestant of each round.
  private static final Options ITERATION = new OptionsBuilder().include(JmhLoop.class.getName() + "\\.").forks(0).warmupIterations(0)
      .measurementIterations(1).measurementTime(TimeValue.milliseconds(50)).syncIterations(false).verbosity(VerboseMode.SILENT).build();

  /// Called by the service loader.
  public JmhStopwatch() {
    // other runs of JMH on this machine disturb both contestants of a round, as all other work does
    System.setProperty("jmh.ignoreLock", "true");
  }

  @Override public String name() {
    return "JMH";
  }

  @Override public Cost time(LongSupplier work) {
    JmhLoop.work = work;
    try {
      RunResult result = new Runner(ITERATION).runSingle();
      var counted = result.getSecondaryResults();
      double times = counted.get("times").getScore();
      return new Cost(result.getPrimaryResult().getScore(), counted.get("cpu").getScore() / times / 1e9);
    } catch (RunnerException e) {
      throw new IllegalStateException(e);
    } finally {
      JmhLoop.work = null;
    }
  }
}
