package lasthop.nft;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lasthop.ip.Family;
import lasthop.ip.Ip;
import lasthop.ip.Prefix;
import lasthop.nft.Datum.Num;
import lasthop.nft.Tokens.NotUnderstood;

/// Reads values: single ones, ranges, prefixes, flags, sets and maps.
final class ValueReader {
  private final Tokens tokens;

  ValueReader(Tokens tokens) {
    this.tokens = tokens;
  }

  /// A plain number, as `mod` and raw payloads have it.
  static long plain(String word) {
    if (Symbols.number(word).orElse(null) instanceof Num n && n.high() == 0) return n.low();
    throw new NotUnderstood("not a number: \"" + word + "\"");
  }

  /// What a field is compared with: `@set`, `{ … }`, a value or, for concatenations, one for each part.
  Pattern right(List<Type> types) {
    if (tokens.peek().equals("{")) return braces(types, List.of());
    if (tokens.peek().startsWith("@")) return new Pattern.SetRef(tokens.next().substring(1));
    return parts(types, true);
  }

  /// `{ key : value, … }` or `@name` behind `map` or `vmap`.
  ///
  /// @param values what stands right of the colons; VERDICT alone for a verdict map
  Pattern map(List<Type> keys, List<Type> values) {
    if (tokens.peek().startsWith("@")) return new Pattern.SetRef(tokens.next().substring(1));
    return braces(keys, values);
  }

  /// `{ … }` with elements of a set, or of a map if there are types of values.
  Pattern.AnyOf braces(List<Type> keys, List<Type> values) {
    tokens.expect("{");
    var elements = new ArrayList<Element>();
    tokens.skipNewlines();
    while (!tokens.take("}")) {
      if (tokens.atEnd()) throw new NotUnderstood("missing \"}\"");
      elements.add(element(keys, values));
      tokens.skipNewlines();
      tokens.take(",");
      tokens.skipNewlines();
    }
    return new Pattern.AnyOf(elements);
  }

  private Element element(List<Type> keys, List<Type> values) {
    Pattern key = parts(keys, false);
    var statements = new ArrayList<Statement>();
    extras(statements);
    if (values.isEmpty()) return new Element(key, Optional.empty(), Optional.empty(), statements);
    tokens.skipNewlines();
    tokens.expect(":");
    tokens.skipNewlines();
    Element element = values.equals(List.of(Type.VERDICT))
        ? new Element(key, Optional.of(verdict()), Optional.empty(), statements)
        : new Element(key, Optional.empty(), Optional.of(parts(values, false)), statements);
    extras(new ArrayList<>());
    return element;
  }

  /// `timeout`, `expires`, `comment`, and statements of an element.
  private void extras(List<Statement> statements) {
    while (true) {
      int from = tokens.position();
      switch (tokens.peek()) {
        case "timeout", "expires", "comment" -> {
          tokens.next();
          tokens.next();
        }
        case "counter", "last" -> {
          skipStatement();
          statements.add(new Statement.Note(tokens.between(from, tokens.position())));
        }
        case "limit", "quota", "ct" -> {
          skipStatement();
          statements.add(new Statement.Rate(tokens.between(from, tokens.position())));
        }
        default -> {
          return;
        }
      }
    }
  }

  private void skipStatement() {
    tokens.next();
    while (true) {
      switch (tokens.peek()) {
        case ",", "}", ":", "timeout", "expires", "comment", "counter", "limit", "quota", "last", "", Tokens.NEWLINE -> {
          return;
        }
        default -> tokens.next();
      }
    }
  }

  NftVerdict verdict() {
    String word = tokens.next();
    return switch (word) {
      case "accept" -> NftVerdict.ACCEPT;
      case "drop" -> NftVerdict.DROP;
      case "continue" -> NftVerdict.CONTINUE;
      case "return" -> NftVerdict.RETURN;
      case "queue" -> NftVerdict.QUEUE;
      case "jump" -> NftVerdict.jump(Tokens.unquoted(tokens.next()));
      case "goto" -> NftVerdict.goTo(Tokens.unquoted(tokens.next()));
      default -> throw new NotUnderstood("unknown verdict \"" + word + "\"");
    };
  }

  private Pattern parts(List<Type> types, boolean commas) {
    Pattern first = flags(types.getFirst(), commas);
    if (!tokens.peek().equals(".")) return first;
    var parts = new ArrayList<Pattern>();
    parts.add(first);
    while (tokens.take(".")) {
      if (parts.size() >= types.size()) throw new NotUnderstood("more parts than the key has");
      parts.add(flags(types.get(parts.size()), commas));
    }
    return new Pattern.Concat(parts);
  }

