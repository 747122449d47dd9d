package lasthop.nft;

import java.util.List;
import java.util.Optional;
import lasthop.ip.Family;
import lasthop.nft.Statement.Op;
import lasthop.nft.Tokens.NotUnderstood;

/// Reads the statements of a rule.
final class StatementReader {
  private final Tokens tokens;
  private final ValueReader values;
  private final ExprReader exprs;

  StatementReader(Tokens tokens) {
    this.tokens = tokens;
    this.values = new ValueReader(tokens);
    this.exprs = new ExprReader(tokens, values);
  }

  /// One statement, whose words end where the next one begins.
  Statement statement() {
    int from = tokens.position();
    return switch (tokens.peek()) {
      case "accept", "drop", "continue", "return", "jump", "goto" -> {
        NftVerdict verdict = values.verdict();
        yield new Statement.Decide(verdict, text(from));
      }
      case "queue" -> queue(from);
      case "counter", "log", "quota", "limit", "last", "dup", "synproxy", "#", "xt" -> side(from);
      case "fwd" -> fwd(from);
      case "add", "update", "delete", "set", "meter", "flow", "map" -> dynamic(from);
      case "reject" -> reject(from);
      case "notrack" -> {
        tokens.next();
        yield new Statement.Notrack(text(from));
      }
      case "snat", "dnat", "masquerade", "redirect" -> nat(from);
      case "tproxy" -> tproxy(from);
      case "reset" -> resetOption(from);
      default -> condition(from);
    };
  }

  private String text(int from) {
    return tokens.between(from, tokens.position());
  }

  private Statement condition(int from) {
    if (tokens.peek().equals("ct") && tokens.peek(1).equals("count")) return connectionCount(from);
    Expr left = exprs.left();
    switch (tokens.peek()) {
      case "set" -> {
        tokens.next();
        return assignment(left, from);
      }
      case "vmap" -> {
        tokens.next();
        Pattern map = values.map(ExprReader.typesOf(left), List.of(Type.VERDICT));
        return new Statement.VerdictMap(left, map, text(from));
      }
      default -> {
        return match(left, from);
      }
    }
  }

  private Statement assignment(Expr left, int from) {
    if (!(left instanceof Expr.Field field)) throw new NotUnderstood("only a field can be set");
    boolean named = switch (field.words()) {
      case "ct helper", "ct timeout", "ct expectation", "meta secmark", "ct secmark", "ct event" -> true;
      default -> false;
    };
    if (!named) return new Statement.Assign(field.words(), exprs.right(field.type()), text(from));
    tokens.next();
    while (tokens.take(",")) tokens.next();
    if (tokens.take("map")) values.map(List.of(Type.NUMBER), List.of(Type.NAME));
    return new Statement.Note(text(from));
  }

  private Statement match(Expr left, int from) {
    String sign = tokens.peek();
    Optional<Op> op = operator(sign);
    if (op.isPresent()) tokens.next();
    List<Type> types = ExprReader.typesOf(left);
    int before = tokens.position();
    Pattern right = values.right(types);
    if (tokens.take("/")) return masked(left, op.orElse(Op.EQ), right, from);
    boolean flags = left instanceof Expr.Field f && f.type().isFlags();
    boolean listed = tokens.between(before, tokens.position()).indexOf(',') > 0;
    boolean value = right instanceof Pattern.One;
    Op meant = op.orElse(flags && value ? Op.ANY_BIT : Op.EQ);
    if (meant == Op.NE && flags && value && listed) meant = Op.NO_BIT;
    return new Statement.Match(left, meant, right, text(from));
  }

  /// `tcp flags syn / syn,ack`: the value left of the slash, under the mask right of it.
  private Statement masked(Expr left, Op op, Pattern value, int from) {
    Pattern mask = values.right(ExprReader.typesOf(left));
    Expr under = new Expr.Binary(left, "&", new Expr.Literal(mask, left.type()));
    return new Statement.Match(under, op, value, text(from));
  }

  private static Optional<Op> operator(String sign) {
    return switch (sign) {
      case "==" -> Optional.of(Op.EQ);
      case "!=" -> Optional.of(Op.NE);
      case "<" -> Optional.of(Op.LT);
      case ">" -> Optional.of(Op.GT);
      case "<=" -> Optional.of(Op.LE);
      case ">=" -> Optional.of(Op.GE);
      case "!" -> Optional.of(Op.NO_BIT);
      default -> Optional.empty();
    };
  }

  private Statement connectionCount(int from) {
    tokens.next();
    tokens.next();
    tokens.take("over");
    ValueReader.plain(tokens.next());
    return new Statement.Rate(text(from));
  }

  private Statement queue(int from) {
    tokens.next();
    if (tokens.take("flags")) skipList();
    if (tokens.take("num")) tokens.next();
    else if (tokens.take("to")) queueTarget();
    if (tokens.peek().equals("bypass") || tokens.peek().equals("fanout")) skipList();
    return new Statement.Decide(NftVerdict.QUEUE, text(from));
  }

  private void queueTarget() {
    if (exprs.startsField()) exprs.right(Type.NUMBER);
    else tokens.next();
  }

  private void skipList() {
    tokens.next();
    while (tokens.take(",")) tokens.next();
  }

  /// What counts, logs, limits or hands on.
  private Statement side(int from) {
    String word = tokens.next();
    switch (word) {
      case "counter" -> counter();
      case "log" -> log();
      case "last" -> last();
      case "quota", "limit" -> {
        rate();
        return new Statement.Rate(text(from));
      }
      case "dup" -> {
        tokens.expect("to");
        exprs.target();
        if (tokens.take("device")) tokens.next();
      }
      default -> {
        return foreign(word, from);
      }
    }
    return new Statement.Note(text(from));
  }

