package lasthop.netfilter;

import java.util.Locale;

/// Rates of `limit` and `hashlimit`. The kernel keeps the time between packets, so what prints may differ from what
/// was written: 7/second is kept as 1428 units and prints as 7/sec, 1000/day as 43200 … and prints as 41/hour.
///
/// @kernel v6.12 include/uapi/linux/netfilter/xt_limit.h, xt_hashlimit.h
final class Rates {
  private static final long LIMIT_SCALE = 10_000;
  private static final long HASHLIMIT_SCALE = 1_000_000;
  /// Credits of one second: 2^39 a tick, 250 ticks; the count of a day is the last to fit 64 bits at any tick rate.
  private static final long A_SECOND = 250L << 39;
  private static final String[] UNITS = {"day", "hour", "min", "sec"};
  private static final long[] SECONDS = {86_400, 3_600, 60, 1};

  private Rates() {}

  static void check(String word) throws Refused {
    if (isBytes(word)) bytes(word);
    else period(word, HASHLIMIT_SCALE);
  }

  static boolean isBytes(String word) {
    return word.indexOf("b/s") > 0;
  }

  /// `limit` as iptables-save prints it.
  static String limit(String word, long burst) throws Refused {
    long period = period(word, LIMIT_SCALE) & 0xffffffffL;
    if ((period * burst & 0xffffffffL) < period || burst == 0) throw new Refused("rate and burst are too much for the kernel");
    return printed(period, LIMIT_SCALE);
  }

  /// Time between two packets, in the kernel's units.
  private static long period(String word, long scale) throws Refused {
    int slash = word.indexOf('/');
    long seconds = slash < 0 ? 1 : unit(word.substring(slash + 1));
    long rate = number(word, 10);
    long period = scale * seconds / rate;
    if (period == 0) throw new Refused("rate \"" + word + "\" is too fast");
    return period;
  }

  /// The number a rate begins with, at most so many digits long.
  private static long number(String word, int digits) throws Refused {
    int first = word.startsWith("+") ? 1 : 0;
    int end = first;
    while (end < word.length() && Character.isDigit(word.charAt(end))) end++;
    long rate = end == first || end - first > digits ? 0 : Long.parseLong(word.substring(first, end));
    if (rate == 0) throw new Refused("\"" + word + "\" is not a rate");
    return rate;
  }

  private static long unit(String word) throws Refused {
    String[] names = {"second", "minute", "hour", "day"};
    long[] seconds = {1, 60, 3_600, 86_400};
    for (int i = 0; i < names.length; i++) {
      if (!word.isEmpty() && names[i].startsWith(word.toLowerCase(Locale.ROOT))) return seconds[i];
    }
    throw new Refused("\"" + word + "\" is not second, minute, hour or day");
  }

  private static int unitOf(long period, long scale) {
    int i = 1;
    while (i < UNITS.length) {
      long all = SECONDS[i] * scale;
      if (period > all || all / period < all % period) break;
      i++;
    }
    return i - 1;
  }

  private static String printed(long period, long scale) {
    int i = unitOf(period, scale);
    return SECONDS[i] * scale / period + "/" + UNITS[i];
  }

  /// What hashlimit keeps of its options.
  ///
  /// @param rate as printed
  /// @param burst as printed, with its unit; empty for none
  /// @param expire the expiry in milliseconds that need not be printed
  /// @param given the expiry in milliseconds that goes with the rate as written
  record Hash(String rate, String burst, long expire, long given) {}

  /// @param burst as written; empty for the default
  /// @param perInterval `--hashlimit-rate-match`: the rate is not divided by its unit
  static Hash hash(String rate, String burst, boolean perInterval) throws Refused {
    if (isBytes(rate)) return byteHash(rate, burst);
    long period = period(rate, HASHLIMIT_SCALE);
    int slash = rate.indexOf('/');
    long seconds = slash < 0 ? 1 : unit(rate.substring(slash + 1));
    if (perInterval) period /= seconds;
    if (period == 0) throw new Refused("rate \"" + rate + "\" is too fast");
    int i = unitOf(period, HASHLIMIT_SCALE);
    long count = burst.isEmpty() ? 5 : burst(burst);
    if (count < 1 || count > 1_000_000) throw new Refused("a burst is 1 to 1000000 packets");
    long length = count * period / HASHLIMIT_SCALE;
    boolean wraps = !perInterval && length > 86_400
        && Long.compareUnsigned(length * A_SECOND, period / HASHLIMIT_SCALE * A_SECOND) < 0;
    if (wraps) throw new Refused("rate and burst are too much for the kernel");
    return new Hash(printed(period, HASHLIMIT_SCALE), Long.toString(count), SECONDS[i] * 1000, seconds * 1000);
  }

  private static Hash byteHash(String rate, String burst) throws Refused {
    long cost = bytes(rate);
    long perSecond = bytesOf(cost);
    String printed = scaled(perSecond, cost) + "/s";
    if (burst.isEmpty()) return new Hash(printed, "", 15_000, 15_000);
    long wanted = burst(burst);
    if (wanted < perSecond) throw new Refused("the burst cannot be smaller than " + perSecond + "b");
    long times = (wanted + perSecond - 1) / perSecond;
    return new Hash(printed, scaledDown(perSecond * times), 60_000, 60_000);
  }

  /// The number a burst begins with, times its unit; what follows is not read.
  private static long burst(String word) throws Refused {
    int end = Numbers.digitsEnd(word);
    if (end == 0) throw new Refused("\"" + word + "\" is not a burst");
    return Numbers.value(word) * factor(end < word.length() ? word.charAt(end) : ' ');
  }

  /// The cost of a byte rate: 2^32 divided by blocks of 16 octets a second.
  private static long bytes(String word) throws Refused {
    long all = number(word, 18) * factor(word.charAt(word.indexOf("b/s") - 1));
    long cost = 0xffffffffL / (((all >> 4) & 0xffffffffL) + 1);
    if (cost == 0) throw new Refused("rate \"" + word + "\" is too high");
    return cost;
  }

  private static long bytesOf(long cost) {
    return (0xffffffffL / cost - 1) << 4;
  }

  private static long factor(char unit) {
    return unit == 'm' ? 1 << 20 : unit == 'k' ? 1 << 10 : 1;
  }

  private static String scaled(long rate, long cost) {
    for (int shift = 20; shift > 0; shift -= 10) {
      long unit = 1L << shift;
      long rounded = rate & -unit;
      if (rate >= unit && 0xffffffffL / ((rounded >> 4) + 1) == cost) return (rate >> shift) + (shift == 20 ? "mb" : "kb");
    }
    return rate + "b";
  }

  private static String scaledDown(long octets) {
    if (octets >= 1 << 20) return (octets >> 20) + "mb";
    return octets >= 1 << 10 ? (octets >> 10) + "kb" : octets + "b";
  }
}
