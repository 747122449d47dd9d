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
      int lost = 1 + clean.length() / 2000;
      String hurt = damage.harmless(damage.dropped(clean, lost));
      var want = allHops(clean);
      var got = allHops(hurt);
      expected += want.size();
      found += got.size();
      got.removeAll(want);
      for (String hop : got) {
        // A lost digit of a rule's number, or a lost letter of a chain's name, leaves a hop that reads well.
        assertTrue(want.stream().anyMatch(w -> isShortened(w, hop, lost)), () -> "invented " + hop + " in\n" + hurt);
      }
    }
    assertTrue(found >= expected * 0.8, found + " of " + expected + " hops recovered, seed " + seed);
  }

  /// Whether losing some characters, and no more than so many, makes the one into the other. Case is repaired apart.
  private static boolean isShortened(String whole, String cut, int most) {
    int missing = whole.length() - cut.length();
    if (missing < 1 || missing > most) return false;
    int at = 0;
    for (int i = 0; i < whole.length() && at < cut.length(); i++) {
      if (Character.toUpperCase(whole.charAt(i)) == Character.toUpperCase(cut.charAt(at))) at++;
    }
    return at == cut.length();
  }
}
