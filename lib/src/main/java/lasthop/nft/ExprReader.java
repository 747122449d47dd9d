package lasthop.nft;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lasthop.nft.Tokens.NotUnderstood;

/// Reads expressions: what stands left of a comparison, and what statements set things to.
final class ExprReader {
  private final Tokens tokens;
  private final ValueReader values;

  ExprReader(Tokens tokens, ValueReader values) {
    this.tokens = tokens;
    this.values = values;
  }

  /// An expression of fields alone, as it stands left of a comparison: concatenated, masked, shifted.
  Expr left() {
    Expr first = masked(primary());
    if (!tokens.peek().equals(".")) return first;
    var parts = new ArrayList<Expr>();
    parts.add(first);
    while (tokens.take(".")) parts.add(masked(primary()));
    return new Expr.Concat(parts);
  }

  /// What a statement sets something to: a field, a value, a map, or a computation of them.
  ///
  /// @param type of what is set, which tells how plain words are read
  Expr right(Type type) {
    Expr expr = startsField() ? concat(type) : new Expr.Literal(values.ranged(type), type);
    while (isOperator(tokens.peek())) {
      String op = operator(tokens.next());
      expr = new Expr.Binary(expr, op, startsField() ? primary() : new Expr.Literal(values.masks(type), type));
    }
    if (tokens.take("map")) return new Expr.Mapped(expr, values.map(typesOf(expr), List.of(type)), type);
    return expr;
  }

  private Expr concat(Type type) {
    Expr first = primary();
    while (isOperator(tokens.peek())) {
      String op = operator(tokens.next());
      first = new Expr.Binary(first, op, startsField() ? primary() : new Expr.Literal(values.masks(type), type));
    }
    if (!tokens.peek().equals(".")) return first;
    var parts = new ArrayList<Expr>();
    parts.add(first);
    while (tokens.take(".")) parts.add(masked(primary()));
    return new Expr.Concat(parts);
  }

  static List<Type> typesOf(Expr expr) {
    if (!(expr instanceof Expr.Concat c)) return List.of(expr.type());
    return c.parts().stream().map(Expr::type).toList();
  }

  private Expr masked(Expr expr) {
    Expr result = expr;
    while (isOperator(tokens.peek())) {
      String op = operator(tokens.next());
      Type type = op.equals("<<") || op.equals(">>") ? Type.NUMBER : expr.type();
      result = new Expr.Binary(result, op, new Expr.Literal(values.masks(type), type));
    }
    return result;
  }

  private static boolean isOperator(String word) {
    return switch (word) {
      case "&", "|", "^", "<<", ">>", "and", "or", "xor" -> true;
      default -> false;
    };
  }

  private static String operator(String word) {
    return switch (word) {
      case "and" -> "&";
      case "or" -> "|";
      case "xor" -> "^";
      default -> word;
    };
  }

  /// Whether an expression of fields starts here, and not a value.
  boolean startsField() {
    int before = tokens.position();
    try {
      primary();
      return true;
    } catch (NotUnderstood _) {
      return false;
    } finally {
      tokens.reset(before);
    }
  }

  private Expr primary() {
    String word = tokens.next();
    if (word.startsWith("@") && word.indexOf(',') > 0) return raw(word);
    return switch (word) {
      case "meta" -> field("meta " + metaKey(tokens.next()));
      case "ct" -> ct();
      case "fib" -> fib();
      case "numgen" -> numgen();
      case "jhash" -> jhash();
      case "symhash" -> generated("symhash");
      case "tcp", "ip" -> tokens.peek().equals("option") ? option(word) : header(word);
      case "exthdr" -> new Expr.Field("exthdr " + tokens.next(), Type.BOOLEAN);
      case "rt" -> routing();
      case "socket" -> socket();
      case "osf" -> osf();
      case "ipsec" -> ipsec();
      case "sctp" -> tokens.peek().equals("chunk") ? sctpChunk() : header(word);
      default -> Fields.has("meta " + metaKey(word)) && !Fields.has(word + " " + tokens.peek())
          ? field("meta " + metaKey(word)) : header(word);
    };
  }

  private static Expr field(String words) {
    return new Expr.Field(words, Fields.type(words));
  }

  /// Old spellings of meta keys.
  private static String metaKey(String word) {
    return word.equals("secpath") ? "ipsec" : word;
  }

  private Expr header(String protocol) {
    String name = protocol + " " + tokens.next();
    if (protocol.equals("arp") && !Fields.has(name)) name = name + " " + tokens.next();
    return field(name);
  }

