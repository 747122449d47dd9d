package lasthop.netfilter;

import lasthop.ip.Family;

/// Names of ICMP, ICMPv6 and mobility header types: a name, its type, and its code where it has one.
final class IcmpNames {
  private static final String V4 = """
      any 255;echo-reply 0;pong 0;destination-unreachable 3;network-unreachable 3/0;host-unreachable 3/1;\
      protocol-unreachable 3/2;port-unreachable 3/3;fragmentation-needed 3/4;source-route-failed 3/5;network-unknown 3/6;\
      host-unknown 3/7;network-prohibited 3/9;host-prohibited 3/10;TOS-network-unreachable 3/11;\
      TOS-host-unreachable 3/12;communication-prohibited 3/13;host-precedence-violation 3/14;precedence-cutoff 3/15;\
      source-quench 4;redirect 5;network-redirect 5/0;host-redirect 5/1;TOS-network-redirect 5/2;TOS-host-redirect 5/3;\
      echo-request 8;ping 8;router-advertisement 9;router-solicitation 10;time-exceeded 11;ttl-exceeded 11;\
      ttl-zero-during-transit 11/0;ttl-zero-during-reassembly 11/1;parameter-problem 12;ip-header-bad 12/0;\
      required-option-missing 12/1;timestamp-request 13;timestamp-reply 14;address-mask-request 17;address-mask-reply 18""";
  private static final String V6 = """
      destination-unreachable 1;no-route 1/0;communication-prohibited 1/1;beyond-scope 1/2;address-unreachable 1/3;\
      port-unreachable 1/4;failed-policy 1/5;reject-route 1/6;packet-too-big 2;time-exceeded 3;ttl-exceeded 3;\
      ttl-zero-during-transit 3/0;ttl-zero-during-reassembly 3/1;parameter-problem 4;bad-header 4/0;\
      unknown-header-type 4/1;unknown-option 4/2;echo-request 128;ping 128;echo-reply 129;pong 129;\
      router-solicitation 133;router-advertisement 134;neighbour-solicitation 135;neighbor-solicitation 135;\
      neighbour-advertisement 136;neighbor-advertisement 136;redirect 137""";
  private static final String MOBILITY = """
      binding-refresh-request 0;brr 0;home-test-init 1;hoti 1;careof-test-init 2;coti 2;home-test 3;hot 3;\
      careof-test 4;cot 4;binding-update 5;bu 5;binding-acknowledgement 6;ba 6;binding-error 7;be 7""";

  private IcmpNames() {}

  /// `8`, `3/4`, or a name or its beginning where only one name begins so.
  static String canonical(String word, Family family) throws Refused {
    String named = named(word, family == Family.IPV4 ? V4 : V6, true);
    if (named.equals("255")) return "any";
    if (!named.isEmpty()) return named;
    int slash = word.indexOf('/');
    long type = type(slash < 0 ? word : word.substring(0, slash));
    if (slash < 0) return type == 255 && family == Family.IPV4 ? "any" : Long.toString(type);
    return type + "/" + firstOf(word.substring(slash + 1));
  }

  /// A type; a range must hold but one.
  private static long type(String word) throws Refused {
    long first = firstOf(word);
    if (Numbers.parse(word.substring(word.indexOf(':') + 1), 0, 255) != first) throw new Refused("a range of ICMP types");
    return first;
  }

  /// A number, or the first of a range: iptables-save says no more of one.
  private static long firstOf(String word) throws Refused {
    int colon = word.indexOf(':');
    if (colon >= 0) Numbers.parse(word.substring(colon + 1), 0, 255);
    return Numbers.parse(colon < 0 ? word : word.substring(0, colon), 0, 255);
  }

  /// A type or a range of types of the mobility header.
  static String mobility(String word) throws Refused {
    int colon = word.indexOf(':');
    if (colon < 0) return Long.toString(mobilityType(word));
    long first = colon == 0 ? 0 : mobilityType(word.substring(0, colon));
    long last = colon == word.length() - 1 ? 255 : mobilityType(word.substring(colon + 1));
    if (first > last) throw new Refused("range \"" + word + "\" ends before it begins");
    return first == last ? Long.toString(first) : first + ":" + last;
  }

  private static long mobilityType(String word) throws Refused {
    String named = named(word, MOBILITY, false);
    return named.isEmpty() ? Numbers.parse(word, 0, 255) : Long.parseLong(named);
  }

  /// The number of the name a word begins; empty for none.
  private static String named(String word, String table, boolean strict) throws Refused {
    String found = "";
    if (word.isEmpty()) return found;
    for (String entry : table.split(";")) {
      int blank = entry.indexOf(' ');
      if (!entry.regionMatches(true, 0, word, 0, word.length()) || word.length() > blank) continue;
      String number = entry.substring(blank + 1);
      if (blank == word.length()) return number;
      if (!found.isEmpty() && strict) throw new Refused("ICMP type \"" + word + "\" could be more than one name");
      if (found.isEmpty()) found = number;
    }
    return found;
  }
}