  private void counter() {
    if (tokens.take("name")) {
      if (exprs.startsField()) exprs.right(Type.NAME);
      else tokens.next();
    } else if (tokens.take("packets")) {
      tokens.next();
      tokens.expect("bytes");
      tokens.next();
    }
  }

  private void log() {
    while (true) {
      switch (tokens.peek()) {
        case "prefix", "group", "snaplen", "queue-threshold", "level" -> {
          tokens.next();
          tokens.next();
        }
        case "flags" -> {
          tokens.next();
          String layer = tokens.peek();
          tokens.next();
          if (layer.equals("tcp") || layer.equals("ip")) skipList();
        }
        default -> {
          return;
        }
      }
    }
  }

  private void last() {
    if (!tokens.take("used")) return;
    tokens.next();
  }

  /// `rate [over] 10/second burst 5 packets`, `over 10 mbytes used 5 bytes`, `name "x"`.
  private void rate() {
    if (tokens.take("name")) {
      if (exprs.startsField()) exprs.right(Type.NAME);
      else tokens.next();
      return;
    }
    tokens.take("rate");
    if (!tokens.take("over")) tokens.take("until");
    String amount = tokens.next();
    if (amount.indexOf('/') < 0) {
      ValueReader.plain(amount);
      tokens.next();
    }
    if (tokens.take("burst") || tokens.take("used")) {
      tokens.next();
      tokens.next();
    }
  }

  /// iptables extensions that nft cannot translate, and what takes packets over.
  private Statement foreign(String word, int from) {
    if (word.equals("synproxy")) {
      while (isSynproxyWord(tokens.peek())) tokens.next();
      return new Statement.Unknown(text(from), "synproxy answers for the server");
    }
    boolean target = word.equals("xt") && tokens.peek().equals("target");
    if (word.equals("xt")) tokens.next();
    String name = Tokens.unquoted(tokens.next());
    if (name.startsWith("xt_")) name = name.substring(3);
    if (name.equals("comment")) return new Statement.Note(text(from));
    target |= !name.isEmpty() && Character.isUpperCase(name.charAt(0));
    return new Statement.Unknown(text(from), (target ? "target " : "match ") + name + " of iptables is listed without its values");
  }

  private static boolean isSynproxyWord(String word) {
    return switch (word) {
      case "name", "mss", "wscale", "timestamp", "sack-perm" -> true;
      default -> !word.isEmpty() && (Character.isDigit(word.charAt(0)) || word.charAt(0) == '"');
    };
  }

  private Statement fwd(int from) {
    tokens.next();
    if (!tokens.take("ip")) tokens.take("ip6");
    tokens.expect("to");
    exprs.right(Type.NAME);
    if (tokens.take("device")) tokens.next();
    return new Statement.Decide(NftVerdict.STOLEN, text(from));
  }

  /// `add @set { key … }`, `update @map { key : value }`, `meter m { … }`, `flow add @ft`.
  private Statement dynamic(int from) {
    while (!tokens.peek().equals("{")) {
      String word = tokens.peek();
      if (word.equals(Tokens.NEWLINE) || word.isEmpty()) throw new NotUnderstood("expected \"{\"");
      tokens.next();
      if (word.startsWith("@") && !tokens.peek().equals("{")) return new Statement.Note(text(from));
    }
    boolean rated = false;
    int depth = 0;
    do {
      String word = tokens.next();
      if (word.equals("{")) depth++;
      if (word.equals("}")) depth--;
      if (word.equals(Tokens.NEWLINE) || word.isEmpty()) throw new NotUnderstood("missing \"}\"");
      rated |= word.equals("limit") || word.equals("quota") || word.equals("count");
    } while (depth > 0);
    return rated ? new Statement.Rate(text(from)) : new Statement.Note(text(from));
  }

  private Statement reject(int from) {
    tokens.next();
    String with = "";
    if (tokens.take("with")) {
      String kind = tokens.next();
      tokens.take("type");
      with = kind + " " + tokens.next();
    }
    return new Statement.Reject(with, text(from));
  }

  private Statement nat(int from) {
    String kind = tokens.next();
    Optional<Family> family = tokens.take("ip") ? Optional.of(Family.IPV4)
        : tokens.take("ip6") ? Optional.of(Family.IPV6) : Optional.empty();
    if (tokens.take("addr")) {
      tokens.expect(".");
      tokens.expect("port");
    }
    if (!tokens.take("prefix")) tokens.take("interval");
    var target = tokens.take("to") ? exprs.target() : new ExprReader.Target(Optional.empty(), Optional.empty());
    tokens.take("prefix");
    while (isNatFlag(tokens.peek())) {
      tokens.next();
      tokens.take(",");
    }
    return new Statement.Nat(kind, family, target.address(), target.port(), text(from));
  }

  private static boolean isNatFlag(String word) {
    return word.equals("random") || word.equals("fully-random") || word.equals("persistent") || word.equals("netmap");
  }

  private Statement tproxy(int from) {
    tokens.next();
    if (!tokens.take("ip")) tokens.take("ip6");
    tokens.expect("to");
    var target = exprs.target();
    return new Statement.Tproxy(target.address(), target.port(), text(from));
  }

  private Statement resetOption(int from) {
    tokens.next();
    tokens.expect("tcp");
    tokens.expect("option");
    tokens.next();
    return new Statement.Note(text(from));
  }
}
