package lasthop.netfilter;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lasthop.ip.Family;
import lasthop.netfilter.RuleWords.Word;
import lasthop.netfilter.Values.Context;
import lasthop.packet.Proto;

/// Reads one rule line of `iptables-save`, `iptables -S` or a hand-written file, as iptables itself reads it:
/// options may be shortened, negated, and belong to the match or target loaded last. Used once.
final class RuleParser {
  private static final Map<String, Character> LONG = new HashMap<>();

  static {
    String words = """
        append A insert I source s src s destination d dst d protocol p in-interface i out-interface o jump j goto g
        match m fragments f set-counters c ipv4 4 ipv6 6 numeric n verbose v exact x wait w table t""";
    String[] pairs = words.split("\\s+");
    for (int i = 0; i < pairs.length; i += 2) LONG.put(pairs[i], pairs[i + 1].charAt(0));
  }

  private final Family family;
  private final List<Word> words;
  private int at;
  private final RuleHead head;
  private final List<Given> matches = new ArrayList<>();
  private final List<String> unknown = new ArrayList<>();
  private Optional<Given> target = Optional.empty();
  private String jump = "";
  private boolean goTo;
  private boolean protocolLoaded;

  private RuleParser(Family family, List<Word> words) {
    this.family = family;
    this.words = words;
    this.head = new RuleHead(family);
  }

  /// The rules of one line: one for each pair of a source and a destination address.
  static List<RuleLine> parse(String line, Family family) throws Refused {
    return new RuleParser(family, RuleWords.split(line)).read();
  }

  private List<RuleLine> read() throws Refused {
    boolean negated = false;
    while (at < words.size()) {
      String word = words.get(at++).text();
      if (word.equals("!")) {
        if (negated) throw new Refused("two ! in a row");
        negated = true;
        continue;
      }
      option(word, negated);
      negated = false;
    }
    if (negated) throw new Refused("nothing follows !");
    return lines();
  }

  private void option(String word, boolean negated) throws Refused {
    if (word.startsWith("--") && word.length() > 2) {
      int equals = word.indexOf('=');
      longOption(equals < 0 ? word.substring(2) : word.substring(2, equals),
          equals < 0 ? Optional.empty() : Optional.of(word.substring(equals + 1)), negated);
    } else if (word.startsWith("-") && word.length() > 1) {
      global(word.charAt(1), word.length() > 2 ? Optional.of(word.substring(2)) : Optional.empty(), negated);
    } else {
      throw new Refused("\"" + word + "\" is no option");
    }
  }

  private void longOption(String name, Optional<String> value, boolean negated) throws Refused {
    Optional<Runnable2> found = find(name, value, negated);
    if (found.isEmpty() && loadProtocol()) found = find(name, value, negated);
    if (found.isPresent()) found.get().run();
    else if (!jump.isEmpty() && target.isEmpty() && !goTo) unknownTarget("--" + name);
    else throw new Refused("unknown option \"--" + name + "\"");
  }

  /// One thing to do that may refuse.
  private interface Runnable2 {
    void run() throws Refused;
  }

  /// The option of that name, or the only one that begins so: first iptables' own, then those of the extension
  /// loaded last, back to the first.
  private Optional<Runnable2> find(String name, Optional<String> value, boolean negated) throws Refused {
    for (boolean exact : new boolean[] {true, false}) {
      var found = new ArrayList<Runnable2>();
      for (var entry : LONG.entrySet()) {
        if (fits(entry.getKey(), name, exact)) found.add(() -> global(entry.getValue(), value, negated));
      }
      if (exact && !found.isEmpty()) return Optional.of(found.get(0));
      for (Given given : loaded()) {
        for (OptionSpec spec : given.extension().options()) {
          if (spec.names().stream().noneMatch(n -> fits(n, name, exact))) continue;
          if (exact) return Optional.of(() -> take(given, spec, value, negated));
          found.add(() -> take(given, spec, value, negated));
        }
      }
      if (found.size() > 1) throw new Refused("option \"--" + name + "\" could be more than one");
      if (found.size() == 1) return Optional.of(found.get(0));
    }
    return Optional.empty();
  }

  private static boolean fits(String option, String word, boolean exact) {
    return exact ? option.equals(word) : option.startsWith(word);
  }

  private List<Given> loaded() {
    var out = new ArrayList<Given>();
    target.ifPresent(out::add);
    out.addAll(matches.reversed());
    return out;
  }

  private void take(Given given, OptionSpec spec, Optional<String> value, boolean negated) throws Refused {
    var arguments = new ArrayList<String>();
    value.ifPresent(arguments::add);
    if (value.isPresent() && spec.arguments() == 0) throw new Refused("--" + spec.name() + " takes no argument");
    while (arguments.size() < spec.arguments()) {
      String next = word("--" + spec.name());
      boolean second = !arguments.isEmpty();
      if (second && (next.startsWith("-") || next.startsWith("!"))) throw new Refused("--" + spec.name() + " takes two words");
      if (next.equals("!")) throw new Refused("! stands before its option");
      arguments.add(next);
    }
    given.add(spec, negated, Values.canonical(spec, arguments, context()));
  }

  private Context context() {
    return new Context(family, head.protocol(), head.protocolNegated());
  }

  private String word(String after) throws Refused {
    if (at == words.size()) throw new Refused(after + " needs an argument");
    return words.get(at++).text();
  }

