package lasthop.trace;

import java.nio.charset.StandardCharsets;
import lasthop.ip.Ip;

/// Walks over the words of one log message. Every `take` moves only if it succeeds; numbers are -1 when it does not.
final class Cursor {
  private final Pool pool;
  byte[] bytes = {};
  int at;
  int end;

  Cursor(Pool pool) {
    this.pool = pool;
  }

  void over(byte[] b, int from, int to) {
    bytes = b;
    at = from;
    end = to;
  }

  boolean atEnd() {
    while (at < end && isBlank(bytes[at])) at++;
    return at >= end;
  }

  static boolean isBlank(byte c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == 0;
  }

  boolean ahead(byte[] word) {
    if (end - at < word.length || bytes[at] != word[0]) return false;
    for (int i = 1; i < word.length; i++) {
      if (bytes[at + i] != word[i]) return false;
    }
    return true;
  }

  boolean take(byte[] word) {
    if (!ahead(word)) return false;
    at += word.length;
    return true;
  }

  /// Past exactly one blank, or at the end.
  boolean gap() {
    if (at >= end) return true;
    if (!isBlank(bytes[at])) return false;
    at++;
    return true;
  }

  /// Everything up to the next blank; may be empty.
  String word() {
    int from = at;
    skipWord();
    return pool.get(bytes, from, at);
  }

  /// Over printable ASCII: whatever else stands in a word was put there on the log's way, and the word is damaged.
  void skipWord() {
    while (at < end && bytes[at] > ' ') at++;
  }

  String slice(int from, int to) {
    return pool.get(bytes, from, to);
  }

  /// An unsigned decimal number that ends at a blank or at the end; -1, unmoved, for anything else.
  long number() {
    long value = 0;
    int i = at;
    while (i < end && bytes[i] >= '0' && bytes[i] <= '9' && i - at < 19) value = value * 10 + bytes[i++] - '0';
    if (i == at || i < end && !isBlank(bytes[i])) return -1;
    at = i;
    return value;
  }

  long number(byte[] key, long max) {
    int start = at;
    if (!take(key)) return -1;
    long value = number();
    if (value < 0 || value > max || !gap()) {
      at = start;
      return -1;
    }
    return value;
  }

  long hex(byte[] key, long max) {
    int start = at;
    if (!take(key)) return -1;
    long value = 0;
    int i = at;
    for (; i < end && i - at < 16; i++) {
      int digit = Character.digit(bytes[i], 16);
      if (digit < 0) break;
      value = value << 4 | digit;
    }
    if (i == at || i < end && !isBlank(bytes[i]) || value > max || value < 0) {
      at = start;
      return -1;
    }
    at = i;
    gap();
    return value;
  }

  /// A dotted quad that ends at a blank; -1, unmoved, for anything else.
  long quad() {
    int i = at;
    long bits = 0;
    for (int octet = 0; octet < 4; octet++) {
      if (octet > 0 && (i >= end || bytes[i++] != '.')) return -1;
      int from = i;
      int value = 0;
      while (i < end && i - from < 3 && bytes[i] >= '0' && bytes[i] <= '9') value = value * 10 + bytes[i++] - '0';
      if (i == from || value > 255) return -1;
      bits = bits << 8 | value;
    }
    if (i < end && !isBlank(bytes[i])) return -1;
    at = i;
    return bits;
  }

  /// An address of either family; [#NO_ADDRESS], unmoved, for anything else.
  Ip address(byte[] key) {
    int start = at;
    if (!take(key)) return NO_ADDRESS;
    long quad = quad();
    if (quad >= 0) {
      gap();
      return Ip.v4(quad);
    }
    int from = at;
    skipWord();
    Ip ip = at - from > 45 ? NO_ADDRESS : Ip.tryParse(slice(from, at)).orElse(NO_ADDRESS);
    if (ip == NO_ADDRESS) at = start;
    else gap();
    return ip;
  }

  /// Stands for "no address here"; compared by identity.
  static final Ip NO_ADDRESS = Ip.v6(-1, -1);

  static byte[] key(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
