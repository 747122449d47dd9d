package lasthop.trace;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import lasthop.text.Report;

/// What a trace log holds: its packets, in the order of their first records, and what the log says beside them.
///
/// @param packets one per packet and host
/// @param martians every martian line, also those no packet could be found for
/// @param gaps every place where the log lost records
/// @param report what was mended and what looks like TRACE but could not be read
public record TraceLog(List<TracedPacket> packets, List<Martian> martians, List<Gap> gaps, Report report) {
  public TraceLog {
    packets = List.copyOf(packets);
    martians = List.copyOf(martians);
    gaps = List.copyOf(gaps);
  }

  /// Reads whole files, together as one log: rotated parts of a set in their true order, `.gz` and `.zst` decompressed,
  /// `-` as standard input.
  ///
  /// @throws IOException saying what is wrong with which file and what to do, when one cannot be read at all
  public static TraceLog open(List<String> files, Hints hints) throws IOException {
    var building = new Building(hints, Building.ALL);
    for (LogFile file : LogFile.inOrder(files)) building.read(file);
    return building.log();
  }

  /// Reads text that is already here.
  ///
  /// @param name stands for the file's name in every origin
  public static TraceLog parse(String text, String name, Hints hints) {
    var building = new Building(hints, Building.ALL);
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      building.reader().read(new ByteArrayInputStream(bytes), bytes.length, name, name, 0, 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return building.log();
  }

  /// Reads files as [#open] does but keeps only packets of interest: memory grows with them and not with the log.
  ///
  /// @throws IOException as [#open]
  public static TraceLog select(List<String> files, Hints hints, Predicate<TracedPacket> keep) throws IOException {
    var building = new Building(hints, keep);
    for (LogFile file : LogFile.inOrder(files)) building.read(file);
    return building.log();
  }

  /// Hands on each event of a log that is still being written, at most a few milliseconds after it was written, until
  /// told to stop. A rotated log is followed into its new file, one cut back to nothing from its start.
  ///
  /// @param fromEnd whether to pass over what is there already
  /// @param stop asked again and again; once true this returns
  /// @throws IOException when the file cannot be read
  public static Report follow(String file, Hints hints, boolean fromEnd, BooleanSupplier stop, Consumer<Event> each) throws IOException {
    var reader = new TraceReader(hints, new TraceReader.Sink() {
      @Override public boolean event(Seen e, String source, String base, boolean entering) {
        each.accept(e.event());
        return true;
      }

      @Override public void martian(Martian m) { }
    });
    try (InputStream in = new GrowingFile(Path.of(file), fromEnd, stop)) {
      reader.read(in, file, file);
    }
    return reader.report();
  }
}
