package lasthop.nft;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import lasthop.nft.Tokens.NotUnderstood;
import lasthop.text.Origin;
import lasthop.text.Report;
import lasthop.text.Unread;

/// Reads `nft list ruleset`: tables, and in them chains, sets, maps and objects.
final class RulesetReader {
  private final Tokens tokens;
  private final List<Unread> unread = new ArrayList<>();

  RulesetReader(String file, String text) {
    this.tokens = new Tokens(file, text);
  }

  NftRuleset ruleset() {
    var tables = new LinkedHashMap<String, NftTable>();
    boolean managed = false;
    while (!tokens.atEnd()) {
      Origin origin = tokens.origin();
      switch (tokens.peek()) {
        case Tokens.NEWLINE, ";" -> tokens.next();
        case "#managed" -> {
          tokens.next();
          managed = true;
        }
        case "table" -> {
          add(tables, managed, origin);
          managed = false;
        }
        default -> skip("not part of a ruleset");
      }
    }
    return new NftRuleset(List.copyOf(tables.values()), new Report(List.of(), unread));
  }

  private void add(Map<String, NftTable> tables, boolean managed, Origin origin) {
    int from = tokens.position();
    try {
      NftTable table = table(managed, origin);
      if (tables.putIfAbsent(table.toString(), table) != null) {
        unread.add(new Unread(origin, "table " + table, "this table is listed twice; the first one counts"));
      }
    } catch (NotUnderstood problem) {
      if (tokens.position() == from) tokens.next();
      skip(problem.getMessage());
    }
  }

  private NftTable table(boolean managed, Origin origin) {
    tokens.expect("table");
    NftFamily family = family(tokens.peek());
    if (isFamily(tokens.peek())) tokens.next();
    String name = Tokens.unquoted(tokens.next());
    tokens.expect("{");
    long handle = RuleReader.handle(tokens);
    var chains = new LinkedHashMap<String, NftChain>();
    var sets = new LinkedHashMap<String, NftSet>();
    boolean dormant = false;
    while (!tokens.take("}")) {
      if (tokens.atEnd()) {
        unread.add(new Unread(origin, "table " + family + " " + name, "the end of the table is missing"));
        break;
      }
      if (tokens.take("flags")) dormant |= flags().contains("dormant");
      else member(family, name, chains, sets);
    }
    boolean byIptables = managed || IptablesTables.isLaidOutLike(family, name, chains);
    return new NftTable(family, name, handle, dormant, byIptables, chains, sets, origin);
  }

  private static boolean isFamily(String word) {
    return switch (word) {
      case "ip", "ip6", "inet", "arp", "bridge", "netdev" -> true;
      default -> false;
    };
  }

  private static NftFamily family(String word) {
    return isFamily(word) ? NftFamily.valueOf(word.toUpperCase(Locale.ROOT)) : NftFamily.IP;
  }

  private List<String> flags() {
    var flags = new ArrayList<String>();
    do {
      flags.add(tokens.next());
    } while (tokens.take(","));
    return flags;
  }

  private void member(NftFamily family, String table, Map<String, NftChain> chains, Map<String, NftSet> sets) {
    Origin origin = tokens.origin();
    int from = tokens.position();
    try {
      String word = tokens.next();
      switch (word) {
        case Tokens.NEWLINE, ";" -> { }
        case "comment" -> tokens.next();
        case "chain" -> {
          NftChain chain = chain(family, table, origin);
          chains.putIfAbsent(chain.name(), chain);
        }
        case "set", "map", "meter" -> {
          String name = Tokens.unquoted(tokens.next());
          tokens.expect("{");
          sets.putIfAbsent(name, new SetReader(tokens).set(name, origin));
        }
        case "counter", "quota", "limit", "ct", "flowtable", "synproxy", "secmark", "tunnel" -> object();
        default -> throw new NotUnderstood("unknown object in a table");
      }
    } catch (NotUnderstood problem) {
      tokens.reset(from);
      skip(problem.getMessage());
    }
  }

  /// A counter, quota, limit, helper, timeout or flowtable: nothing in it decides about a packet by itself.
  private void object() {
    while (!tokens.peek().equals("{")) {
      if (tokens.peek().equals(Tokens.NEWLINE) || tokens.atEnd()) throw new NotUnderstood("expected \"{\"");
      tokens.next();
    }
    tokens.skipBraces("");
  }

  /// Leaves a line, or the block that begins on it, and reports it.
  private void skip(String reason) {
    Origin origin = tokens.origin();
    int from = tokens.position();
    while (!tokens.atEnd() && !tokens.peek().equals(Tokens.NEWLINE)) {
      if (tokens.peek().equals("{")) tokens.skipBraces("");
      else tokens.next();
    }
    String words = tokens.between(from, tokens.position());
    int lineEnd = words.indexOf('\n');
    unread.add(new Unread(origin, lineEnd < 0 ? words : words.substring(0, lineEnd), reason));
  }

  private NftChain chain(NftFamily family, String table, Origin origin) {
    String name = Tokens.unquoted(tokens.next());
    tokens.expect("{");
    long handle = RuleReader.handle(tokens);
    Optional<NftBase> base = Optional.empty();
    var rules = new ArrayList<NftRule>();
    var reader = new RuleReader(tokens, unread);
    while (!tokens.take("}")) {
      if (tokens.atEnd()) {
        unread.add(new Unread(origin, "chain " + name, "the end of the chain is missing"));
        break;
      }
      switch (tokens.peek()) {
        case Tokens.NEWLINE, ";" -> tokens.next();
        case "#handle" -> RuleReader.handle(tokens);
        case "type" -> base = Optional.of(new BaseReader(tokens, family).base());
        case "comment" -> {
          tokens.next();
          tokens.next();
        }
        case "flags" -> {
          tokens.next();
          tokens.next();
        }
        default -> rules.add(reader.rule(rules.size() + 1));
      }
    }
    return new NftChain(family, table, name, handle, base, rules, origin);
  }
}