  private void global(char letter, Optional<String> joined, boolean negated) throws Refused {
    if ("mjgcAI46nvx".indexOf(letter) >= 0 && negated) throw new Refused("-" + letter + " cannot be negated");
    switch (letter) {
      case 'A' -> head.chain(argument('A', joined), 0);
      case 'I' -> {
        head.chain(argument('I', joined), 1);
        if (at < words.size() && Numbers.tryParse(words.get(at).text()) > 0) head.insertAt((int) Numbers.value(words.get(at++).text()));
      }
      case 's', 'd', 'i', 'o', 'p' -> head.take(letter, argument(letter, joined), negated);
      case 'f' -> head.fragment(negated);
      case 'm' -> match(argument('m', joined));
      case 'j' -> jump(argument('j', joined), false);
      case 'g' -> jump(argument('g', joined), true);
      case 'c' -> {
        long packets = Numbers.parse(argument('c', joined), 0, Long.MAX_VALUE);
        head.counters(new Counters(packets, Numbers.parse(word("-c"), 0, Long.MAX_VALUE)));
      }
      case 'n', 'v', 'x' -> { }
      case 'w' -> {
        if (at < words.size() && Numbers.tryParse(words.get(at).text()) >= 0) at++;
      }
      case '4' -> head.only(Family.IPV4);
      case '6' -> head.only(Family.IPV6);
      default -> throw new Refused("unknown option \"-" + letter + "\"");
    }
  }

  private String argument(char letter, Optional<String> joined) throws Refused {
    String argument = joined.isPresent() ? joined.get() : word("-" + letter);
    if (argument.equals("!")) throw new Refused("! stands before its option");
    return argument;
  }

  private void match(String name) throws Refused {
    Optional<Extension> extension = Extensions.match(alias(name), family);
    if (extension.isPresent()) {
      matches.add(new Given(extension.get()));
      if (extension.get().name().equals(protocolMatch())) protocolLoaded = true;
      return;
    }
    unknown.add("match \"" + name + "\" is not known");
    matches.add(Verbatim.match(name, verbatim()));
  }

  private static String alias(String name) {
    return switch (name) {
      case "ipv6-icmp", "icmpv6" -> "icmp6";
      case "mobility-header", "ipv6-mh" -> "mh";
      default -> name;
    };
  }

  /// The words up to the next option of iptables itself, as they stand.
  private String verbatim() {
    var out = new StringBuilder();
    while (at < words.size()) {
      String next = words.get(at).text();
      boolean ours = next.startsWith("--") ? LONG.containsKey(next.substring(2)) : next.matches("-[msdiopfjgc46]");
      if (ours && !words.get(at).quoted()) break;
      out.append(out.isEmpty() ? "" : " ").append(words.get(at).quoted() ? RuleWords.quote(next) : next);
      at++;
    }
    return out.toString();
  }

  private void jump(String name, boolean isGoto) throws Refused {
    if (!jump.isEmpty()) throw new Refused("more than one -j or -g");
    if (name.isEmpty() || name.length() > 28) throw new Refused("target \"" + name + "\" has not 1 to 28 characters");
    jump = name;
    goTo = isGoto;
    if (!isGoto) target = Extensions.target(name, family).map(Given::new);
  }

  private void unknownTarget(String first) {
    String rest = verbatim();
    unknown.add("target \"" + jump + "\" is not known");
    target = Optional.of(Verbatim.target(jump, rest.isEmpty() ? first : first + " " + rest));
  }

  /// `-p tcp` lets the options of `tcp` be used without `-m tcp`, which then stands where the first of them did.
  private boolean loadProtocol() {
    String name = protocolMatch();
    if (protocolLoaded || name.isEmpty()) return false;
    Optional<Extension> extension = Extensions.match(name, family);
    extension.ifPresent(e -> matches.add(new Given(e)));
    protocolLoaded = true;
    return extension.isPresent();
  }

  private String protocolMatch() {
    return switch (head.protocol()) {
      case Proto.TCP -> "tcp";
      case Proto.UDP -> "udp";
      case Proto.SCTP -> "sctp";
      case 33 -> "dccp";
      case Proto.ICMP -> "icmp";
      case Proto.ICMPV6 -> "icmp6";
      case Proto.ESP -> "esp";
      case Proto.AH -> "ah";
      case 108 -> "ipcomp";
      case 135 -> "mh";
      default -> "";
    };
  }

  private List<RuleLine> lines() throws Refused {
    var read = new ArrayList<Match>();
    var text = new StringBuilder();
    for (Given given : matches) {
      List<Match.Option> options = Verbatim.isVerbatim(given) ? given.inOrder() : Canon.match(given, context());
      text.append(" -m ").append(given.name()).append(OptionText.of(options));
      read.add(new Match(given.name(), options, Conditions.of(given.name(), options, context())));
    }
    List<Match.Option> options = List.of();
    if (target.isPresent()) {
      Given given = target.get();
      options = Verbatim.isVerbatim(given) ? given.inOrder() : TargetCanon.target(given, context());
    }
    if (!jump.isEmpty()) text.append(goTo ? " -g " : " -j ").append(jump).append(OptionText.of(options));
    Target does = Targets.of(jump, goTo, target.isPresent(), options, context());
    return head.lines(read, text.toString(), does, jump, unknown);
  }
}
