package lasthop.render;

/// Stand-ins for terminals without Unicode: drawn lines become `-`, `|`, `=` and `+`; other characters are shown as
/// `\\uHHHH`, so that nothing is lost.
final class Ascii {
  private Ascii() {}

  static String of(CharSequence text) {
    var out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      char stand = of(c);
      if (stand != 0) out.append(stand);
      else out.append("\\u").append(Integer.toHexString(0x10000 | c), 1, 5);
    }
    return out.toString();
  }

  /// 0 where there is no stand-in.
  private static char of(char c) {
    if (c < 0x80) return c;
    return switch (c) {
      case '─', '╌' -> '-';
      case '━', '═' -> '=';
      case '│', '╎', '┃', '║' -> '|';
      case '└' -> '`';
      case '├' -> '|';
      case '→', '▶' -> '>';
      case '◀' -> '<';
      case '▼' -> 'v';
      case '▲' -> '^';
      case '●' -> '*';
      case '✗' -> 'x';
      case '·', '…' -> '.';
      case 'µ' -> 'u';
      case '×' -> 'x';
      default -> c >= 0x2500 && c <= 0x257f ? '+' : 0;
    };
  }
}
