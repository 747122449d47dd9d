package lasthop.netfilter;

import lasthop.ip.Family;
import lasthop.ip.Ip;
import lasthop.netfilter.Values.Context;

/// The argument of `--to-destination` and `--to-source`: `10.0.0.1-10.0.0.9:80-90/8080`, `[fd00::1]:80`.
final class NatWords {
  private NatWords() {}

  static String canonical(String word, Context context) throws Refused {
    boolean v6 = context.family() == Family.IPV6;
    int colon = v6 ? bracketColon(word) : word.indexOf(':');
    String addresses = colon < 0 ? word : word.substring(0, colon);
    if (v6 && addresses.startsWith("[")) {
      int close = addresses.indexOf(']');
      if (close != addresses.length() - 1) throw new Refused("\"" + word + "\" is not addresses in brackets and ports");
      addresses = addresses.substring(1, close);
    }
    String ports = colon < 0 ? "" : ports(word.substring(colon + 1), context);
    if (addresses.isEmpty() && colon >= 0) return ":" + ports;
    int dash = addresses.indexOf('-');
    Ip first = Addresses.strict(dash < 0 ? addresses : addresses.substring(0, dash), context.family());
    Ip last = dash < 0 ? first : Addresses.strict(addresses.substring(dash + 1), context.family());
    String range = first.equals(last) ? first.toString() : first + "-" + last;
    if (colon < 0) return range;
    return (v6 ? "[" + range + "]" : range) + ":" + ports;
  }

  /// Whether no address stands before the ports; `::` begins one.
  static boolean portsOnly(String word) {
    return word.startsWith(":") && !word.startsWith("::");
  }

  private static int bracketColon(String word) {
    if (portsOnly(word)) return 0;
    int close = word.indexOf(']');
    if (close < 0) return -1;
    return close + 1 < word.length() && word.charAt(close + 1) == ':' ? close + 1 : -1;
  }

  /// `80`, `80-90`, `80-90/8080`.
  private static String ports(String text, Context context) throws Refused {
    int slash = text.indexOf('/');
    String range = Ports.translated(slash < 0 ? text : text.substring(0, slash), context);
    if (slash < 0) return range;
    if (text.indexOf('-') < 0) throw new Refused("only a range of ports can be shifted");
    int base = Ports.port(text.substring(slash + 1), new Context(context.family(), 0, false));
    if (base == 0) throw new Refused("port 0 cannot be the base of a shift");
    return range + "/" + base;
  }
}
