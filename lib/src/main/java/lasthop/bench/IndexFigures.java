package lasthop.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import lasthop.trace.LogIndex;

/// The index beside a log: asked again, its size, and what a log's growth costs.
final class IndexFigures {
  private static final long BASE = 64L << 20;
  private static final long MORE = 16L << 20;

  private final Setting s;

  private IndexFigures(Setting s) {
    this.s = s;
  }

  static List<Figure> of(Setting s, Path log) throws IOException {
    return new IndexFigures(s).all(log);
  }

  private List<Figure> all(Path log) throws IOException {
    String mib = (Files.size(log) >> 20) + " MiB";
    String ask = s.lasthop() + " trace " + TraceText.PROBE + " " + s.path(log.getFileName().toString()) + " --index > " + s.path("answer");
    String hello = StartFigures.hello(s) + " > /dev/null";
    Rounds again = Rounds.of(s.rounds(), () -> Shell.time(ask), () -> Shell.time(hello));
    double share = 100.0 * Files.size(beside(log)) / Files.size(log);
    return List.of(
        Figure.ratio("trace ID of " + mib + " by its index, wall", "ms", 1e3, again, Cost::wall, "hello world", 1.5).known(4),
        Figure.ratio("trace ID of " + mib + " by its index, CPU", "ms", 1e3, again, Cost::cpu, "hello world", 1.5).known(5),
        Figure.atMost("the index, of the log's size", "%", share, 6),
        growth());
  }

  /// 16 MiB more of an indexed log of 64 MiB, against an index of 16 MiB alone.
  private Figure growth() throws IOException {
    Path base = s.folder().resolve("base.log");
    Path more = s.folder().resolve("more.log");
    Path grown = s.folder().resolve("grown.log");
    TraceText.write(base, BASE, 7);
    TraceText.write(more, MORE, 8);
    refresh(base);
    Rounds rounds = Rounds.of(5, () -> {
      Files.copy(base, grown, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
      Files.copy(beside(base), beside(grown), StandardCopyOption.REPLACE_EXISTING);
      Files.write(grown, Files.readAllBytes(more), StandardOpenOption.APPEND);
      return Rounds.here(() -> refresh(grown));
    }, () -> {
      Files.deleteIfExists(beside(more));
      return Rounds.here(() -> refresh(more));
    });
    return Figure.ratio("16 MiB more of an indexed log of 64 MiB, CPU", "ms", 1e3, rounds, Cost::cpu, "an index of 16 MiB", 1.3);
  }

  private static Path beside(Path log) {
    return log.resolveSibling(log.getFileName() + ".lasthop");
  }

  private static void refresh(Path log) {
    try {
      List<String> notes = LogIndex.refresh(List.of(log.toString()));
      if (!notes.isEmpty()) throw new IOException(notes.getFirst());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
