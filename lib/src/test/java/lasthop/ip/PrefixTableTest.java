package lasthop.ip;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PrefixTableTest {

  @ParameterizedTest @EnumSource(Family.class)
  void agreesWithALinearScan(Family family) {
    long seed = System.nanoTime();
    System.out.println("PrefixTableTest: seed " + seed);
    var random = new Random(seed);
    for (int round = 0; round < 60; round++) {
      List<Prefix> prefixes = prefixes(random, family, random.nextInt(300));
      PrefixTable table = table(family, prefixes);
      for (int i = 0; i < 300; i++) {
        Ip ip = i % 3 == 0 || prefixes.isEmpty() ? random(random, family) : near(random, prefixes);
        int expected = scan(prefixes, ip, family.bits() + 1);
        assertEquals(expected, table.longest(ip), ip + " in " + prefixes + ", seed " + seed);
        for (int place = expected; place >= 0; place = table.shorter(place)) {
          assertEquals(scan(prefixes, ip, prefixes.get(place).length()), table.shorter(place), ip + ", seed " + seed);
        }
      }
    }
  }

  /// Full tables are kept another way, which is forced upon small ones here.
  @Test void theDirectTableAgreesWithALinearScan() {
    long seed = System.nanoTime();
    System.out.println("PrefixTableTest: seed " + seed);
    var random = new Random(seed);
    for (int round = 0; round < 6; round++) {
      List<Prefix> prefixes = prefixes(random, Family.IPV4, 100 + random.nextInt(500));
      if (round % 2 == 0) prefixes.sort(Comparator.comparing(Prefix::ip).thenComparing(Prefix::length));
      PrefixTable table = direct(prefixes);
      for (int i = 0; i < 4000; i++) {
        Ip ip = i % 3 == 0 ? random(random, Family.IPV4) : near(random, prefixes);
        assertEquals(scan(prefixes, ip, 33), table.longest(ip), ip + " in " + prefixes + ", seed " + seed);
      }
    }
  }

  @Test void theDirectTableHoldsMorePrefixesInAnAreaThanAnEntryCanCount() {
    var prefixes = new ArrayList<>(List.of(Prefix.parse("0.0.0.0/0"), Prefix.parse("10.0.0.0/8")));
    for (int low = 0; low < 0xff00; low++) {
      if (low % 256 == 0) prefixes.add(new Prefix(Ip.v4(0x0a010000L + low), 24));
      prefixes.add(Prefix.of(Ip.v4(0x0a010000L + low)));
    }
    prefixes.add(Prefix.parse("10.1.255.0/24"));
    PrefixTable table = direct(prefixes);
    for (String address : List.of("10.1.255.9", "10.1.254.255", "10.1.0.0", "10.2.0.0", "11.0.0.0", "255.255.255.255")) {
      assertEquals(scan(prefixes, Ip.parse(address), 33), table.longest(Ip.parse(address)), address);
    }
  }

  private static int scan(List<Prefix> prefixes, Ip ip, int below) {
    int best = -1;
    for (int i = 0; i < prefixes.size(); i++) {
      Prefix p = prefixes.get(i);
      boolean longer = best < 0 || p.length() > prefixes.get(best).length();
      if (p.length() < below && longer && p.contains(ip)) best = i;
    }
    return best;
  }

  /// Few leading bits vary, so that prefixes nest.
  private static List<Prefix> prefixes(Random random, Family family, int count) {
    var found = new LinkedHashSet<Prefix>();
    for (int i = 0; i < count; i++) {
      int length = random.nextInt(family.bits() + 1);
      Ip ip = i % 4 == 0 ? random(random, family) : i % 4 == 1 ? Ip.any(family) : all(family);
      if (i % 4 == 3 && !found.isEmpty()) ip = found.getLast().ip();
      found.add(new Prefix(ip, length).network());
    }
    return new ArrayList<>(found);
  }

  private static Ip all(Family family) {
    return family == Family.IPV4 ? Ip.v4(0xffffffffL) : Ip.v6(-1, -1);
  }

  private static Ip random(Random random, Family family) {
    return family == Family.IPV4 ? Ip.v4(random.nextLong()) : Ip.v6(random.nextLong(), random.nextLong());
  }

  private static Ip near(Random random, List<Prefix> prefixes) {
    Ip ip = prefixes.get(random.nextInt(prefixes.size())).ip();
    long step = random.nextInt(3) - 1;
    return ip.isV4() ? Ip.v4(ip.low() + step) : Ip.v6(ip.high() + (ip.low() == 0 && step < 0 ? -1 : 0), ip.low() + step);
  }

  private static PrefixTable table(Family family, List<Prefix> prefixes) {
    return table(family, prefixes, Integer.MAX_VALUE);
  }

  private static PrefixTable direct(List<Prefix> prefixes) {
    return table(Family.IPV4, prefixes, 0);
  }

  private static PrefixTable table(Family family, List<Prefix> prefixes, int directFrom) {
    long[] highs = prefixes.stream().mapToLong(p -> p.ip().high()).toArray();
    long[] lows = prefixes.stream().mapToLong(p -> p.ip().low()).toArray();
    byte[] lengths = new byte[prefixes.size()];
    // A length of 128 is kept as the byte -128.
    for (int i = 0; i < lengths.length; i++) lengths[i] = (byte) prefixes.get(i).length();
    return PrefixTable.of(family, highs, lows, lengths, directFrom);
  }
}
