package lasthop.repl;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import lasthop.repl.Token.Kind;

/// Cuts what was typed into tokens, for colours and for finding what is not Java. It runs at every key, so it is one
/// pass without backtracking and accepts anything.
final class Lexer {
  private static final Set<String> KEYWORDS = Set.of("abstract", "assert", "boolean", "break", "byte", "case", "catch",
      "char", "class", "continue", "default", "do", "double", "else", "enum", "extends", "false", "final", "finally",
      "float", "for", "if", "implements", "import", "instanceof", "int", "interface", "long", "new", "null", "package",
      "private", "protected", "public", "record", "return", "sealed", "short", "static", "super", "switch", "this",
      "throw", "throws", "true", "try", "var", "void", "while", "yield");

  private final String text;

  private Lexer(String text) {
    this.text = text;
  }

  /// All of the text, in order and without gaps.
  static List<Token> tokens(String text) {
    var lexer = new Lexer(text);
    var tokens = new ArrayList<Token>();
    for (int at = 0; at < text.length(); at = tokens.getLast().end()) tokens.add(lexer.token(at));
    return tokens;
  }

  private Token token(int at) {
    char c = text.charAt(at);
    if (Character.isWhitespace(c)) return until(Kind.BLANK, at, this::isBlank);
    if (text.startsWith("//", at)) return until(Kind.COMMENT, at, i -> text.charAt(i) != '\n');
    if (text.startsWith("/*", at)) return new Token(Kind.COMMENT, at, after("*/", at + 2));
    if (text.startsWith("\"\"\"", at)) return new Token(Kind.STRING, at, after("\"\"\"", at + 3));
    if (c == '"') return new Token(Kind.STRING, at, quoteEnd(at, '"'));
    if (c == '\'') return quoted(at);
    int address = addressEnd(at);
    if (address > at) return new Token(Kind.ADDRESS, at, address);
    if (Character.isDigit(c)) return until(Kind.NUMBER, at, i -> isPart(i) || text.charAt(i) == '.');
    if (!Character.isJavaIdentifierStart(c)) return new Token(Kind.SYMBOL, at, at + 1);
    var word = until(Kind.WORD, at, this::isPart);
    return KEYWORDS.contains(word.in(text)) ? new Token(Kind.KEYWORD, at, word.end()) : word;
  }

  private Token until(Kind kind, int from, java.util.function.IntPredicate belongs) {
    int i = from + 1;
    while (i < text.length() && belongs.test(i)) i++;
    return new Token(kind, from, i);
  }

  private boolean isBlank(int i) {
    return Character.isWhitespace(text.charAt(i));
  }

  private boolean isPart(int i) {
    return Character.isJavaIdentifierPart(text.charAt(i));
  }

  private int after(String end, int from) {
    int at = text.indexOf(end, from);
    return at < 0 ? text.length() : at + end.length();
  }

  /// Behind the closing quote, or the end of the line where it is missing.
  private int quoteEnd(int from, char quote) {
    for (int i = from + 1; i < text.length() && text.charAt(i) != '\n'; i++) {
      if (text.charAt(i) == '\\') i++;
      else if (text.charAt(i) == quote) return i + 1;
    }
    int line = text.indexOf('\n', from);
    return line < 0 ? text.length() : line;
  }

  /// `'x'` and `'\n'` are Java; any other text in single quotes is what a shell user means by a string.
  private Token quoted(int at) {
    int end = quoteEnd(at, '\'');
    boolean closed = end - at >= 2 && text.charAt(end - 1) == '\'';
    boolean isChar = end - at == 3 || end > at + 3 && text.charAt(at + 1) == '\\';
    return new Token(closed && !isChar ? Kind.QUOTED : Kind.STRING, at, end);
  }

  /// Behind an IPv4 or IPv6 address or prefix that begins here; `at` if none does.
  private int addressEnd(int at) {
    if (at > 0 && (isPart(at - 1) || text.charAt(at - 1) == '.')) return at;
    int end = at;
    while (end < text.length() && isAddressLetter(text.charAt(end))) end++;
    while (end > at && text.charAt(end - 1) == '.') end--;
    String run = text.substring(at, end);
    if (end < text.length() && isPart(end) || !isV4(run) && !isV6(run)) return at;
    int slash = end;
    if (slash < text.length() && text.charAt(slash) == '/') {
      int digits = slash + 1;
      while (digits < text.length() && Character.isDigit(text.charAt(digits))) digits++;
      if (digits > slash + 1) return digits;
    }
    return end;
  }

  private static boolean isAddressLetter(char c) {
    return Character.digit(c, 16) >= 0 && c < 0x80 || c == '.' || c == ':';
  }

  private static boolean isV4(String run) {
    int dots = 0;
    for (int i = 0; i < run.length(); i++) {
      if (run.charAt(i) == '.') dots++;
      else if (!Character.isDigit(run.charAt(i))) return false;
    }
    return dots == 3 && !run.startsWith(".") && !run.contains("..");
  }

  /// Only what no Java expression can be: a group after a colon begins with a digit, or there are many colons.
  private static boolean isV6(String run) {
    int colons = 0;
    boolean digitFollows = false;
    for (int i = 0; i < run.length(); i++) {
      if (run.charAt(i) != ':') continue;
      colons++;
      digitFollows |= i + 1 < run.length() && Character.isDigit(run.charAt(i + 1));
    }
    return colons >= 2 && (run.contains("::") || colons == 7) && (digitFollows || colons > 2 || run.endsWith("::"));
  }
}
