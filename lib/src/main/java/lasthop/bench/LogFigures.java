package lasthop.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
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
    return List.of(
        Figure.ratio("trace ID of " + mib + ", cold, wall", "s", 1, cold, Cost::wall, "grep -F", 0.7).known(s.quick() ? 3 : 1.2),
        Figure.ratio("trace ID of " + mib + ", cold, CPU", "s", 1, cold, Cost::cpu, "grep -F", 1).known(s.quick() ? 4.5 : 1.8),
        Figure.plain("trace ID of " + mib + ", peak memory", "MiB", Shell.peakMiB(trace)),
        Figure.plain("cat log | cat, wall: moving the bytes once", "s", counted.ours(Cost::wall)),
        whole(s, grep, log, size));
  }

  /// Every packet of a part of the log, in this process, after it has warmed up.
  private static Figure whole(Setting s, String grep, Path log, long size) throws IOException {
    Path part = s.folder().resolve("part.log");
    long bytes = 32L << 20;
    TraceText.write(part, bytes, 7);
    Rounds parse = Rounds.of(5, Rounds.here(() -> read(part)), () -> Shell.time(grep));
    double grepPart = parse.rivals(Cost::cpu) * bytes / size;
    double ratio = parse.ratio(Cost::cpu) * size / bytes;
    return new Figure("all packets of 32 MiB, warm, CPU", "s", parse.ours(Cost::cpu), "grep -F", grepPart,
        java.util.OptionalDouble.of(ratio), java.util.OptionalDouble.of(1), false, 10, "limit: docs/performance.md");
  }

  private static List<TracedPacket> read(Path log) {
    try {
      return TraceLog.open(List.of(log.toString()), Hints.NONE).packets();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
