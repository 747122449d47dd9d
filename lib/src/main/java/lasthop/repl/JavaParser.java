package lasthop.repl;

import java.util.List;
import lasthop.repl.Token.Kind;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.EOFError;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;

/// Tells the line reader when an input is complete, and which word is being typed.
final class JavaParser implements Parser {
  private final Session session;

  JavaParser(Session session) {
    this.session = session;
  }

  @Override public ParsedLine parse(String line, int cursor, ParseContext context) {
    boolean entering = context == ParseContext.ACCEPT_LINE || context == ParseContext.UNSPECIFIED;
    if (entering && !line.isBlank() && !Commands.isCommand(line) && session.isIncomplete(line)) {
      throw new EOFError(-1, -1, "more lines have to follow", "");
    }
    return word(line, cursor, session.library().verbs().contains(firstWord(line)));
  }

  @Override public boolean isEscapeChar(char c) {
    return false;
  }

  private static String firstWord(String line) {
    int end = 0;
    while (end < line.length() && Character.isJavaIdentifierPart(line.charAt(end))) end++;
    return end < line.length() && line.charAt(end) == ' ' ? line.substring(0, end) : "";
  }

  /// The word before the cursor: within quotes or behind a bare verb anything without blanks, else an identifier or number.
  private static Typed word(String line, int cursor, boolean bareVerb) {
    boolean quoted = isInString(line, cursor);
    boolean free = quoted || bareVerb || Commands.isCommand(line);
    int start = cursor;
    while (start > 0 && (free ? isFree(line.charAt(start - 1)) : Character.isJavaIdentifierPart(line.charAt(start - 1)))) start--;
    if (!free) start = numberStart(line, start, cursor);
    return new Typed(line, cursor, line.substring(start, cursor), quoted, bareVerb && start > 0);
  }

  /// An address that is being typed is one word, dots and colons included.
  private static int numberStart(String line, int wordStart, int cursor) {
    int start = wordStart;
    while (start > 0 && "0123456789abcdefABCDEF.:/".indexOf(line.charAt(start - 1)) >= 0) start--;
    boolean number = start < cursor && Character.isDigit(line.charAt(start));
    return number ? start : wordStart;
  }

  private static boolean isFree(char c) {
    return c > ' ' && "\"'(),;=".indexOf(c) < 0;
  }

  private static boolean isInString(String line, int cursor) {
    for (var token : Lexer.tokens(line)) {
      boolean string = token.kind() == Kind.STRING || token.kind() == Kind.QUOTED;
      if (!string || token.start() >= cursor) continue;
      char quote = line.charAt(token.start());
      boolean closed = token.length() > 1 && line.charAt(token.end() - 1) == quote;
      if (cursor < token.end() || cursor == token.end() && !closed) return true;
    }
    return false;
  }

  /// @param word what is typed of it up to the cursor
  /// @param quoted whether it stands in a string
  /// @param bare whether it stands behind a verb without parentheses
  record Typed(String line, int cursor, String word, boolean quoted, boolean bare) implements CompletingParsedLine {
    @Override public int wordCursor() {
      return word.length();
    }

    @Override public int wordIndex() {
      return 0;
    }

    @Override public List<String> words() {
      return List.of(word);
    }

    @Override public CharSequence escape(CharSequence candidate, boolean complete) {
      return candidate;
    }

    @Override public int rawWordCursor() {
      return word.length();
    }

    @Override public int rawWordLength() {
      return word.length();
    }
  }
}
