package lasthop.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

/// What the readers of a log remember of its lines, and what they leave out, changes no answer. The slow twin reads every
/// clean line by itself, with a reader that has seen no other, and keeps its event.
class MemoryTest {
  @TempDir Path folder;

  @RepeatedTest(6) void aLogIsReadAsItsLinesAre() throws IOException {
    long seed = System.nanoTime();
    String text = RandomLog.of(seed, 3000);
    Path path = Files.writeString(folder.resolve("kern.log"), text);
    var building = new Building(Hints.NONE, Building.ALL, 1);
    building.read(LogFile.of(path.toString()));
    TraceLog packed = building.log();
    TraceLog whole = TraceLog.open(List.of(path.toString()), Hints.NONE);
    assertEquals(whole, packed, "seed " + seed);
    for (int i = 0; i < whole.packets().size(); i++) assertEquals(whole.packets().get(i).hops(), packed.packets().get(i).hops(), "seed " + seed);
    assertEquals(slowly(text, path.toString()), eventsOf(packed), "seed " + seed);
    assertTrue(packed.packets().stream().filter(p -> p.events() instanceof PackedPackets.Events).count() > 200, "seed " + seed);
    assertTrue(packed.packets().stream().anyMatch(p -> !p.repeats().isEmpty()), "seed " + seed);
  }

  private static Set<Event> eventsOf(TraceLog log) {
    var events = new HashSet<Event>();
    for (TracedPacket p : log.packets()) {
      for (Event e : p.events()) if (e.reading() == Reading.CLEAN) events.add(e);
      for (Event e : p.repeats()) if (e.reading() == Reading.CLEAN) events.add(e);
    }
    return events;
  }

  private static Set<Event> slowly(String log, String name) throws IOException {
    var events = new ArrayList<Event>();
    int offset = 0;
    int number = 0;
    for (String line : log.split("(?<=\n)")) {
      var reader = new TraceReader(Hints.NONE, new TraceReader.Sink() {
        @Override public boolean event(Seen e, String source, String base, boolean entering) {
          if (e.reading() == Reading.CLEAN) events.add(e.event());
          return true;
        }

        @Override public void martian(Martian m) { }
      });
      reader.read(new ByteArrayInputStream(line.getBytes(StandardCharsets.UTF_8)), line.length(), name, name, number++, offset);
      offset += line.length();
    }
    return new HashSet<>(events);
  }
}
