package lasthop.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Packed packets are those that are kept whole: the slow twin is [TraceLog#open] on a small log.
class PackedPacketsTest {
  @TempDir Path folder;

  private static TraceLog packed(Path... files) throws IOException {
    var building = new Building(Hints.NONE, Building.ALL, 1);
    for (Path file : files) building.read(LogFile.of(file.toString()));
    return building.log();
  }

  private static long packedOf(TraceLog log) {
    return log.packets().stream().filter(p -> p.events() instanceof PackedPackets.Events).count();
  }

  @Test void recordedLogsGiveTheSamePacketsPacked() throws IOException {
    long packets = 0;
    for (var host : Corpus.LOGS.values()) {
      for (var file : host.entrySet()) {
        Path path = Files.writeString(folder.resolve(file.getKey()), file.getValue(), StandardCharsets.UTF_8);
        TraceLog whole = TraceLog.open(List.of(path.toString()), Hints.NONE);
        TraceLog packed = packed(path);
        assertEquals(whole, packed, file.getKey());
        for (int i = 0; i < whole.packets().size(); i++) {
          TracedPacket p = whole.packets().get(i);
          TracedPacket q = packed.packets().get(i);
          assertEquals(p.hops(), q.hops());
          assertEquals(p.host(), q.host());
          String asked = p.packet().header().id() < 0 ? "proto=" + p.packet().proto() : "id=" + p.packet().header().id();
          assertTrue(PacketSelector.parse(asked).matches(q), asked);
          assertEquals(PacketSelector.parse("seq=7").matches(p), PacketSelector.parse("seq=7").matches(q));
        }
        packets += packedOf(packed);
      }
    }
    assertTrue(packets > 1000, packets + " packets were packed");
  }

  @Test void aPacketAcrossTwoFilesIsKeptWhole() throws IOException {
    String log = Corpus.LOGS.values().stream().map(files -> files.getOrDefault("rsyslog.txt", "")).filter(t -> t.length() > 3000).findFirst().orElseThrow();
    int cut = log.indexOf('\n', log.indexOf("mangle:")) + 1;
    Path older = Files.writeString(folder.resolve("kern.log.1"), log.substring(0, cut));
    Path newer = Files.writeString(folder.resolve("kern.log"), log.substring(cut));
    TraceLog whole = TraceLog.open(List.of(older.toString(), newer.toString()), Hints.NONE);
    assertEquals(whole, packed(older, newer));
  }

  @Test void aRotatedLogCanStillBeReadAndOneThatWasOverwrittenSaysSo() throws IOException {
    String log = Corpus.LOGS.values().stream().map(files -> files.getOrDefault("rsyslog.txt", "")).filter(t -> t.length() > 3000).findFirst().orElseThrow();
    Path path = Files.writeString(folder.resolve("kern.log"), log);
    List<TracedPacket> packets = packed(path).packets();
    Files.move(path, folder.resolve("kern.log.1"));
    assertEquals(packets.getFirst().hops(), packets.getFirst().events().stream().map(Event::hop).toList());
    Files.writeString(folder.resolve("kern.log.1"), "x".repeat(log.length()));
    var e = assertThrows(UncheckedIOException.class, () -> packets.getLast().first());
    assertTrue(packets.size() > 1 && e.getMessage().contains("changed since it was read"), e.getMessage());
  }
}
