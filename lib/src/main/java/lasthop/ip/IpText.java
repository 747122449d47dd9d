package lasthop.ip;

import java.util.Optional;

/// Reading and printing of addresses. Strict: no octal, no hexadecimal quads, no missing octets, no zone.
final class IpText {
  private IpText() {}

  static Ip parse(String text) {
    return tryParse(text).orElseThrow(() -> new IllegalArgumentException(
        "bad address \"" + text + "\": neither an IPv4 nor an IPv6 address"));
  }

  static Optional<Ip> tryParse(String text) {
    if (text.indexOf(':') >= 0) return parseV6(text);
    long bits = parseV4(text, 0, text.length());
    return bits < 0 ? Optional.empty() : Optional.of(Ip.v4(bits));
  }

  /// The 32 bits between two positions, or -1 if no dotted quad stands there. Leading zeros are refused, as
  /// inet_pton(3) does.
  private static long parseV4(String s, int from, int to) {
    long bits = 0;
    int at = from;
    for (int octet = 0; octet < 4; octet++) {
      if (octet > 0 && (at >= to || s.charAt(at++) != '.')) return -1;
      int start = at;
      int value = 0;
      while (at < to && at - start < 3 && s.charAt(at) >= '0' && s.charAt(at) <= '9') value = value * 10 + s.charAt(at++) - '0';
      boolean leadingZero = at - start > 1 && s.charAt(start) == '0';
      if (at == start || value > 255 || leadingZero) return -1;
      bits = bits << 8 | value;
    }
    return at == to ? bits : -1;
  }

  private static Optional<Ip> parseV6(String s) {
    int[] groups = new int[8];
    int count = 0;
    int gap = -1;
    int at = 0;
    if (s.startsWith("::")) {
      gap = 0;
      at = 2;
    } else if (s.startsWith(":")) {
      return Optional.empty();
    }
    while (at < s.length()) {
      if (count == 8) return Optional.empty();
      int end = at;
      while (end < s.length() && s.charAt(end) != ':') end++;
      if (end == s.length() && s.indexOf('.', at) >= 0) {
        long quad = parseV4(s, at, end);
        if (quad < 0 || count > 6) return Optional.empty();
        groups[count++] = (int) (quad >>> 16);
        groups[count++] = (int) (quad & 0xffff);
        at = end;
        break;
      }
      int group = hexGroup(s, at, end);
      if (group < 0) return Optional.empty();
      groups[count++] = group;
      at = end;
      if (at < s.length()) {
        at++;
        if (at < s.length() && s.charAt(at) == ':') {
          if (gap >= 0) return Optional.empty();
          gap = count;
          at++;
        } else if (at == s.length()) {
          return Optional.empty();
        }
      }
    }
    if (gap < 0 ? count != 8 : count > 7) return Optional.empty();
    return Optional.of(joined(groups, count, gap));
  }

  private static int hexGroup(String s, int from, int to) {
    if (to == from || to - from > 4) return -1;
    int value = 0;
    for (int i = from; i < to; i++) {
      int digit = Character.digit(s.charAt(i), 16);
      if (digit < 0 || s.charAt(i) > 0x7f) return -1;
      value = value << 4 | digit;
    }
    return value;
  }

  private static Ip joined(int[] groups, int count, int gap) {
    int[] full = new int[8];
    int head = gap < 0 ? count : gap;
    System.arraycopy(groups, 0, full, 0, head);
    System.arraycopy(groups, head, full, 8 - (count - head), count - head);
    long high = 0;
    long low = 0;
    for (int i = 0; i < 4; i++) {
      high = high << 16 | full[i];
      low = low << 16 | full[i + 4];
    }
    return Ip.v6(high, low);
  }

  static String print(Ip ip) {
    return ip.isV4() ? printV4(ip.low()) : printV6(ip);
  }

  private static String printV4(long bits) {
    return (bits >>> 24) + "." + (bits >>> 16 & 255) + "." + (bits >>> 8 & 255) + "." + (bits & 255);
  }

  /// glibc's inet_ntop: the longest run of two or more zero groups becomes `::`, the first of equals; mapped and
  /// compatible addresses end in a dotted quad.
  private static String printV6(Ip ip) {
    int[] groups = new int[8];
    for (int i = 0; i < 4; i++) {
      groups[i] = (int) (ip.high() >>> (48 - 16 * i) & 0xffff);
      groups[i + 4] = (int) (ip.low() >>> (48 - 16 * i) & 0xffff);
    }
    int start = -1;
    int length = 1;
    for (int i = 0; i < 8; i++) {
      int j = i;
      while (j < 8 && groups[j] == 0) j++;
      if (j - i > length) {
        start = i;
        length = j - i;
      }
      if (j > i) i = j;
    }
    boolean quad = start == 0 && (length == 6 || length == 5 && groups[5] == 0xffff);
    var out = new StringBuilder(39);
    for (int i = 0; i < 8; i++) {
      if (i == start) {
        out.append("::");
        i += length - 1;
        continue;
      }
      if (i > 0 && out.charAt(out.length() - 1) != ':') out.append(':');
      if (i == 6 && quad) return out.append(printV4(ip.low() & 0xffffffffL)).toString();
      out.append(Integer.toHexString(groups[i]));
    }
    return out.toString();
  }
}
