package lasthop.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class CorpusTest {
  private static final Set<String> DAMAGED = Set.of("lossy.txt", "paste-wrapped.txt", "paste-glued.txt", "paste-web.txt");

  @TestFactory Stream<DynamicTest> everyEnvelopeGivesTheRecordedPackets() {
    return Corpus.LOGS.entrySet().stream().filter(e -> Corpus.TRUTH.containsKey(e.getKey())).map(e -> dynamicTest(e.getKey(), () -> {
      for (var file : e.getValue().entrySet()) {
        if (!DAMAGED.contains(file.getKey())) holdsAll(e.getKey(), file.getKey(), file.getValue());
      }
    }));
  }

  private static void holdsAll(String host, String file, String text) {
    var read = new ArrayList<>(Corpus.hops(TraceLog.parse(text, file, Hints.NONE)));
    for (List<String> hops : Corpus.TRUTH.get(host)) {
      assertTrue(read.remove(hops), () -> host + " " + file + ": no packet " + hops + " among " + read);
    }
  }

  @TestFactory Stream<DynamicTest> cleanEnvelopesOfOneLogGiveTheSamePacketsWithNothingToReport() {
    return Corpus.LOGS.entrySet().stream().filter(e -> e.getValue().containsKey("dmesg.txt")).map(e -> dynamicTest(e.getKey(), () -> {
      List<List<String>> want = Corpus.hops(TraceLog.parse(e.getValue().get("dmesg.txt"), "dmesg.txt", Hints.NONE));
      for (var file : e.getValue().entrySet()) {
        if (DAMAGED.contains(file.getKey()) || file.getKey().contains("monitor")) continue;
        TraceLog log = TraceLog.parse(file.getValue(), file.getKey(), Hints.NONE);
        assertEquals(want, Corpus.hops(log), file.getKey());
        assertTrue(log.report().repairs().isEmpty(), file.getKey());
      }
    }));
  }

  @TestFactory Stream<DynamicTest> pastesWithAllRecordsGiveAllHops() {
    return Corpus.LOGS.entrySet().stream().filter(e -> e.getValue().containsKey("dmesg.txt")).map(e -> dynamicTest(e.getKey(), () -> {
      List<List<String>> want = lower(Corpus.hops(TraceLog.parse(e.getValue().get("dmesg.txt"), "dmesg.txt", Hints.NONE)));
      for (String file : List.of("paste-wrapped.txt", "paste-glued.txt", "paste-web.txt")) {
        if (!e.getValue().containsKey(file)) continue;
        assertEquals(want, lower(Corpus.hops(TraceLog.parse(e.getValue().get(file), file, Hints.NONE))), file);
      }
    }));
  }

  private static List<List<String>> lower(List<List<String>> hops) {
    return hops.stream().map(p -> p.stream().map(h -> h.toLowerCase(Locale.ROOT)).toList()).toList();
  }
}
