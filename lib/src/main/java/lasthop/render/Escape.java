package lasthop.render;

import lasthop.text.Printable;

/// Raw text made safe for XML, HTML included: printable first, then the five characters with a meaning.
final class Escape {
  private Escape() {}

  static String xml(String raw) {
    String text = Printable.text(raw);
    var out = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&#39;");
        default -> out.append(c);
      }
    }
    return out.toString();
  }
}
