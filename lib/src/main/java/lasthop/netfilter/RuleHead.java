package lasthop.netfilter;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lasthop.ip.Family;
import lasthop.netfilter.Addresses.Net;
import lasthop.netfilter.HeaderTest.End;

/// The words of a rule that belong to no extension: chain, addresses, devices, protocol. Mutable while a line is read.
final class RuleHead {
  private final Family family;
  private String chain = "";
  private int insertAt;
  private List<Net> sources = List.of();
  private List<Net> destinations = List.of();
  private final boolean[] negated = new boolean[128];
  private final String[] given = new String[128];
  private int protocol;
  private boolean fragment;
  private Optional<Counters> counters = Optional.empty();
  private boolean otherFamily;

  RuleHead(Family family) {
    this.family = family;
  }

  int protocol() {
    return protocol;
  }

  boolean protocolNegated() {
    return negated['p'];
  }

  void chain(String name, int insert) throws Refused {
    if (!chain.isEmpty()) throw new Refused("more than one command");
    checkName(name);
    chain = name;
    insertAt = insert;
  }

  static void checkName(String name) throws Refused {
    if (name.isEmpty() || name.length() > 28) throw new Refused("chain name \"" + name + "\" has not 1 to 28 characters");
    if (name.startsWith("-") || name.startsWith("!")) throw new Refused("chain name \"" + name + "\" begins with a sign");
  }

  void insertAt(int number) {
    insertAt = number;
  }

  void counters(Counters read) {
    counters = Optional.of(read);
  }

  void only(Family wanted) {
    otherFamily |= wanted != family;
  }

  void fragment(boolean not) throws Refused {
    if (family == Family.IPV6) throw new Refused("-f is for IPv4");
    if (fragment) throw new Refused("-f is given twice");
    fragment = true;
    negated['f'] = not;
  }

  void take(char letter, String value, boolean not) throws Refused {
    if (given[letter] != null) throw new Refused("-" + letter + " is given twice");
    given[letter] = value;
    negated[letter] = not;
    switch (letter) {
      case 's' -> sources = nets(value, not);
      case 'd' -> destinations = nets(value, not);
      case 'p' -> {
        protocol = Values.protocol(value);
        if (protocol == 0 && not) throw new Refused("! -p all matches nothing");
      }
      default -> Values.device(value);
    }
  }

  private List<Net> nets(String value, boolean not) throws Refused {
    var out = new ArrayList<Net>();
    for (String one : value.split(",", -1)) {
      Net net = Addresses.net(one, family);
      if (!out.contains(net)) out.add(net);
    }
    if (not && value.indexOf(',') >= 0) throw new Refused("several addresses cannot be negated");
    return out;
  }

  /// One line for each pair of a source and a destination.
  List<RuleLine> lines(List<Match> matches, String tail, Target target, String jump, List<String> unknown) throws Refused {
    if (otherFamily) return List.of();
    if (chain.isEmpty()) throw new Refused("no chain is given");
    boolean leaving = chain.equals("OUTPUT") || chain.equals("POSTROUTING");
    boolean coming = chain.equals("PREROUTING") || chain.equals("INPUT");
    if (given['i'] != null && leaving) throw new Refused("-i cannot be used in " + chain);
    if (given['o'] != null && coming) throw new Refused("-o cannot be used in " + chain);
    var lines = new ArrayList<RuleLine>();
    for (Optional<Net> source : orNone(sources)) {
      for (Optional<Net> destination : orNone(destinations)) {
        Match head = head(source, destination);
        var all = new ArrayList<Match>();
        if (!head.conditions().isEmpty()) all.add(head);
        all.addAll(matches);
        String text = "-A " + chain + headText(head) + tail;
        lines.add(new RuleLine(chain, insertAt, all, target, jump, text, counters, unknown));
      }
    }
    return lines;
  }

  private static List<Optional<Net>> orNone(List<Net> nets) {
    if (nets.isEmpty()) return List.of(Optional.empty());
    return nets.stream().map(Optional::of).toList();
  }

  private static String headText(Match head) {
    var out = new StringBuilder();
    for (Condition condition : head.conditions()) out.append(' ').append(condition.text());
    return out.toString();
  }

  private Match head(Optional<Net> source, Optional<Net> destination) {
    var out = new ArrayList<Condition>();
    source.ifPresent(net -> address('s', End.SRC, net, out));
    destination.ifPresent(net -> address('d', End.DST, net, out));
    device('i', out);
    device('o', out);
    if (protocol != 0) add('p', Names.protocol(protocol), new HeaderTest.Protocol(protocol), out);
    if (fragment) out.add(new Condition(negated['f'] ? "! -f" : "-f", negated['f'], new HeaderTest.Fragment()));
    return new Match("", List.of(), out);
  }

  private void address(char letter, End end, Net net, List<Condition> out) {
    if (net.length() == 0 && !negated[letter]) return;
    add(letter, net.toString(), new HeaderTest.Address(end, net.ip(), net.mask()), out);
  }

  private void device(char letter, List<Condition> out) {
    String name = given[letter];
    if (name == null || name.isEmpty()) return;
    boolean wildcard = name.endsWith("+");
    String begin = wildcard ? name.substring(0, name.length() - 1) : name;
    if (begin.isEmpty() && !negated[letter]) return;
    add(letter, name, new HeaderTest.Device(letter == 'i', begin, wildcard), out);
  }

  private void add(char letter, String value, Test test, List<Condition> out) {
    String text = (negated[letter] ? "! -" : "-") + letter + " " + value;
    out.add(new Condition(text, negated[letter], test));
  }
}
