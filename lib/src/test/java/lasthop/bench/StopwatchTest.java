package lasthop.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

class StopwatchTest {
  private static final LongSupplier BUSY = () -> {
    long x = System.nanoTime() | 1;
    for (int i = 0; i < 5_000_000; i++) {
      x ^= x << 13;
      x ^= x >>> 7;
      x ^= x << 17;
    }
    return x;
  };

  @Test
  void jmhAgreesWithTwoLooksAtTheClock() throws IOException {
    assertEquals("JMH", Stopwatch.USED.name());
    var once = new Stopwatch.Once();
    double ratio = Rounds.of(5, Rounds.loop(BUSY), () -> once.time(BUSY)).ratio(Cost::cpu);
    assertTrue(ratio > 0.5 && ratio < 2, "ratio " + ratio);
  }

  @Test
  void waitingTakesNoProcessorTime() throws IOException {
    Rounds waited = Rounds.of(1, Rounds.loop(() -> {
      LockSupport.parkNanos(20_000_000);
      return 0;
    }));
    assertTrue(waited.ours(Cost::wall) > 0.015, "wall " + waited.ours(Cost::wall));
    assertTrue(waited.ours(Cost::cpu) < 0.005, "CPU " + waited.ours(Cost::cpu));
  }

  @Test
  void aLoopOfManyPiecesCostsThatMuchLessAPiece() throws IOException {
    Rounds rounds = Rounds.of(5, Rounds.loop(1000, BUSY), Rounds.loop(BUSY));
    assertTrue(rounds.ratio(Cost::cpu) < 0.002, "ratio " + rounds.ratio(Cost::cpu));
  }
}
