package lasthop.netfilter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.ZipInputStream;
import lasthop.ip.Family;
import org.junit.jupiter.api.Test;

class RuleShapesTest {
  private static List<String> rulesets() throws IOException {
    var texts = new ArrayList<String>();
    try (var zip = new ZipInputStream(RuleShapesTest.class.getResourceAsStream("rulesets.zip"))) {
      for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (entry.getName().contains("kube")) texts.add(new String(zip.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return texts;
  }

  private static Ruleset read(String text, boolean remember) {
    return new SaveReader(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), "rules", Family.IPV4, remember).read();
  }

  /// The last table of the text twice over, so that every shape is met again, with one character damaged.
  private static String damaged(String text, Random random) {
    String doubled = text.replaceAll("(?m)^(?:\\[[0-9:]+\\] )?(-A .*)$", "$1\n$1");
    int at = random.nextInt(doubled.length());
    String with = List.of("", "x", "\"", " ", "9", "-", "\\", "/33").get(random.nextInt(8));
    return doubled.substring(0, at) + with + doubled.substring(at + 1);
  }

  @Test void readingByShapeFindsTheSameRulesAndTheSameFaults() throws IOException {
    long seed = System.nanoTime();
    System.out.println("RuleShapesTest seed " + seed);
    var random = new Random(seed);
    List<String> texts = rulesets();
    for (int i = 0; i < 400; i++) {
      String text = damaged(texts.get(random.nextInt(texts.size())), random);
      Ruleset by = read(text, true);
      Ruleset without = read(text, false);
      assertEquals(without.report().unread(), by.report().unread());
      assertEquals(IptablesSave.text(without, true), IptablesSave.text(by, true));
    }
  }
}
