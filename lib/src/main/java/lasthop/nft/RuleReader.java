package lasthop.nft;

import java.util.ArrayList;
import java.util.List;
import lasthop.nft.Tokens.NotUnderstood;
import lasthop.text.Origin;
import lasthop.text.Unread;

/// Reads one rule: statements up to the end of its line, its comment and its handle.
final class RuleReader {
  private final Tokens tokens;
  private final StatementReader statements;
  private final List<Unread> unread;

  RuleReader(Tokens tokens, List<Unread> unread) {
    this.tokens = tokens;
    this.statements = new StatementReader(tokens);
    this.unread = unread;
  }

  NftRule rule(int number) {
    Origin origin = tokens.origin();
    int from = tokens.position();
    var parts = new ArrayList<Statement>();
    String comment = "";
    while (!atEnd()) {
      if (tokens.take("comment")) comment = Tokens.unquoted(tokens.next());
      else parts.add(next(origin));
    }
    String text = tokens.between(from, tokens.position());
    return new NftRule(number, handle(tokens), parts, comment, text, text, origin);
  }

  private Statement next(Origin origin) {
    int from = tokens.position();
    try {
      return statements.statement();
    } catch (NotUnderstood problem) {
      tokens.reset(from);
      do {
        if (tokens.peek().equals("{")) tokens.skipBraces("#handle");
        else tokens.next();
      } while (!atEnd() && !beginsStatement(tokens.peek()));
      String words = tokens.between(from, tokens.position());
      unread.add(new Unread(origin, words, problem.getMessage()));
      return new Statement.Unknown(words, problem.getMessage());
    }
  }

  /// Words at which reading can go on after some that were not understood.
  private static boolean beginsStatement(String word) {
    return switch (word) {
      case "accept", "drop", "return", "jump", "goto", "continue", "counter", "log", "reject", "comment", "dnat",
           "snat", "masquerade", "redirect" -> true;
      default -> false;
    };
  }

  private boolean atEnd() {
    return switch (tokens.peek()) {
      case Tokens.NEWLINE, "}", ";", "#handle", "" -> true;
      default -> false;
    };
  }

  /// The number behind `# handle`; 0 if there is none.
  static long handle(Tokens tokens) {
    if (!tokens.take("#handle")) return 0;
    return Symbols.number(tokens.next()).orElse(Datum.Num.of(0)) instanceof Datum.Num n ? n.low() : 0;
  }
}
