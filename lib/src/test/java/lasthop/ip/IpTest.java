package lasthop.ip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpTest {

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      192.168.235.13                             | 192.168.235.13
      0.0.0.0                                    | 0.0.0.0
      2001:0db8:0000:0000:0000:0000:0000:0001    | 2001:db8::1
      2001:DB8:0:0:1:0:0:1                       | 2001:db8::1:0:0:1
      2001:db8:0:1:1:1:1:1                       | 2001:db8:0:1:1:1:1:1
      ::                                         | ::
      ::1                                        | ::1
      ::ffff:192.0.2.1                           | ::ffff:192.0.2.1
      ::ffff:c000:201                            | ::ffff:192.0.2.1
      64:ff9b::192.0.2.33                        | 64:ff9b::c000:221
      fe80::                                     | fe80::
      1:2:3:4:5:6:7::                            | 1:2:3:4:5:6:7:0
      """)
  void everySpellingHasOneShortForm(String text, String form) {
    assertEquals(form, Ip.parse(text).toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1.2.3", "1.2.3.4.5", "256.1.1.1", "01.2.3.4", "1.2.3.4 ", "a.b.c.d", ":", ":::", "1::2::3",
      "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "12345::", "::1%eth0", "1:2:3:4:5:6:7:", "::1.2.3", "1.2.3.4::"})
  void whatIsNoAddressIsRefused(String text) {
    assertTrue(Ip.tryParse(text).isEmpty());
    var error = assertThrows(IllegalArgumentException.class, () -> Ip.parse(text));
    assertTrue(error.getMessage().contains('"' + text + '"'));
  }

  @Test void printedAddressesReadBackAndAgreeWithTheJdk() throws UnknownHostException {
    long seed = System.nanoTime();
    System.out.println("IpTest seed " + seed);
    var random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      long mask = random.nextBoolean() ? -1L : random.nextLong() & random.nextLong();
      Ip ip = i % 3 == 0 ? Ip.v4(random.nextInt()) : Ip.v6(random.nextLong() & mask, random.nextLong() & mask);
      assertEquals(ip, Ip.parse(ip.toString()));
      byte[] bytes = InetAddress.getByName(ip.toString()).getAddress();
      for (int bit = 0; bit < ip.family().bits(); bit++) {
        boolean jdk = bytes.length * 8 == ip.family().bits() && (bytes[bit / 8] >> (7 - bit % 8) & 1) != 0;
        if (bytes.length * 8 == ip.family().bits()) assertEquals(jdk, ip.bit(bit));
      }
    }
  }

  @Test void prefixesHoldTheAddressesOfTheirFirstBits() {
    long seed = System.nanoTime();
    System.out.println("PrefixTest seed " + seed);
    var random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      Ip a = random.nextBoolean() ? Ip.v4(random.nextInt()) : Ip.v6(random.nextLong(), random.nextLong());
      int length = random.nextInt(a.family().bits() + 1);
      Ip b = a.isV4() ? Ip.v4(a.low() ^ 1L << random.nextInt(32)) : Ip.v6(a.high() ^ 1L << random.nextInt(64), a.low());
      boolean same = true;
      for (int bit = 0; bit < length; bit++) same &= a.bit(bit) == b.bit(bit);
      assertEquals(same, new Prefix(a, length).contains(b), a + "/" + length + " " + b);
      assertTrue(new Prefix(a, length).contains(a));
    }
    assertFalse(Prefix.parse("0.0.0.0/0").contains(Ip.parse("::1")));
    assertThrows(IllegalArgumentException.class, () -> Prefix.parse("10.0.1.0/33"));
  }
}
