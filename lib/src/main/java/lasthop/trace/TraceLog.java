package lasthop.trace;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
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
    var building = new Building(hints);
    for (LogFile file : LogFile.inOrder(files)) {
      try (InputStream in = file.open()) {
        building.reader.read(in, file.name(), file.set());
      }
    }
    return building.log();
  }

  /// Reads text that is already here.
  ///
  /// @param name stands for the file's name in every origin
  public static TraceLog parse(String text, String name, Hints hints) {
    var building = new Building(hints);
    try {
      building.reader.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), name, name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return building.log();
  }

  /// Reads files as [#open] does, but hands each packet on when it is over instead of keeping it: memory does not grow
  /// with the log. Packets come about in the order of their first records. What is returned holds no packets.
  ///
  /// @throws IOException as [#open]
  public static TraceLog scan(List<String> files, Hints hints, Consumer<TracedPacket> each) throws IOException {
    var scanning = new Building(hints, each);
    for (LogFile file : LogFile.inOrder(files)) {
      try (InputStream in = file.open()) {
        scanning.reader.read(in, file.name(), file.set());
      }
    }
    return scanning.log();
  }

  /// Reader, assembler and what they yield.
  private static final class Building implements TraceReader.Sink {
    private final Assembler assembler;
    private final TraceReader reader;
    private final List<Martian> martians = new ArrayList<>();
    private final List<TracedPacket> packets = new ArrayList<>();

    Building(Hints hints) {
      reader = new TraceReader(hints, this);
      assembler = new Assembler(p -> packets.add(packet(p, List.of())), reader::mended);
    }

    Building(Hints hints, Consumer<TracedPacket> each) {
      reader = new TraceReader(hints, this);
      assembler = new Assembler(p -> each.accept(Gaps.of(packet(p, List.of()), reader.gaps())), reader::mended);
    }

    private static TracedPacket packet(OpenPacket p, List<Gap> gaps) {
      return new TracedPacket(p.events, p.repeats, p.martians, gaps);
    }

    @Override public boolean event(Event e, String source, String base, boolean entering) {
      return assembler.accept(e, source, base, entering);
    }

    @Override public void martian(Martian m) {
      martians.add(m);
      assembler.explain(m);
    }

    TraceLog log() {
      assembler.finish();
      var marked = new ArrayList<TracedPacket>(packets.size());
      for (TracedPacket p : packets) marked.add(Gaps.of(p, reader.gaps()));
      return new TraceLog(marked, martians, reader.gaps(), reader.report());
    }
  }
}
