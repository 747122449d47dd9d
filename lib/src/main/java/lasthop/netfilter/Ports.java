package lasthop.netfilter;

import lasthop.netfilter.Values.Context;
import lasthop.packet.Proto;

/// Port numbers, service names, lists and ranges of them.
final class Ports {
  private Ports() {}

  /// A port by number or service name of the rule's protocol, as `tcp`, `sctp`, `multiport` and NAT read it.
  static int port(String word, Context context) throws Refused {
    long number = Numbers.tryParse(word);
    return number >= 0 && number <= 65535 ? (int) number : service(word, context);
  }

  /// A port as the other extensions read it, by getaddrinfo(3): the number is decimal, must not be negative in its
  /// last 32 bits and keeps the last 16.
  static int lookedUp(String word, Context context) throws Refused {
    if (!word.matches("\\+?[0-9]+")) return service(word, context);
    try {
      int number = (int) Long.parseUnsignedLong(word);
      if (number >= 0) return number & 0xffff;
    } catch (NumberFormatException e) {
      // falls through to the refusal
    }
    throw new Refused("\"" + word + "\" is no port");
  }

  private static int service(String word, Context context) throws Refused {
    String proto = switch (context.proto()) {
      case Proto.TCP -> "tcp";
      case Proto.UDP -> "udp";
      case 33 -> "dccp";
      case Proto.SCTP -> "sctp";
      default -> "";
    };
    return Names.service(word, proto.equals("tcp") || proto.equals("sctp") ? proto : "")
        .orElseThrow(() -> new Refused("unknown port or service \"" + word + "\""));
  }

  /// `a`, `a:b`, `:b`, `a:`, as `tcp` and `sctp` read them.
  static String range(String word, Context context) throws Refused {
    return range(word, Ports::port, true, context);
  }

  /// The same as the other extensions read them: nothing says that a range must rise.
  static String lookedUpRange(String word, Context context) throws Refused {
    return range(word, Ports::lookedUp, false, context);
  }

  /// How an extension reads one port.
  private interface Reader {
    int port(String word, Context context) throws Refused;
  }

  private static String range(String word, Reader reader, boolean rising, Context context) throws Refused {
    int colon = word.indexOf(':');
    if (colon < 0) return Integer.toString(reader.port(word, context));
    String low = word.substring(0, colon);
    String high = word.substring(colon + 1);
    int first = low.isEmpty() ? 0 : reader.port(low, context);
    int last = high.isEmpty() ? 65535 : reader.port(high, context);
    if (rising && first > last) throw new Refused("port range \"" + word + "\" ends before it begins");
    return first == last ? Integer.toString(first) : first + ":" + last;
  }

  /// Up to 15 ports; a range counts as two.
  static String list(String word, Context context) throws Refused {
    boolean known = switch (context.proto()) {
      case Proto.TCP, Proto.UDP, Proto.UDPLITE, Proto.SCTP, 33 -> true;
      default -> false;
    };
    if (!known || context.protoNegated()) throw new Refused("multiport needs -p tcp, udp, udplite, sctp or dccp");
    var out = new StringBuilder();
    int count = 0;
    for (String one : word.split(",", -1)) {
      int colon = one.indexOf(':');
      count += colon < 0 ? 1 : 2;
      out.append(out.isEmpty() ? "" : ",");
      out.append(port(colon < 0 ? one : one.substring(0, colon), context));
      if (colon < 0) continue;
      int first = port(one.substring(0, colon), context);
      int last = port(one.substring(colon + 1), context);
      if (first >= last) throw new Refused("port range \"" + one + "\" ends before it begins");
      out.append(':').append(last);
    }
    if (count > 15) throw new Refused("multiport takes at most 15 ports; a range counts as two");
    return out.toString();
  }

  /// `a` or `a-b`, as REDIRECT and MASQUERADE take them.
  static String translated(String word, Context context) throws Refused {
    boolean known = switch (context.proto()) {
      case Proto.TCP, Proto.UDP, Proto.SCTP, Proto.ICMP, 33 -> true;
      default -> false;
    };
    if (!known || context.protoNegated()) throw new Refused("ports need -p tcp, udp, sctp or dccp");
    int end = Numbers.digitsEnd(word);
    if (end == 0) return Integer.toString(port(word, new Context(context.family(), 0, false)));
    if (end == word.length()) return Long.toString(Numbers.parse(word, 0, 65535));
    if (word.charAt(end) != '-') throw new Refused("\"" + word + "\" is not a port or a range with a dash");
    long first = Numbers.parse(word.substring(0, end), 0, 65535);
    long last = Numbers.parse(word.substring(end + 1), 0, 65535);
    if (first > last) throw new Refused("port range \"" + word + "\" ends before it begins");
    return first == last ? Long.toString(first) : first + "-" + last;
  }
}
