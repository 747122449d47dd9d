package lasthop.text;

/// Text from logs and snapshots made safe to show: it is data and must never steer a terminal or a page.
public final class Printable {
  private Printable() {}

  /// The text with every control, format and unpaired surrogate character shown as `\xHH` or `\\uHHHH`; a text
  /// without such characters comes back as it is. Line ends and tabs count as control characters. Bidirectional
  /// overrides are format characters and are shown too: they can make a line read backwards.
  public static String text(String raw) {
    for (int i = 0; i < raw.length(); i++) {
      if (!isPlain(raw, i)) return escaped(raw, i);
    }
    return raw;
  }

  /// The same for JSON text, in its own escapes; such characters stand there in strings only.
  public static String json(String text) {
    var out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isPlain(text, i)) out.append(c);
      else out.append("\\u").append(hex(c, 4));
    }
    return out.toString();
  }

  private static String escaped(String raw, int from) {
    var out = new StringBuilder(raw.length() + 16).append(raw, 0, from);
    for (int i = from; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (isPlain(raw, i)) out.append(c);
      else if (c < 0x100) out.append("\\x").append(hex(c, 2));
      else out.append("\\u").append(hex(c, 4));
    }
    return out.toString();
  }

  private static boolean isPlain(String s, int i) {
    char c = s.charAt(i);
    if (c < 0x7f) return c >= 0x20;
    int whole = Character.isLowSurrogate(c) ? s.codePointBefore(i + 1) : s.codePointAt(i);
    return switch (Character.getType(whole)) {
      case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR,
           Character.PRIVATE_USE, Character.UNASSIGNED, Character.SURROGATE -> false;
      default -> true;
    };
  }

  private static String hex(int value, int digits) {
    String h = Integer.toHexString(value);
    return "0".repeat(Math.max(0, digits - h.length())) + h;
  }
}
