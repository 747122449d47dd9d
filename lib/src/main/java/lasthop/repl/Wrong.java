package lasthop.repl;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.Diag;
import jdk.jshell.Snippet;
import lasthop.repl.Token.Kind;

/// Says in one sentence, beside the line as it was typed, what is wrong with an expression.
final class Wrong {
  private final Session session;
  private final Rewritten text;
  private final int offset;

  /// @param offset where in the Java the snippet begins
  Wrong(Session session, Rewritten text, int offset) {
    this.session = session;
    this.text = text;
    this.offset = offset;
  }

  /// What the compiler did not accept. Of several complaints the first counts: the others mostly follow from it.
  Outcome rejected(Snippet snippet) {
    Diag first = session.jshell().diagnostics(snippet).filter(Diag::isError).findFirst().orElse(null);
    if (first == null) return at(offset, "this could not be evaluated");
    return at(offset + (int) Math.max(0, first.getPosition()), compiler(snippet, first));
  }

  /// A method that uses something not yet defined: JShell accepts it, but it cannot run.
  Outcome unresolved(Snippet snippet) {
    var missing = snippet instanceof DeclarationSnippet declaration
        ? session.jshell().unresolvedDependencies(declaration).findFirst() : Optional.<String>empty();
    return at(offset, missing.map(m -> "there is no " + m + " yet: define it, then this can run").orElse(
        "this uses something that is not defined"));
  }

  /// What the expression threw. Our own exceptions are sentences already.
  ///
  /// @param source the Java that was running
  Outcome thrown(Throwable failure, String source) {
    return at(offset + lineStart(source, failure), sentence(failure) + meant(sentence(failure)));
  }

  private static int lineStart(String source, Throwable failure) {
    int line = 1;
    for (var frame : failure == null ? new StackTraceElement[0] : failure.getStackTrace()) {
      if (frame.getClassName().startsWith("REPL.$JShell$")) {
        line = frame.getLineNumber();
        break;
      }
    }
    int at = 0;
    while (line-- > 1 && source.indexOf('\n', at) >= 0) at = source.indexOf('\n', at) + 1;
    return at;
  }

  /// The loaded thing that was probably meant, where the failure quotes what was typed.
  private String meant(String sentence) {
    if (sentence.contains("did you mean")) return "";
    for (var token : Lexer.tokens(text.typed())) {
      String word = token.in(text.typed()).replace("\"", "").replace("'", "");
      boolean literal = token.kind() == Kind.NUMBER || token.kind() == Kind.STRING || token.kind() == Kind.QUOTED || token.kind() == Kind.WORD;
      if (!literal || word.length() < 3 || !sentence.contains('"' + word + '"')) continue;
      var names = session.library().names().get().stream().map(Library.Name::text).toList();
      var near = Near.to(word, names);
      if (near.isPresent() && !names.contains(word)) return "; did you mean " + near.get() + "?";
    }
    return "";
  }

  static String sentence(Throwable failure) {
    String message = failure == null || failure.getMessage() == null ? "" : failure.getMessage();
    return switch (failure) {
      case null -> "the expression failed";
      case java.nio.file.NoSuchFileException e when !message.contains(": ") -> "there is no file " + e.getFile();
      case java.nio.file.AccessDeniedException e when !message.contains(": ") -> e.getFile() + " may not be read";
      case StackOverflowError _ -> "the calls nest too deep (does a method call itself without end?)";
      case OutOfMemoryError _ -> "out of memory: start with JAVA_TOOL_OPTIONS=-Xmx8g, or ask for less at once";
      case NullPointerException _ -> "something here is null" + (message.isEmpty() ? "" : ": " + message);
      case IllegalStateException _ when !message.isEmpty() -> message;
      case IllegalArgumentException e when !message.isEmpty() && !(e instanceof NumberFormatException) -> message;
      case java.io.UncheckedIOException e -> sentence(e.getCause());
      case java.io.IOException _ when !message.isEmpty() -> message;
      default -> words(failure.getClass().getSimpleName()) + (message.isEmpty() ? "" : ": " + message);
    };
  }

  /// `ArrayIndexOutOfBoundsException` as "array index out of bounds".
  private static String words(String name) {
    String stem = name.endsWith("Exception") ? name.substring(0, name.length() - 9) : name;
    var out = new StringBuilder();
    for (int i = 0; i < stem.length(); i++) {
      char c = stem.charAt(i);
      if (Character.isUpperCase(c) && i > 0) out.append(' ');
      out.append(Character.toLowerCase(c));
    }
    return out.toString();
  }

  private Outcome at(int inJava, String words) {
    String sentence = withoutWrappers(words);
    String typed = text.typed();
    int place = Math.min(text.origin(inJava), typed.length());
    int start = typed.lastIndexOf('\n', place - 1) + 1;
    int end = typed.indexOf('\n', place);
    return new Outcome.Failed(typed.substring(start, end < 0 ? typed.length() : end), place - start, sentence);
  }

