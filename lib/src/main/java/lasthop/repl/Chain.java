package lasthop.repl;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.BaseStream;
import lasthop.repl.Token.Kind;

/// Calls that need no compiler: a verb of the facade, then methods of what it returns, with whole numbers, strings and
/// truth values as arguments. `trace(28265).lastHop()` takes a tenth of the time it takes the compiler.
///
/// A text is a chain only where Java, too, could mean nothing else: each argument has exactly the type of its parameter.
/// Everything else is left to JShell.
final class Chain {
  private record Call(Method method, Object[] arguments) {}

  private final List<Call> calls = new ArrayList<>();

  private Chain() {}

  /// @param java an expression; nothing if it is not a chain
  static Optional<Chain> of(String java, Library library) {
    var chain = new Chain();
    return chain.read(new Words(java), library) ? Optional.of(chain) : Optional.empty();
  }

  /// Makes the calls; null where the last returns nothing.
  ///
  /// @throws Exception what one of them threw
  Object run() throws Exception {
    Object value = null;
    for (var call : calls) {
      if (call != calls.getFirst() && value == null) throw new NullPointerException(call.method.getName() + "() has nothing to ask");
      try {
        value = call.method.invoke(value, call.arguments);
      } catch (InvocationTargetException e) {
        if (e.getCause() instanceof Error error) throw error;
        throw (Exception) e.getCause();
      }
    }
    return value;
  }

  /// The verb it begins with.
  String verb() {
    return calls.getFirst().method.getName();
  }

  /// The type of its value as it is declared in Java.
  String type() {
    return calls.getLast().method.getGenericReturnType().getTypeName().replace('$', '.');
  }

  private boolean read(Words words, Library library) {
    Class<?> type = library.facade();
    do {
      String name = words.take(Kind.WORD);
      var arguments = new ArrayList<Object>();
      if (name.isEmpty() || calls.isEmpty() && !library.verbs().contains(name) || !arguments(words, arguments)) return false;
      var method = method(type, name, arguments, calls.isEmpty());
      if (method.isEmpty()) return false;
      calls.add(method.get());
      type = method.get().method.getReturnType();
    } while (words.take("."));
    words.take(";");
    return words.isAtEnd();
  }

  private static boolean arguments(Words words, List<Object> arguments) {
    if (!words.take("(")) return false;
    if (words.take(")")) return true;
    do {
      var value = words.literal();
      if (value.isEmpty()) return false;
      arguments.add(value.get());
    } while (words.take(","));
    return words.take(")");
  }

  /// The method whose parameters are exactly of the arguments' types; or, where the name is no other's, one that takes any
  /// number of strings.
  private static Optional<Call> method(Class<?> type, String name, List<Object> arguments, boolean isStatic) {
    if (!Modifier.isPublic(type.getModifiers()) || type.isPrimitive()) return Optional.empty();
    var types = arguments.stream().map(Chain::typeOf).toArray(Class<?>[]::new);
    var named = Arrays.stream(type.getMethods()).filter(m -> m.getName().equals(name) && !m.isBridge()).toList();
    boolean strings = named.size() == 1 && Arrays.equals(named.getFirst().getParameterTypes(), new Class<?>[] {String[].class})
        && named.getFirst().isVarArgs() && Arrays.stream(types).allMatch(t -> t == String.class);
    Object[] values = strings ? new Object[] {arguments.toArray(String[]::new)} : arguments.toArray();
    return named.stream().filter(m -> strings || Arrays.equals(m.getParameterTypes(), types)).findFirst()
        .filter(m -> Modifier.isStatic(m.getModifiers()) == isStatic && isPlain(m)).map(m -> new Call(m, values));
  }

  private static Class<?> typeOf(Object argument) {
    return switch (argument) {
      case Integer _ -> int.class;
      case Boolean _ -> boolean.class;
      default -> argument.getClass();
    };
  }

  /// Whether its result can be declared, and asked further, by its type alone.
  private static boolean isPlain(Method method) {
    boolean open = Modifier.isPublic(method.getReturnType().getModifiers()) && Modifier.isPublic(method.getDeclaringClass().getModifiers());
    boolean walkedOnce = BaseStream.class.isAssignableFrom(method.getReturnType());
    return open && !walkedOnce && !(method.getGenericReturnType() instanceof TypeVariable<?>);
  }

  /// The tokens of a text, one after the other, blanks aside.
  private static final class Words {
    private final String text;
    private final List<Token> tokens;
    private int at;

    Words(String text) {
      this.text = text;
      this.tokens = Lexer.tokens(text).stream().filter(t -> t.kind() != Kind.BLANK).toList();
    }

    boolean isAtEnd() {
      return at == tokens.size();
    }

    /// Steps over a symbol if it is next.
    boolean take(String symbol) {
      boolean next = !isAtEnd() && tokens.get(at).in(text).equals(symbol);
      if (next) at++;
      return next;
    }

    /// The next token if it is of that kind, and steps over it; else empty.
    String take(Kind kind) {
      return isAtEnd() || tokens.get(at).kind() != kind ? "" : tokens.get(at++).in(text);
    }

    /// A number, a string without escapes, true or false.
    Optional<Object> literal() {
      if (take("true")) return Optional.of(true);
      if (take("false")) return Optional.of(false);
      String number = take(Kind.NUMBER);
      boolean decimal = number.length() < 10 && !number.isEmpty() && number.chars().allMatch(Character::isDigit);
      if (decimal && (number.length() == 1 || number.charAt(0) != '0')) return Optional.of(Integer.parseInt(number));
      String string = number.isEmpty() ? take(Kind.STRING) : "";
      boolean whole = string.length() >= 2 && string.startsWith("\"") && string.endsWith("\"") && !string.startsWith("\"\"\"");
      return whole && string.indexOf('\\') < 0 ? Optional.of(string.substring(1, string.length() - 1)) : Optional.empty();
    }
  }
}
