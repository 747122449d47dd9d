package lasthop.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lasthop.ip.Prefix;
import lasthop.packet.Proto;
import lasthop.routing.PolicyRule.Action;
import lasthop.text.Origin;
import lasthop.text.Words;

/// Reads one line of `ip rule`. Mutable, used once.
final class RuleReader {
  private static final long ALL_ONES = 0xffffffffL;

  private final Words words;
  private final Origin origin;
  private final List<String> unknown = new ArrayList<>();
  private boolean not;
  private Optional<Prefix> from = Optional.empty();
  private Optional<Prefix> to = Optional.empty();
  private int tos;
  private Optional<Span> dscp = Optional.empty();
  private long mark;
  private long mask;
  private String iif = "";
  private String oif = "";
  private boolean iifDetached;
  private boolean oifDetached;
  private boolean lastWasIif;
  private long tunId;
  private Optional<Span> uids = Optional.empty();
  private int ipproto;
  private Optional<Span> sport = Optional.empty();
  private Optional<Span> dport = Optional.empty();
  private boolean l3mdev;
  private Action action = new Action.Nop();
  private int suppressPrefix = -1;
  private long suppressGroup = -1;
  private String realms = "";
  private String proto = "";

  RuleReader(String line, Origin origin) {
    this.words = new Words(line);
    this.origin = origin;
  }

  PolicyRule read() {
    String head = words.next();
    if (!head.endsWith(":")) throw new IllegalArgumentException("a rule begins with its priority and a colon");
    long priority = number("priority", head.substring(0, head.length() - 1));
    while (words.hasNext()) readWord(words.next());
    var selector = new Selector(not, from, to, tos, dscp, mark, mask, iif, iifDetached, oif, oifDetached, tunId, uids, ipproto,
        sport, dport, l3mdev);
    return new PolicyRule(priority, selector, action, suppressPrefix, suppressGroup, realms, proto, unknown, origin);
  }

  private void readWord(String word) {
    switch (word) {
      case "not" -> not = true;
      case "from" -> from = prefix(value(word));
      case "to" -> to = prefix(value(word));
      case "tos", "dsfield" -> tos = dsfield(value(word));
      case "dscp" -> dscp = Optional.of(dscp(value(word)));
      case "fwmark" -> readMark(value(word));
      case "tun_id" -> tunId = number(word, value(word));
      case "iif" -> {
        iif = value(word);
        lastWasIif = true;
      }
      case "oif" -> {
        oif = value(word);
        lastWasIif = false;
      }
      case "[detached]" -> detached();
      case "uidrange" -> uids = Optional.of(span(word, value(word)));
      case "ipproto" -> ipproto = protocol(value(word));
      case "sport" -> sport = Optional.of(span(word, value(word)));
      case "dport" -> dport = Optional.of(span(word, value(word)));
      case "lookup", "table" -> readLookup(value(word));
      case "suppress_prefixlength", "suppress_prefixlen" -> suppressPrefix = (int) number(word, value(word));
      case "suppress_ifgroup" -> suppressGroup = group(value(word));
      case "realms" -> realms = value(word);
      case "proto", "protocol" -> proto = value(word);
      default -> readAction(word);
    }
  }

  private void readAction(String word) {
    switch (word) {
      case "goto" -> action = new Action.Goto(number(word, value(word)), false);
      case "nop" -> action = new Action.Nop();
      case "unreachable" -> action = new Action.Reject(RouteType.UNREACHABLE);
      case "prohibit" -> action = new Action.Reject(RouteType.PROHIBIT);
      case "blackhole" -> action = new Action.Reject(RouteType.BLACKHOLE);
      case "[unresolved]", "unicast" -> { }
      default -> unknown.add(word);
    }
  }

  private void readLookup(String table) {
    if (table.equals("[l3mdev-table]")) {
      l3mdev = true;
      action = new Action.L3mdev();
    } else {
      action = new Action.Lookup(Tables.named(table));
    }
  }

  private void readMark(String text) {
    int slash = text.indexOf('/');
    mark = number("fwmark", slash < 0 ? text : text.substring(0, slash));
    mask = slash < 0 ? ALL_ONES : number("fwmark", text.substring(slash + 1));
  }

  private void detached() {
    if (lastWasIif) iifDetached = true;
    else oifDetached = true;
  }

  private String value(String word) {
    if (!words.hasNext()) throw new IllegalArgumentException("nothing follows \"" + word + "\"");
    return words.next();
  }

  private static long number(String what, String text) {
    return RouteWord.unsigned(text, ALL_ONES)
        .orElseThrow(() -> new IllegalArgumentException("bad " + what + " \"" + text + "\""));
  }

  private static int dsfield(String text) {
    return Dsfield.parse(text).orElseThrow(() -> new IllegalArgumentException("bad tos \"" + text + "\""));
  }

  private static int protocol(String text) {
    int number = Proto.number(text);
    if (number < 0) throw new IllegalArgumentException("bad ipproto \"" + text + "\"");
    return number;
  }

  private static long group(String text) {
    return text.equals("default") ? 0 : number("group", text);
  }

  /// A name of `rt_dsfield`, which means its first six bits, or a number, perhaps with a mask.
  private static Span dscp(String text) {
    if (!Character.isDigit(text.charAt(0))) {
      int tos = dsfield(text);
      return new Span(tos >> 2, tos >> 2);
    }
    return span("dscp", text);
  }

  private static Span span(String what, String text) {
    int slash = text.indexOf('/');
    if (slash >= 0) return Span.masked(number(what, text.substring(0, slash)), number(what, text.substring(slash + 1)));
    int dash = text.indexOf('-');
    long first = number(what, dash < 0 ? text : text.substring(0, dash));
    return new Span(first, dash < 0 ? first : number(what, text.substring(dash + 1)));
  }

  /// iproute2 prints `0/8` for a prefix whose address is all zero.
  private static Optional<Prefix> prefix(String text) {
    if (text.equals("all") || text.equals("any") || text.equals("default")) return Optional.empty();
    return Optional.of(Prefix.parse(text.startsWith("0/") ? "0.0.0.0" + text.substring(1) : text));
  }
}