  /// JShell keeps what is typed in classes such as `REPL.$JShell$23`; nobody needs to know.
  private static String withoutWrappers(String words) {
    String wrapper = "REPL.$JShell$";
    int at = words.indexOf(wrapper);
    if (at < 0) return words;
    int end = at + wrapper.length();
    while (end < words.length() && (Character.isLetterOrDigit(words.charAt(end)) || words.charAt(end) == '.')) {
      if (words.charAt(end++) == '.') break;
    }
    return words.substring(0, at) + withoutWrappers(words.substring(end));
  }

  private String compiler(Snippet snippet, Diag diag) {
    String[] lines = diag.getMessage(Locale.ROOT).split("\n");
    String first = lines[0].strip();
    String code = diag.getCode();
    if (code.startsWith("compiler.err.cant.resolve") || code.contains("cant.resolve")) {
      return missing(snippet.source(), (int) diag.getPosition(), lines);
    }
    var verb = verb();
    if (code.endsWith(".expected") && verb.isPresent()) return verb.get();
    if (code.endsWith("unexpected.type")) return "only a variable can be given a value; == compares";
    if (code.contains("cant.apply")) return doesNotApply(first, lines);
    if (first.startsWith("incompatible types: ")) return simple(first.substring("incompatible types: ".length()));
    return first.startsWith("reached end of file") ? "the expression is not finished" : first;
  }

  /// What a first word that is nearly a verb was meant to be, in a line such as `trcae 57266`.
  private Optional<String> verb() {
    var tokens = Lexer.tokens(text.typed().strip());
    if (tokens.size() < 3 || tokens.get(0).kind() != Kind.WORD || tokens.get(1).kind() != Kind.BLANK) return Optional.empty();
    String word = tokens.getFirst().in(text.typed().strip());
    return Near.to(word, session.library().verbs()).map(v -> "there is no verb " + word + ": did you mean " + v + "?");
  }

  /// `symbol: method lastHopp()` and `location: class lasthop.Trace` as a sentence, with the name that was meant.
  private String missing(String source, int position, String[] lines) {
    String symbol = after(lines, "symbol:");
    String location = after(lines, "location:");
    String kind = symbol.startsWith("method") ? "method" : symbol.startsWith("class") ? "type" : "name";
    String name = symbol.substring(symbol.lastIndexOf(' ', symbol.indexOf('(') < 0 ? symbol.length() : symbol.indexOf('(')) + 1);
    int paren = name.indexOf('(');
    String bare = paren < 0 ? name : name.substring(0, paren);
    int at = source.indexOf(bare, Math.clamp(position, 0, source.length()));
    String meant = at < 0 ? "" : Near.to(bare, names(source, at, bare)).map(n -> ": did you mean " + n + "?").orElse("");
    return "there is no " + kind + " " + (paren < 0 ? bare : bare + "()") + owner(location) + meant;
  }

  private static String owner(String location) {
    if (location.isEmpty() || location.equals("class") || location.contains("$JShell$")) return "";
    int of = location.indexOf(" of type ");
    String type = of >= 0 ? location.substring(of + 9) : location.substring(location.indexOf(' ') + 1);
    int generic = type.indexOf('<');
    if (generic >= 0) type = type.substring(0, generic);
    return " in " + type.substring(type.lastIndexOf('.') + 1);
  }

  private static String after(String[] lines, String key) {
    for (String line : lines) {
      if (line.strip().startsWith(key)) return line.strip().substring(key.length()).strip();
    }
    return "";
  }

  /// What could stand where the unknown name stands: JShell's own suggestions for its first letter, or for none.
  private Set<String> names(String source, int at, String name) {
    var names = new TreeSet<String>();
    int[] anchor = new int[1];
    String before = source.substring(0, at);
    boolean member = before.stripTrailing().endsWith(".");
    for (String typed : member ? new String[] {before} : new String[] {before + name.substring(0, 1)}) {
      for (var s : session.analysis().completionSuggestions(typed, typed.length(), anchor)) {
        String word = s.continuation();
        int end = 0;
        while (end < word.length() && Character.isJavaIdentifierPart(word.charAt(end))) end++;
        names.add(word.substring(0, end));
      }
    }
    names.addAll(session.library().verbs());
    names.remove("");
    return names;
  }

  private static String doesNotApply(String first, String[] lines) {
    String required = after(lines, "required:");
    String found = after(lines, "found:");
    if (required.isEmpty() || found.isEmpty()) return first;
    String method = first.startsWith("method ") ? first.substring(7, first.indexOf(' ', 7)) : "this";
    return method + " takes (" + simple(required) + "), not (" + simple(found) + ")";
  }

  /// Type names without their packages.
  private static String simple(String types) {
    var out = new StringBuilder();
    int word = 0;
    for (int i = 0; i <= types.length(); i++) {
      if (i < types.length() && (Character.isJavaIdentifierPart(types.charAt(i)) || types.charAt(i) == '.')) continue;
      String name = types.substring(word, i);
      out.append(name.substring(name.lastIndexOf('.') + 1));
      if (i < types.length()) out.append(types.charAt(i));
      word = i + 1;
    }
    return out.toString().replace("no arguments", "").replace(",", ", ");
  }
}
