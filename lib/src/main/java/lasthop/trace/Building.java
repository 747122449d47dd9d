package lasthop.trace;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// A [TraceLog] in the making: reader, assembler, and what they have yielded so far.
final class Building implements TraceReader.Sink {
  private final Predicate<TracedPacket> keep;
  private final Assembler assembler;
  private final TraceReader reader;
  private final List<Martian> martians = new ArrayList<>();
  private final List<TracedPacket> packets = new ArrayList<>();

  /// @param keep which packets are wanted
  Building(Hints hints, Predicate<TracedPacket> keep) {
    this.keep = keep;
    reader = new TraceReader(hints, this);
    assembler = new Assembler(this::over, reader::mended);
  }

  TraceReader reader() {
    return reader;
  }

  void read(LogFile file) throws IOException {
    try (InputStream in = file.open()) {
      long size = file.size();
      long read = read(in, file);
      if (read < size) reader.shrank(file.name(), read, size);
    }
  }

  private long read(InputStream in, LogFile file) throws IOException {
    try {
      return reader.read(in, file.name(), file.set());
    } catch (IOException e) {
      throw new IOException(file.name() + " cannot be read (" + e.getMessage() + "): fetch it again", e);
    }
  }

  private void over(OpenPacket p) {
    var packet = new TracedPacket(p.events, p.repeats, p.martians, List.of());
    if (keep.test(packet)) packets.add(packet);
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
