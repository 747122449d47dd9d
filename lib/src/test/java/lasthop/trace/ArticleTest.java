package lasthop.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The pasted log this project was born from: lower-cased, glued, with blanks in words and octets lost on a web page.
class ArticleTest {
  private static TraceLog read() throws IOException {
    try (var in = ArticleTest.class.getResourceAsStream("/trace-article.txt")) {
      return TraceLog.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8), "article.txt", Hints.NONE);
    }
  }

  private static TracedPacket packet(int id) throws IOException {
    List<TracedPacket> found = PacketSelector.id(id).from(read().packets());
    assertEquals(1, found.size());
    return found.getFirst();
  }

  @Test void theVanishedPacketHasEightHopsAndOneRepeat() throws IOException {
    TracedPacket p = packet(28265);
    assertEquals(List.of("raw:PREROUTING:policy:2", "nat:PREROUTING:rule:1", "nat:KUBE-SERVICES:rule:13", "nat:KUBE-NODEPORTS:return:1",
        "nat:KUBE-SERVICES:return:14", "nat:PREROUTING:rule:2", "nat:DOCKER:return:2", "nat:PREROUTING:policy:3"), p.hops());
    assertEquals(List.of("nat:PREROUTING:policy:3"), p.repeats().stream().map(Event::hop).toList());
    assertEquals("ceph2", p.host());
  }

  @Test void theSentPacketHasFifteenHopsAndChangesAddressThenDevice() throws IOException {
    TracedPacket p = packet(57266);
    assertEquals(15, p.events().size());
    assertEquals("nat:POSTROUTING:policy:10", p.last().hop());
    assertEquals("10.43.206.251", p.events().get(4).packet().dst().toString());
    assertEquals("10.0.1.12", p.events().get(5).packet().dst().toString());
    assertEquals("enp3s0", p.events().get(10).packet().meta().out());
    assertEquals("enp5s0", p.events().get(11).packet().meta().out());
  }

  @Test void valuesThatThePageLostAreTakenFromThePacketsOtherRecords() throws IOException {
    for (Event e : packet(57266).events()) {
      assertEquals(18130, e.packet().sport(), e.hop());
      assertEquals("192.168.235.13", e.packet().src().toString(), e.hop());
    }
  }

  @Test void namesWhoseCaseWasRestoredByConventionAreUncertain() throws IOException {
    for (Event e : packet(57266).events()) assertEquals(e.hook().isEmpty(), e.reading().chainUncertain(), e.hop());
  }

  @Test void everyMendedRecordIsReported() throws IOException {
    assertTrue(read().report().repairs().size() >= 23);
  }
}
