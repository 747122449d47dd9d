package lasthop.trace;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class DamageTest {
  private static final int ROUNDS = 300;

  private static List<String> sources() {
    var texts = new ArrayList<String>();
    for (var host : Corpus.LOGS.values()) {
      for (String file : List.of("rsyslog.txt", "rsyslog-iso.txt", "rfc5424.txt", "dmesg.txt")) {
        if (host.containsKey(file)) texts.add(host.get(file));
      }
    }
    return texts;
  }

  private static List<String> allHops(String text) {
    var hops = new ArrayList<String>();
    for (TracedPacket p : TraceLog.parse(text, "log", Hints.NONE).packets()) {
      for (String hop : p.hops()) hops.add(hop.toLowerCase(Locale.ROOT));
    }
    return hops;
  }

  @Test void damageThatLosesNothingCostsNoHopAndInventsNone() {
    long seed = System.nanoTime();
    System.out.println("DamageTest harmless, seed " + seed);
    List<String> sources = sources();
    int expected = 0;
    int found = 0;
    for (int round = 0; round < ROUNDS; round++) {
      var damage = new Damage(seed + round);
      String clean = sources.get(damage.below(sources.size()));
      String hurt = damage.harmless(clean);
      var want = allHops(clean);
      var got = allHops(hurt);
      expected += want.size();
      found += got.size();
      for (String hop : got) assertTrue(want.remove(hop), () -> "invented " + hop + " in\n" + hurt);
    }
    assertTrue(found >= expected * 0.97, found + " of " + expected + " hops recovered, seed " + seed);
  }

  @Test void lostCharactersNeverMakeAHopThatWasNotThere() {
    long seed = System.nanoTime();
    System.out.println("DamageTest dropped, seed " + seed);
    List<String> sources = sources();
    int expected = 0;
    int found = 0;
    for (int round = 0; round < ROUNDS; round++) {
      var damage = new Damage(seed + round);
      String clean = sources.get(damage.below(sources.size()));
      String hurt = damage.harmless(damage.dropped(clean, 1 + clean.length() / 2000));
      var want = allHops(clean);
      var got = allHops(hurt);
      expected += want.size();
      found += got.size();
      got.removeAll(want);
      for (String hop : got) {
        // A lost digit of a rule's number, or a lost letter of a chain's name, leaves a hop that reads well.
        assertTrue(want.stream().anyMatch(w -> isShortened(w, hop)), () -> "invented " + hop + " in\n" + hurt);
      }
    }
    assertTrue(found >= expected * 0.8, found + " of " + expected + " hops recovered, seed " + seed);
  }

  /// Whether one character less makes the one into the other.
  private static boolean isShortened(String whole, String cut) {
    if (whole.length() != cut.length() + 1) return false;
    int i = 0;
    while (i < cut.length() && whole.charAt(i) == cut.charAt(i)) i++;
    return whole.substring(i + 1).equals(cut.substring(i));
  }
}
