package lasthop.netfilter;

import java.nio.charset.StandardCharsets;

/// The pattern of `string`: printed as text where every octet can be printed, as hexadecimal digits otherwise.
final class StringOptions {
  private StringOptions() {}

  static void canonical(Given given) throws Refused {
    given.require("string", "hex-string");
    boolean hex = given.has("hex-string");
    boolean negated = given.negated(hex ? "hex-string" : "string");
    byte[] pattern = hex ? decoded(given.value("hex-string")) : given.value("string").getBytes(StandardCharsets.UTF_8);
    if (pattern.length > 128) throw new Refused("a pattern has at most 128 octets");
    if (pattern.length == 0) throw new Refused("the pattern is empty");
    given.remove("string");
    given.remove("hex-string");
    if (isText(pattern)) given.set(negated, "string", quoted(pattern));
    else given.set(negated, "hex-string", "\"|" + java.util.HexFormat.of().formatHex(pattern) + "|\"");
    if (given.number("from", 0) == 0) given.remove("from");
    if (given.number("to", 65535) == 65535) given.remove("to");
  }

  private static boolean isText(byte[] pattern) {
    for (byte b : pattern) {
      if (b < 0x20 || b == 0x7f) return false;
    }
    return pattern[pattern.length - 1] != '\\';
  }

  private static String quoted(byte[] pattern) {
    var out = new StringBuilder("\"");
    for (byte b : pattern) {
      if (b == '"' || b == '\\') out.append('\\');
      out.append((char) b);
    }
    return out.append('"').toString();
  }

  /// Text with blocks of hexadecimal digits between bars; a backslash outside makes the next character plain.
  private static byte[] decoded(String text) throws Refused {
    var out = new java.io.ByteArrayOutputStream();
    boolean inHex = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '|') {
        inHex = !inHex;
      } else if (inHex) {
        if (c == ' ') continue;
        int high = Character.digit(c, 16);
        int low = i + 1 < text.length() ? Character.digit(text.charAt(++i), 16) : -1;
        if (high < 0 || low < 0) throw new Refused("\"" + text + "\" has a bad block of hexadecimal digits");
        out.write(high << 4 | low);
      } else {
        if (c == '\\' && ++i == text.length()) throw new Refused("a backslash ends the pattern");
        out.writeBytes(text.substring(i, i + 1).getBytes(StandardCharsets.UTF_8));
      }
    }
    if (inHex) throw new Refused("a block of hexadecimal digits is not closed");
    return out.toByteArray();
  }
}
