package lasthop.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import lasthop.trace.Hints;
import lasthop.trace.TraceLog;

/// How long after a record was written a growing log shows it.
final class FollowFigures {
  private static final String RECORD = "May  8 16:30:29 node1 kernel: [842235.000021] TRACE: raw:PREROUTING:policy:2 IN=enp5s0 OUT= "
      + "SRC=192.168.235.13 DST=10.0.1.12 LEN=60 TOS=0x00 PREC=0x00 TTL=63 ID=28265 DF PROTO=TCP SPT=14024 DPT=8081 SEQ=1726587944 ACK=0 "
      + "WINDOW=29200 RES=0x00 SYN URGP=0 \n";
  /// Milliseconds between two records.
  private static final long PAUSE = 17;

  private FollowFigures() {}

  static List<Figure> of(Setting s) throws IOException {
    Path log = Files.write(s.folder().resolve("growing.log"), new byte[0]);
    var stop = new AtomicBoolean();
    var seen = new SynchronousQueue<Long>();
    Thread reader = Thread.ofPlatform().daemon().start(() -> follow(log, stop, seen));
    double[] millis = new double[s.quick() ? 60 : 200];
    try {
      for (int i = -10; i < millis.length; i++) {
        Thread.sleep(PAUSE);
        long written = System.nanoTime();
        Files.writeString(log, RECORD, StandardCharsets.US_ASCII, StandardOpenOption.APPEND);
        Long shown = seen.poll(10, TimeUnit.SECONDS);
        if (shown == null) throw new IOException("a record that was written is not followed");
        if (i >= 0) millis[i] = (shown - written) / 1e6;
      }
      stop.set(true);
      reader.join();
    } catch (InterruptedException e) {
      throw new IOException("interrupted", e);
    }
    Arrays.sort(millis);
    return List.of(Figure.atMost("--follow, from the write to the event, half of them", "ms", millis[millis.length / 2], 5),
        Figure.atMost("the same, 99 of 100", "ms", millis[millis.length * 99 / 100], 30));
  }

  private static void follow(Path log, AtomicBoolean stop, SynchronousQueue<Long> seen) {
    try {
      TraceLog.follow(log.toString(), Hints.NONE, false, stop::get, event -> {
        try {
          seen.put(System.nanoTime());
        } catch (InterruptedException e) {
          stop.set(true);
        }
      });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
