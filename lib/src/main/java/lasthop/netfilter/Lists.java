package lasthop.netfilter;

import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import lasthop.ip.Family;
import lasthop.netfilter.Values.Context;

/// Arguments that are lists of names, or one name of many: each is read into bits and printed in a fixed order.
final class Lists {
  private static final String[] ADDRTYPES = {"UNSPEC", "UNICAST", "LOCAL", "BROADCAST", "ANYCAST", "MULTICAST",
      "BLACKHOLE", "UNREACHABLE", "PROHIBIT", "THROW", "NAT", "XRESOLVE"};
  private static final String[] STATES_READ = {"INVALID", "NEW", "ESTABLISHED", "RELATED", "UNTRACKED", "SNAT", "DNAT"};
  private static final String[] STATES = {"INVALID", "NEW", "RELATED", "ESTABLISHED", "UNTRACKED", "SNAT", "DNAT"};
  private static final String[] STATUSES = {"NONE", "EXPECTED", "SEEN_REPLY", "ASSURED", "CONFIRMED"};
  private static final String[] TCP_FLAGS = {"FIN", "SYN", "RST", "PSH", "ACK", "URG"};
  private static final String[] DCCP_TYPES = {"REQUEST", "RESPONSE", "DATA", "ACK", "DATAACK", "CLOSEREQ", "CLOSE",
      "RESET", "SYNC", "SYNCACK", "INVALID"};
  private static final String[] EVENTS = {"new", "related", "destroy", "reply", "assured", "protoinfo", "helper", "mark",
      "natseqinfo", "secmark"};
  private static final String[] HASH_MODES = {"srcip", "srcport", "dstip", "dstport"};
  private static final String[] DAYS = {"", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
  private static final String[] TCP_OPTIONS = {"", "", "mss", "wscale", "sack-permitted", "sack", "", "", "timestamp"};
  private static final String[] LEVELS = {"emerg", "alert", "crit", "error", "warning", "notice", "info", "debug"};
  private static final String[] REJECT4 = {"icmp-net-unreachable", "net-unreach", "icmp-host-unreachable", "host-unreach",
      "icmp-proto-unreachable", "proto-unreach", "icmp-port-unreachable", "port-unreach", "icmp-net-prohibited",
      "net-prohib", "icmp-host-prohibited", "host-prohib", "tcp-reset", "tcp-rst", "icmp-admin-prohibited", "admin-prohib"};
  private static final String[] REJECT6 = {"icmp6-no-route", "no-route", "icmp6-adm-prohibited", "adm-prohibited",
      "icmp6-addr-unreachable", "addr-unreach", "icmp6-port-unreachable", "port-unreach", "tcp-reset", "tcp-reset",
      "icmp6-policy-fail", "policy-fail", "icmp6-reject-route", "reject-route"};
  private static final String[] DSCP = {"CS0", "0", "CS1", "8", "CS2", "16", "CS3", "24", "CS4", "32", "CS5", "40", "CS6", "48",
      "CS7", "56", "BE", "0", "AF11", "10", "AF12", "12", "AF13", "14", "AF21", "18", "AF22", "20", "AF23", "22", "AF31",
      "26", "AF32", "28", "AF33", "30", "AF41", "34", "AF42", "36", "AF43", "38", "EF", "46"};

  private Lists() {}

  static String canonical(String kind, List<String> words, Context context) throws Refused {
    String word = words.get(0);
    return switch (kind) {
      case "addrtypes" -> joined(bits(word, ",", w -> prefixIndex(w, ADDRTYPES)), ADDRTYPES);
      case "states" -> states(word);
      case "plainstates" -> {
        String states = states(word);
        if (states.contains("NAT")) throw new Refused("state does not know SNAT and DNAT; conntrack --ctstate does");
        yield states;
      }
      case "statuses" -> statuses(word);
      case "tcpflags" -> tcpFlags(word) + " " + tcpFlags(words.get(1));
      case "dccptypes" -> joined(bits(word, ",", w -> sameIndex(w, DCCP_TYPES)), DCCP_TYPES);
      case "events" -> joined(bits(word, ",", w -> List.of(EVENTS).indexOf(w)), EVENTS);
      case "expevents" -> joined(bits(word, ",", w -> w.equals("new") ? 0 : -1), EVENTS);
      case "hashmode" -> joined(bits(word, "[,|]", w -> List.of(HASH_MODES).indexOf(w)), HASH_MODES);
      case "weekdays" -> joined(bits(word, ",", Lists::weekday), DAYS);
      case "monthdays" -> monthDays(word);
      case "tcpopts" -> tcpOptions(word);
      case "level" -> level(word);
      case "rejectwith" -> rejectWith(word, context.family() == Family.IPV4 ? REJECT4 : REJECT6);
      case "dscpclass" -> dscp(word);
      case "icmp" -> IcmpNames.canonical(word, context.family());
      case "mhtype" -> IcmpNames.mobility(word);
      default -> Odd.canonical(kind, words);
    };
  }

  private static int prefixIndex(String word, String[] names) {
    String found = Names.byPrefix(word, names).orElse("");
    return found.isEmpty() ? -1 : List.of(names).indexOf(found);
  }

  private static int sameIndex(String word, String[] names) {
    for (int i = 0; i < names.length; i++) {
      if (names[i].equalsIgnoreCase(word)) return i;
    }
    return -1;
  }

  /// @param index the bit of one word, or below 0 when it is not known
  static long bits(String list, String separator, ToLongFunction<String> index) throws Refused {
    long bits = 0;
    for (String word : list.split(separator, -1)) {
      long bit = index.applyAsLong(word);
      if (bit < 0) throw new Refused("\"" + word + "\" is not known here");
      bits |= 1L << bit;
    }
    return bits;
  }

  static String joined(long bits, String[] names) {
    var out = new StringBuilder();
    for (int i = 0; i < names.length; i++) {
      if ((bits >> i & 1) != 0) out.append(out.isEmpty() ? "" : ",").append(names[i]);
    }
    return out.toString();
  }

  private static String states(String word) throws Refused {
    return joined(bits(word, ",", w -> List.of(STATES).indexOf(Names.byPrefix(w, STATES_READ).orElse("?"))), STATES);
  }

  private static String statuses(String word) throws Refused {
    long bits = bits(word, ",", w -> prefixIndex(w, STATUSES)) & ~1;
    return bits == 0 ? "NONE" : joined(bits, STATUSES);
  }

  private static String tcpFlags(String word) throws Refused {
    long bits = 0;
    for (String flag : word.split(",")) {
      int index = sameIndex(flag, TCP_FLAGS);
      if (index >= 0) bits |= 1L << index;
      else if (flag.equalsIgnoreCase("ALL")) bits = 63;
      else if (!flag.isEmpty() && !flag.equalsIgnoreCase("NONE")) throw new Refused("unknown TCP flag \"" + flag + "\"");
    }
    return bits == 0 ? "NONE" : joined(bits, TCP_FLAGS);
  }

  private static long weekday(String word) {
    String three = word.length() > 3 ? word.substring(0, 3) : word;
    long number = Numbers.tryParse(three);
    if (number >= 0) return number >= 1 && number <= 7 ? number : -1;
    for (int i = 1; i < DAYS.length; i++) {
      if (three.length() >= 2 && DAYS[i].startsWith(three.substring(0, 2))) return i;
    }
    return -1;
  }

  private static String monthDays(String word) throws Refused {
    long bits = bits(word, ",", w -> {
      long day = Numbers.tryParse(w.length() > 2 ? w.substring(0, 2) : w);
      return day <= 31 ? day : -1;
    });
    return numbers(bits & ~1L);
  }

  static String numbers(long bits) {
    var out = new StringBuilder();
    for (int i = 0; i < 64; i++) {
      if ((bits >> i & 1) != 0) out.append(out.isEmpty() ? "" : ",").append(i);
    }
    return out.toString();
  }

  private static String tcpOptions(String word) throws Refused {
    var set = new java.util.TreeSet<Long>();
    for (String one : word.split(",", -1)) {
      int named = one.equals("md5") ? 19 : one.isEmpty() ? -1 : List.of(TCP_OPTIONS).indexOf(one);
      long option = named > 1 ? named : Numbers.parse(one, 0, 255);
      if (option < 2) throw new Refused("TCP options 0 and 1 cannot be stripped");
      if (!set.add(option)) throw new Refused("TCP option \"" + one + "\" is given twice");
    }
    var out = new StringBuilder();
    for (long option : set) out.append(out.isEmpty() ? "" : ",").append(option);
    return out.toString();
  }

  private static String level(String word) throws Refused {
    long number = Numbers.tryParse(word);
    if (number >= 0 && number <= 7) return Long.toString(number);
    if (word.equals("panic")) return "0";
    int index = List.of(LEVELS).indexOf(word);
    if (index < 0) throw new Refused("log level \"" + word + "\" is not known");
    return Integer.toString(index);
  }

  /// Any beginning of the name, or its short form in full.
  private static String rejectWith(String word, String[] names) throws Refused {
    for (int i = 0; i < names.length; i += 2) {
      boolean begins = names[i].regionMatches(true, 0, word, 0, word.length()) && !word.isEmpty();
      if (begins || names[i + 1].equalsIgnoreCase(word)) return names[i];
    }
    throw new Refused("\"" + word + "\" is not known to --reject-with");
  }

  /// What follows the name of a class is not read.
  private static String dscp(String word) throws Refused {
    for (int i = 0; i < DSCP.length; i += 2) {
      if (word.toUpperCase(Locale.ROOT).startsWith(DSCP[i])) return Numbers.hex(Long.parseLong(DSCP[i + 1]));
    }
    throw new Refused("\"" + word + "\" is no DSCP class");
  }
}