  /// A value and, for flags, those that follow behind `|` or `,`.
  private Pattern flags(Type type, boolean commas) {
    Pattern first = ranged(type);
    while (type.isFlags() && (tokens.peek().equals("|") || commas && tokens.peek().equals(","))) {
      tokens.next();
      first = joined(first, ranged(type));
    }
    return first;
  }

  /// Like [#ranged], but also `(a | b)`: the right side of `&`, `|` and `^`.
  Pattern masks(Type type) {
    if (!tokens.take("(")) return ranged(type);
    Pattern all = ranged(type);
    while (tokens.take("|") || tokens.take(",")) all = joined(all, ranged(type));
    tokens.expect(")");
    return all;
  }

  private static Pattern joined(Pattern left, Pattern right) {
    if (left instanceof Pattern.One(Num a) && right instanceof Pattern.One(Num b)) {
      return new Pattern.One(new Num(a.high() | b.high(), a.low() | b.low()));
    }
    throw new NotUnderstood("flags that are not numbers");
  }

  /// One value, range or prefix.
  Pattern ranged(Type type) {
    return ranged(type, tokens.next());
  }

  Pattern ranged(Type type, String word) {
    if (word.equals("*")) return Pattern.ANY;
    if (isName(type) && !word.startsWith("\"") && word.indexOf('-') < 0 && isPunctuation(word)) {
      throw new NotUnderstood("expected a name before \"" + word.strip() + "\"");
    }
    if (isName(type) && isWildcard(word)) {
      String bare = Tokens.unquoted(word);
      return new Pattern.Prefixed(bare.substring(0, bare.length() - 1));
    }
    Optional<Datum> one = Symbols.value(type, word);
    if (one.isPresent()) return new Pattern.One(one.get());
    int slash = word.indexOf('/');
    if (slash > 0) return prefix(word);
    for (int dash = word.indexOf('-'); dash > 0; dash = word.indexOf('-', dash + 1)) {
      Optional<Datum> from = Symbols.value(type, word.substring(0, dash));
      Optional<Datum> to = Symbols.value(type, word.substring(dash + 1));
      if (from.orElse(null) instanceof Num a && to.orElse(null) instanceof Num b) return new Pattern.Range(a, b);
    }
    throw new NotUnderstood("unknown value \"" + word.strip() + "\"");
  }

  private static boolean isName(Type type) {
    return type == Type.NAME || type == Type.INTERFACE;
  }

  private static boolean isPunctuation(String word) {
    return word.isBlank() || word.length() == 1 && !Character.isLetterOrDigit(word.charAt(0));
  }

  private static boolean isWildcard(String word) {
    String bare = Tokens.unquoted(word);
    return bare.endsWith("*") && !bare.endsWith("\\*");
  }

  private static Pattern prefix(String word) {
    try {
      Prefix prefix = Prefix.parse(word).network();
      return new Pattern.Range(number(prefix.ip()), number(last(prefix)));
    } catch (IllegalArgumentException _) {
      throw new NotUnderstood("unknown value \"" + word + "\"");
    }
  }

  private static Num number(Ip ip) {
    return new Num(ip.high(), ip.low());
  }

  private static Ip last(Prefix prefix) {
    int length = prefix.length();
    long low = prefix.ip().low();
    if (prefix.ip().family() == Family.IPV4) return Ip.v4(low | (length == 0 ? 0xffffffffL : 0xffffffffL >>> length));
    long high = prefix.ip().high() | (length >= 64 ? 0 : -1L >>> length);
    long tail = length <= 64 ? -1L : length == 128 ? 0 : -1L >>> (length - 64);
    return Ip.v6(high, low | tail);
  }

  /// `10.0.0.1`, `10.0.0.1:80`, `:80`, `[2001:db8::1]:80-90`, `10.0.0.1-10.0.0.5:80`, `[::1]-[::5]:80`.
  ExprReader.Target target(String word) {
    int portAt = portAt(word);
    String address = portAt < 0 ? word : word.substring(0, portAt);
    Optional<Expr> ip = address.isEmpty() ? Optional.empty()
        : Optional.of(new Expr.Literal(ranged(Type.ADDRESS, address), Type.ADDRESS));
    Optional<Expr> port = portAt < 0 ? Optional.empty()
        : Optional.of(new Expr.Literal(ranged(Type.PORT, word.substring(portAt + 1)), Type.PORT));
    return new ExprReader.Target(ip, port);
  }

  /// Where the colon before the port stands; -1 for none. Bare IPv6 addresses have no port.
  private static int portAt(String word) {
    int last = word.lastIndexOf(':');
    if (last < 0) return -1;
    boolean bracketed = word.indexOf('[') >= 0;
    if (bracketed) return last > word.lastIndexOf(']') ? last : -1;
    return word.indexOf(':') == last ? last : -1;
  }
}
