package lasthop.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import lasthop.trace.Hints;
import lasthop.trace.TraceLog;
import lasthop.trace.TracedPacket;

/// Large logs: one packet of many, and all of them.
final class LogFigures {
  private LogFigures() {}

  static List<Figure> of(Setting s) throws IOException {
    long size = s.quick() ? 256L << 20 : 1L << 30;
    Path log = s.folder().resolve("kern.log");
    TraceText.write(log, size, 7);
    String mib = (size >> 20) + " MiB";
    String trace = s.lasthop() + " trace " + TraceText.PROBE + " " + s.path("kern.log") + " > " + s.path("answer");
    String grep = "LC_ALL=C grep -F ' ID=" + TraceText.PROBE + " ' " + s.path("kern.log") + " > " + s.path("found");
    Rounds cold = Rounds.of(s.rounds(), () -> Shell.time(trace), () -> Shell.time(grep));
    Rounds counted = Rounds.of(s.rounds(), () -> Shell.time("cat " + s.path("kern.log") + " | cat > /dev/null"));
    var figures = new ArrayList<>(List.of(
        Figure.ratio("trace ID of " + mib + ", cold, wall", "s", 1, cold, Cost::wall, "grep -F", 0.7).known(s.quick() ? 3 : 1),
        Figure.ratio("trace ID of " + mib + ", cold, CPU", "s", 1, cold, Cost::cpu, "grep -F", 1).known(s.quick() ? 2 : 1.1),
        Figure.plain("trace ID of " + mib + ", peak memory", "MiB", Shell.peakMiB(trace)),
        Figure.plain("cat log | cat, wall: moving the bytes once", "s", counted.ours(Cost::wall))));
    figures.addAll(IndexFigures.of(s, log));
    figures.addAll(FollowFigures.of(s));
    figures.add(whole(s, grep, size));
    figures.add(growth(s));
    figures.add(Figure.atMost("heap for each event of " + mib, "byte", heap(log), 24));
    return figures;
  }

  /// Every packet of a log that is just large enough to be packed, in this process, after it has warmed up.
  private static Figure whole(Setting s, String grep, long size) throws IOException {
    Path part = s.folder().resolve("large.log");
    long bytes = 128L << 20;
    TraceText.write(part, bytes, 7);
    for (int i = 0; i < 2; i++) read(part);
    Rounds parse = Rounds.of(5, Rounds.loop(() -> read(part).size()), () -> Shell.time(grep));
    double grepPart = parse.rivals(Cost::cpu) * bytes / size;
    double ratio = parse.ratio(Cost::cpu) * size / bytes;
    return new Figure("all packets of 128 MiB, warm, CPU", "s", parse.ours(Cost::cpu), "grep -F", grepPart,
        OptionalDouble.of(ratio), OptionalDouble.of(1), false, 3.2, "limit: docs/performance.md");
  }

  /// The slope of cost over size, both in logarithms: 1 is a cost for each byte that stays the same.
  private static Figure growth(Setting s) throws IOException {
    Path small = s.folder().resolve("part.log");
    Path large = s.folder().resolve("large.log");
    TraceText.write(small, 32L << 20, 7);
    long times = s.quick() ? 4 : 16;
    TraceText.write(large, times * Files.size(small), 7);
    Rounds rounds = Rounds.of(5, Rounds.loop(() -> stream(large)), Rounds.loop(() -> stream(small)));
    double slope = Math.log(rounds.ours(Cost::cpu) / rounds.rivals(Cost::cpu)) / Math.log(times);
    return Figure.atMost("growth of the cost from 32 MiB to " + times * 32 + " MiB, slope in log-log", "", slope, 1.05);
  }

  /// Bytes that stay in use for each event.
  private static double heap(Path log) {
    long events = read(log).stream().mapToLong(p -> p.events().size()).sum();
    return (double) Heap.bytes(() -> read(log)) / events;
  }

  /// All packets put together, none kept.
  private static long stream(Path log) {
    try {
      return TraceLog.select(List.of(log.toString()), Hints.NONE, p -> false).packets().size();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<TracedPacket> read(Path log) {
    try {
      return TraceLog.open(List.of(log.toString()), Hints.NONE).packets();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
