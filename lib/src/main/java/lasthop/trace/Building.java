package lasthop.trace;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// A [TraceLog] in the making: reader, assembler, and what they have yielded so far.
final class Building implements TraceReader.Sink {
  /// The packets of smaller logs are kept as they are: that takes less time.
  private static final long LARGE = 1 << 27;

  /// All packets are wanted.
  static final Predicate<TracedPacket> ALL = p -> true;

  private final Predicate<TracedPacket> keep;
  private final Assembler assembler;
  private final TraceReader reader;
  private final List<Martian> martians = new ArrayList<>();
  private final List<TracedPacket> packets = new ArrayList<>();
  private final long packedFrom;
  private Optional<PackedPackets> packing = Optional.empty();

  /// @param keep which packets are wanted
  Building(Hints hints, Predicate<TracedPacket> keep) {
    this(hints, keep, LARGE);
  }

  /// @param packedFrom how large a plain log must be for its packets to be packed, in bytes
  Building(Hints hints, Predicate<TracedPacket> keep, long packedFrom) {
    this.keep = keep;
    this.packedFrom = packedFrom;
    reader = new TraceReader(hints, this);
    assembler = new Assembler(this::over, reader::mended);
  }

  TraceReader reader() {
    return reader;
  }

  void read(LogFile file) throws IOException {
    try (InputStream in = file.open()) {
      long size = file.size();
      packing = size < packedFrom ? Optional.empty() : Optional.of(new PackedPackets(file.name()));
      reader.readsAgain(keep == ALL ? packing : Optional.empty());
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
    boolean packed = packing.isPresent() && !reader.isJournal() && packing.get().canPack(p.events);
    List<Event> events = packed && keep == ALL ? packing.get().pack(p.events) : events(p.events);
    var packet = new TracedPacket(events, events(p.repeats), p.martians, List.of());
    if (!keep.test(packet)) return;
    packets.add(packed && keep != ALL ? new TracedPacket(packing.get().pack(p.events), packet.repeats(), packet.martians(), List.of()) : packet);
  }

  private static List<Event> events(List<Seen> records) {
    var events = new ArrayList<Event>(records.size());
    for (Seen s : records) events.add(s.event());
    return events;
  }

  @Override public boolean event(Seen e, String source, String base, boolean entering) {
    return assembler.accept(e, source, base, entering);
  }

  @Override public void martian(Martian m) {
    martians.add(m);
    assembler.explain(m);
  }

  TraceLog log() {
    assembler.finish();
    packing.ifPresent(PackedPackets::close);
    var marked = new ArrayList<TracedPacket>(packets.size());
    for (TracedPacket p : packets) marked.add(Gaps.of(p, reader.gaps()));
    return new TraceLog(marked, martians, reader.gaps(), reader.report());
  }
}
