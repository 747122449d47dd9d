package lasthop.repl;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import lasthop.repl.Rewritten.Edit;
import lasthop.repl.Token.Kind;

/// Turns what operators type into Java: addresses and text in single quotes become strings, `_` the last value, and
/// `trace 57266` is `trace("57266")`. Only what no Java can be is touched.
final class Input {
  private final Set<String> verbs;

  /// @param verbs the names of the facade's methods
  Input(Set<String> verbs) {
    this.verbs = verbs;
  }

  /// @param last the name of the variable that holds the last value, which `_` stands for; empty if there is none
  Rewritten rewrite(String typed, String last) {
    var command = command(typed);
    return command.isEmpty() ? Rewritten.of(typed, literals(typed, last)) : Rewritten.of(typed, command);
  }

  /// The same with the semicolons supplied that are missing inside braces: worth a try where Java's syntax is not met.
  Rewritten withSemicolons(String typed, String last) {
    return Rewritten.of(typed, semicolons(typed, literals(typed, last)));
  }

  /// Addresses and text in single quotes as strings; `_` as the last value.
  private static List<Edit> literals(String typed, String last) {
    var edits = new ArrayList<Edit>();
    boolean alone = typed.strip().equals("_");
    for (var token : Lexer.tokens(typed)) {
      String text = token.in(typed);
      if (token.kind() == Kind.ADDRESS) edits.add(new Edit(token.start(), token.end(), '"' + text + '"'));
      if (token.kind() == Kind.QUOTED) {
        edits.add(new Edit(token.start(), token.end(), quoted(text.substring(1, text.length() - 1))));
      }
      boolean value = text.equals("_") && (alone || typed.startsWith(".", token.end()));
      if (value && !last.isEmpty()) edits.add(new Edit(token.start(), token.end(), last));
    }
    return edits;
  }

  private static String quoted(String words) {
    return '"' + words.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  /// A semicolon at the end of each line inside braces that ends like a statement and is not carried on by the next one.
  private static List<Edit> semicolons(String typed, List<Edit> others) {
    var edits = new ArrayList<Edit>(others);
    var tokens = Lexer.tokens(typed);
    int braces = 0;
    int parens = 0;
    Token last = null;
    for (var token : tokens) {
      String text = token.in(typed);
      boolean newLine = token.kind() == Kind.BLANK && text.indexOf('\n') >= 0;
      if (newLine && last != null && braces > 0 && parens == 0 && endsStatement(last, typed) && !isCarriedOn(typed, token.end())) {
        edits.add(new Edit(last.end(), last.end(), ";"));
      }
      switch (text) {
        case "{" -> braces++;
        case "}" -> braces--;
        case "(", "[" -> parens++;
        case ")", "]" -> parens--;
        default -> {}
      }
      if (token.kind() != Kind.BLANK && token.kind() != Kind.COMMENT) last = token;
    }
    edits.sort((a, b) -> a.start() - b.start());
    return edits;
  }

  private static boolean endsStatement(Token token, String typed) {
    return switch (token.kind()) {
      case WORD, NUMBER, STRING, ADDRESS, QUOTED -> true;
      case KEYWORD -> Set.of("break", "continue", "return", "true", "false", "null", "this").contains(token.in(typed));
      case SYMBOL -> token.in(typed).equals(")") || token.in(typed).equals("]");
      case BLANK, COMMENT -> false;
    };
  }

  private static boolean isCarriedOn(String typed, int next) {
    return next < typed.length() && ".{?:&|+*/=<>,)".indexOf(typed.charAt(next)) >= 0;
  }

  /// A verb and its words, as in a shell: one call with the words as its text; a verb alone is a call without any.
  private List<Edit> command(String typed) {
    int start = typed.length() - typed.stripLeading().length();
    int verb = start;
    while (verb < typed.length() && Character.isJavaIdentifierPart(typed.charAt(verb))) verb++;
    String words = typed.substring(verb).strip();
    if (!verbs.contains(typed.substring(start, verb)) || words.indexOf('\n') >= 0) return List.of();
    if (words.isEmpty()) return List.of(new Edit(verb, typed.length(), "()"));
    boolean word = Character.isLetterOrDigit(words.charAt(0)) || words.charAt(0) == '"' || words.charAt(0) == '\'';
    if (!word || !Character.isWhitespace(typed.charAt(verb)) || words.startsWith("instanceof ")) return List.of();
    return List.of(new Edit(verb, typed.length(), "(" + (isQuoted(words) ? words : quoted(words)) + ")"));
  }

  private static boolean isQuoted(String words) {
    return words.startsWith("\"") && words.endsWith("\"") && words.length() > 1;
  }
}
