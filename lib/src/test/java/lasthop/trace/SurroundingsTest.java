package lasthop.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import lasthop.packet.Transport;
import org.junit.jupiter.api.Test;

/// Reading only the lines that are needed gives the packets that reading all of them gives.
class SurroundingsTest {
  private static Set<String> literals(TraceLog log) {
    var asked = new LinkedHashSet<String>();
    for (TracedPacket p : log.packets()) {
      if (p.packet().header().id() >= 0) asked.add("id=" + p.packet().header().id());
      if (p.packet().transport() instanceof Transport.Tcp t && t.seq() >= 0) asked.add("seq=" + t.seq());
    }
    return asked;
  }

  @Test void recordedLogsGiveTheSamePacketsWhole() throws IOException {
    int passed = 0;
    for (var host : Corpus.LOGS.entrySet()) {
      for (var file : host.getValue().entrySet()) {
        TraceLog whole = TraceLog.parse(file.getValue(), "log", Hints.NONE);
        for (String asked : literals(whole)) {
          var wanted = PacketSelector.parse(asked);
          var runs = Surroundings.needed(file.getValue().getBytes(StandardCharsets.UTF_8), wanted.literal().orElseThrow(), new Shapes());
          if (runs.isEmpty()) continue;
          passed++;
          assertEquals(near(wanted.from(whole.packets())), near(read(file.getValue(), runs.get(), wanted)), host.getKey() + " " + file.getKey() + " " + asked);
        }
      }
    }
    assertTrue(passed > 500, passed + " logs were not read whole");
  }

  private static List<TracedPacket> read(String text, List<Surroundings.Run> runs, PacketSelector wanted) throws IOException {
    var building = new Building(Hints.NONE, wanted::matches);
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (Surroundings.Run run : runs) {
      var lines = new ByteArrayInputStream(bytes, run.from(), run.to() - run.from());
      building.reader().read(lines, run.to() - run.from(), "log", "log", run.line(), run.from());
    }
    return building.log().packets();
  }

  /// Without the losses that only their stamps bring near: a search does not read so far.
  private static List<TracedPacket> near(List<TracedPacket> packets) {
    return packets.stream().map(p -> new TracedPacket(p.events(), p.repeats(), p.martians(), p.gaps().stream()
        .filter(g -> g.origin().line() >= p.first().origin().line() - 16 && g.origin().line() <= p.last().origin().line() + 16).toList())).toList();
  }

  @Test void linesOfOthersAreNotReadAndDamagedOnesAre() {
    String ours = line(7, 77, "192.0.2.1");
    String other = line(8, 78, "192.0.2.3");
    String text = other + ours + other;
    assertEquals(List.of(new Surroundings.Run(other.length(), other.length() + ours.length(), 1)), needed(text));
    for (String damaged : List.of(other.replace("WINDOW", "WINOW"), other.substring(0, 150) + "\n", other.replace("TRACE:", "TRA CE:"),
        other.replace("ID=78", "ID=7\n7"), other.replace("\n", ""), "Mar 1 and so on without an envelope\n")) {
      assertEquals(List.of(), needed(damaged + ours), damaged);
    }
    String martian = "May  8 16:30:29 node kernel: [    1.000007] IPv4: martian source 192.0.2.2 from 192.0.2.9, on dev eth0\n";
    assertEquals(1, needed(martian + ours).size());
    assertFalse(needed(martian + ours).isEmpty());
    assertEquals(List.of(), needed(martian.replace("192.0.2.9", "192.0.2.1") + ours));
  }

  private static String line(int n, int id, String src) {
    return ("May  8 16:30:29 node kernel: [    1.00000%d] TRACE: raw:PREROUTING:policy:2 IN=eth0 OUT= MAC=52:54:00:00:00:01:52:54:00:00:00:02:08:00 "
        + "SRC=%s DST=192.0.2.2 LEN=60 TOS=0x00 PREC=0x00 TTL=64 ID=%d DF PROTO=TCP SPT=1024 DPT=80 SEQ=9 ACK=0 WINDOW=29200 RES=0x00 SYN "
        + "URGP=0 OPT (020405B4) \n").formatted(n, src, id);
  }

  /// No run at all stands for "all of it".
  private static List<Surroundings.Run> needed(String text) {
    return Surroundings.needed(text.getBytes(StandardCharsets.US_ASCII), Cursor.key(" ID=77 "), new Shapes()).orElse(List.of());
  }
}
