package lasthop.collect;

import java.nio.charset.StandardCharsets;
import lasthop.ip.Ip;
import lasthop.ip.Prefix;

/// Other addresses and words for the real ones: the same for the same key, in this class and in `collect.sh`.
///
/// Addresses that share their first n bits still share exactly n bits, so routes and rules decide as before. The first
/// 8 bits (16 in IPv6) and the last 8 (16) stay; so do loopback, link-local, multicast and broadcast, and the private
/// ranges as ranges. This hides names from readers; it is not encryption: who knows some pairs can work out others.
final class Pseudonyms {
  private static final Prefix[] KEPT = prefixes("0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/3");
  private static final Prefix[] RANGES = prefixes("172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "169.254.0.0/16");
  private static final Prefix LINK_LOCAL = Prefix.parse("fe80::/10");
  private static final Prefix TRANSLATED = Prefix.parse("64:ff9b::/96");

  private final byte[] key;
  private long a;
  private long b;

  Pseudonyms(String key) {
    this.key = key.getBytes(StandardCharsets.UTF_8);
  }

  private static Prefix[] prefixes(String... texts) {
    var out = new Prefix[texts.length];
    for (int i = 0; i < texts.length; i++) out[i] = Prefix.parse(texts[i]);
    return out;
  }

  // A small keyed mixer whose numbers stay below 2^53: awk has nothing but doubles.

  private void start(int kind) {
    a = 1;
    b = 1;
    for (byte letter : key) step(letter & 0xff);
    step(kind);
    step(kind + 1);
  }

  private void step(int c) {
    a = (a * a + b + c) % 67108859;
    b = (b * 257 + a + 1) % 67108837;
  }

  private int coin() {
    return (int) (a / 1024 % 2);
  }

  Ip address(Ip ip) {
    return ip.isV4() ? v4(ip) : v6(ip);
  }

  /// A network's address keeps its empty host part, so that it stays a network's address.
  Ip network(Ip ip, int length) {
    Ip mapped = address(ip);
    boolean isNetwork = length >= 0 && length <= ip.family().bits() && ip.masked(length).equals(ip);
    return isNetwork ? mapped.masked(length) : mapped;
  }

  private Ip v4(Ip ip) {
    for (Prefix kept : KEPT) if (kept.contains(ip)) return ip;
    start(4);
    long out = 0;
    for (int i = 0; i < 32; i++) {
      int bit = ip.bit(i) ? 1 : 0;
      out = out << 1 | (i >= 8 && i < 24 && !isAboveRange(ip, i) ? bit ^ coin() : bit);
      step(bit + 2);
    }
    return Ip.v4(out);
  }

  /// Whether the first bits lead to a range with a meaning and to something else: those two must not change places.
  private static boolean isAboveRange(Ip ip, int bits) {
    for (Prefix range : RANGES) {
      if (bits < range.length() && range.ip().masked(bits).equals(ip.masked(bits))) return true;
    }
    return false;
  }

  private Ip v6(Ip ip) {
    if (ip.isMulticast()) return ip;
    boolean mapped = ip.high() == 0 && ip.low() >>> 32 == 0xffff;
    boolean compatible = ip.high() == 0 && ip.low() >>> 32 == 0 && ip.low() >>> 16 != 0;
    if (mapped || compatible || TRANSLATED.contains(ip)) {
      return Ip.v6(ip.high(), ip.low() & 0xffffffff_00000000L | v4(Ip.v4(ip.low())).low());
    }
    if (ip.high() == 0 && ip.low() >>> 16 == 0) return ip;
    long high = LINK_LOCAL.contains(ip) ? ip.high() : turned(ip, 16, 64).high();
    boolean fromMac = (ip.low() >>> 24 & 0xffff) == 0xfffe;
    return Ip.v6(high, fromMac ? eui(ip.low()) : turned(ip, 64, 112).low());
  }

  /// Interface identifiers made of a link address follow that address.
  private long eui(long id) {
    long oui = (id >>> 40 ^ 0x020000) & 0xffffff;
    return id & ~0xffffffL | device(oui << 24 | id & 0xffffff) & 0xffffff;
  }

  /// Bits from `keep` to `end` are turned; of an interface identifier only those behind its first one: `::1` stays.
  private Ip turned(Ip ip, int keep, int end) {
    start(6);
    long[] half = new long[2];
    boolean one = false;
    for (int i = 0; i < 128; i++) {
      if (i == 64) one = false;
      int bit = ip.bit(i) ? 1 : 0;
      boolean turns = i >= keep && i < end && (keep < 64 || one);
      half[i / 64] = half[i / 64] << 1 | (turns ? bit ^ coin() : bit);
      one |= bit == 1;
      step(bit + 2);
    }
    return Ip.v6(half[0], half[1]);
  }

  /// A device's link address, 48 bits: the vendor's half stays.
  long device(long mac) {
    start(48);
    long out = 0;
    for (int i = 47; i >= 0; i--) {
      int bit = (int) (mac >>> i & 1);
      out = out << 1 | (i < 24 ? bit ^ coin() : bit);
      step(bit + 2);
    }
    return out;
  }

  /// `x` and six letters.
  String word(String word) {
    start(7);
    for (byte letter : word.getBytes(StandardCharsets.UTF_8)) step(letter & 0xff);
    var out = new StringBuilder("x");
    for (int i = 0; i < 6; i++) {
      step(i);
      out.append((char) ('a' + a / 1024 % 26));
    }
    return out.toString();
  }
}