  private Expr raw(String word) {
    String[] parts = word.substring(1).split(",");
    boolean known = parts.length == 3 && (parts[0].equals("ll") || parts[0].equals("nh") || parts[0].equals("th")
        || parts[0].equals("ih"));
    if (!known) throw new NotUnderstood("unknown expression \"" + word + "\"");
    return new Expr.Raw(parts[0], (int) ValueReader.plain(parts[1]), (int) ValueReader.plain(parts[2]));
  }

  private Expr ct() {
    String words = "ct " + tokens.next();
    while (!Fields.has(words)) {
      if (!tokens.peek().matches("[a-z0-9-]+") || words.length() > 40) {
        throw new NotUnderstood("unknown expression \"" + words + "\"");
      }
      words = words + " " + tokens.next();
    }
    return field(words);
  }

  private Expr fib() {
    var key = new StringBuilder("fib ").append(tokens.next());
    while (tokens.take(".")) key.append(" . ").append(tokens.next());
    String result = tokens.next();
    Type type = switch (result) {
      case "type" -> Type.ADDR_TYPE;
      case "oif" -> Type.INTERFACE;
      case "oifname" -> Type.NAME;
      case "check" -> Type.BOOLEAN;
      default -> throw new NotUnderstood("unknown fib result \"" + result + "\"");
    };
    return new Expr.Field(key.append(' ').append(result).toString(), type);
  }

  private Expr option(String protocol) {
    tokens.expect("option");
    var words = new StringBuilder(protocol).append(" option ").append(tokens.next());
    boolean whole = tokens.peek().equals("exists") || tokens.peek().equals("missing");
    if (!whole && tokens.peek().matches("[a-z][a-z-]*") && !tokens.peek().equals("set")) {
      words.append(' ').append(tokens.next());
    }
    return new Expr.Field(words.toString(), whole ? Type.BOOLEAN : Type.NUMBER);
  }

  private Expr routing() {
    String word = tokens.next();
    if (word.equals("ip") || word.equals("ip6")) return field("rt " + word + " " + tokens.next());
    return field("rt " + word);
  }

  private Expr socket() {
    String key = tokens.next();
    if (key.equals("cgroupv2")) {
      tokens.expect("level");
      return new Expr.Field("socket cgroupv2 level " + tokens.next(), Type.NAME);
    }
    return field("socket " + key);
  }

  private Expr osf() {
    if (tokens.take("ttl")) tokens.next();
    return field("osf " + tokens.next());
  }

  private Expr ipsec() {
    String direction = tokens.next();
    if (tokens.take("spnum")) tokens.next();
    String key = tokens.next();
    boolean address = key.equals("ip") || key.equals("ip6");
    String words = "ipsec " + direction + " " + key + (address ? " " + tokens.next() : "");
    return new Expr.Field(words, key.equals("ip") ? Type.IPV4 : address ? Type.IPV6 : Type.NUMBER);
  }

  private Expr sctpChunk() {
    tokens.expect("chunk");
    String chunk = tokens.next();
    boolean whole = tokens.peek().equals("exists") || tokens.peek().equals("missing");
    String words = "sctp chunk " + chunk + (whole ? "" : " " + tokens.next());
    return new Expr.Field(words, whole ? Type.BOOLEAN : Type.NUMBER);
  }

  private Expr numgen() {
    String kind = tokens.next();
    if (!kind.equals("random") && !kind.equals("inc")) throw new NotUnderstood("unknown generator \"" + kind + "\"");
    return generated(kind);
  }

  private Expr jhash() {
    left();
    return generated("jhash");
  }

  private Expr generated(String kind) {
    tokens.expect("mod");
    long mod = ValueReader.plain(tokens.next());
    long offset = 0;
    if (tokens.take("seed")) tokens.next();
    if (tokens.take("offset")) offset = ValueReader.plain(tokens.next());
    return new Expr.Generated(kind, mod, offset);
  }

  /// `ADDRESS[:PORT]` behind `to`: addresses, ranges, maps. Both may be missing.
  record Target(Optional<Expr> address, Optional<Expr> port) {}

  Target target() {
    if (tokens.peek().startsWith(":") && tokens.peek().length() > 1 && Character.isLetter(tokens.peek().charAt(1))) {
      tokens.splitAfterFirst();
      tokens.next();
      return new Target(Optional.empty(), Optional.of(right(Type.PORT)));
    }
    if (!startsField()) return values.target(tokens.next());
    Expr address = right(Type.ADDRESS);
    if (tokens.peek().startsWith(":")) {
      String port = tokens.next().substring(1);
      return new Target(Optional.of(address), Optional.of(new Expr.Literal(values.ranged(Type.PORT, port), Type.PORT)));
    }
    return new Target(Optional.of(address), Optional.empty());
  }
}
