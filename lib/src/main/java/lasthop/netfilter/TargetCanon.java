package lasthop.netfilter;

import java.util.List;
import lasthop.netfilter.Match.Option;
import lasthop.netfilter.Values.Context;

/// What [Canon] does for matches, for targets.
final class TargetCanon {
  private static final String[][] HMARK_PARTS = {{"sport", "0xffff"}, {"dport", "0xffff"}, {"spi", "0xffffffff"},
      {"proto", "0xffff"}};

  private TargetCanon() {}

  static List<Option> target(Given given, Context context) throws Refused {
    given.requireAll();
    switch (given.name()) {
      case "CONNMARK" -> connmark(given);
      case "CONNSECMARK" -> given.require("save", "restore");
      case "CT" -> ct(given);
      case "DNAT", "SNAT", "MASQUERADE", "REDIRECT" -> {
        return nat(given);
      }
      case "DNPT", "SNPT" -> prefixes(given);
      case "DSCP" -> Canon.dscp(given, "set-dscp", "set-dscp-class");
      case "ECN" -> ecn(given);
      case "HL" -> given.require("hl-set", "hl-dec", "hl-inc");
      case "TTL" -> given.require("ttl-set", "ttl-dec", "ttl-inc");
      case "HMARK" -> {
        return hmark(given, context);
      }
      case "LED" -> led(given);
      case "LOG" -> {
        if (given.number("log-level", 4) == 4) given.remove("log-level");
      }
      case "MARK" -> {
        if (!mark(given, "set-xmark")) throw new Refused("MARK needs an operation");
      }
      case "NETMAP" -> netmap(given, context);
      case "NFLOG" -> nflog(given);
      case "NFQUEUE" -> nfqueue(given);
      case "REJECT" -> {
        String usual = Canon.isV4(context) ? "icmp-port-unreachable" : "icmp6-port-unreachable";
        if (!given.has("reject-with")) given.set(false, "reject-with", usual);
      }
      case "SET" -> set(given);
      case "TCPMSS" -> {
        given.require("set-mss", "clamp-mss-to-pmtu");
        if (given.inOrder().size() == 2) given.remove(given.inOrder().get(0).name());
      }
      case "TEE" -> {
        boolean nowhere = given.value("gateway").equals("0.0.0.0") || given.value("gateway").equals("::");
        if (nowhere) throw new Refused("TEE needs a gateway");
      }
      case "TOS" -> tos(given);
      case "TPROXY" -> tproxy(given, context);
      default -> { }
    }
    return given.inTableOrder();
  }

  /// All forms as `--set-xmark value/mask`.
  private static boolean mark(Given given, String xmark) {
    long all = 0xffffffffL;
    long value;
    long mask;
    if (given.has("set-xmark") || given.has("set-mark")) {
      boolean plain = given.has("set-mark");
      String word = given.value(plain ? "set-mark" : "set-xmark");
      int slash = word.indexOf('/');
      value = Numbers.value(word);
      mask = slash < 0 ? all : Numbers.value(word.substring(slash + 1));
      if (plain) mask |= value;
    } else if (given.has("and-mark")) {
      value = 0;
      mask = ~given.number("and-mark", 0) & all;
    } else if (given.has("or-mark")) {
      value = given.number("or-mark", 0);
      mask = value;
    } else if (given.has("xor-mark")) {
      value = given.number("xor-mark", 0);
      mask = 0;
    } else {
      return false;
    }
    for (String option : List.of("set-mark", "and-mark", "or-mark", "xor-mark")) given.remove(option);
    given.set(false, xmark, Numbers.hex(value) + "/" + Numbers.hex(mask));
    return true;
  }

  private static void connmark(Given given) throws Refused {
    given.require("set-xmark", "set-mark", "and-mark", "or-mark", "xor-mark", "save-mark", "restore-mark");
    boolean set = mark(given, "set-xmark");
    if (given.has("mask") && (given.has("nfmask") || given.has("ctmask"))) {
      throw new Refused("--mask excludes --nfmask and --ctmask");
    }
    long both = given.number("mask", 0xffffffffL);
    long nfmask = given.number("nfmask", both);
    long ctmask = given.number("ctmask", both);
    given.remove("mask");
    given.remove("nfmask");
    given.remove("ctmask");
    if (set) return;
    given.set(false, "nfmask", Numbers.hex(nfmask));
    given.set(false, "ctmask", Numbers.hex(ctmask));
  }

  private static void ct(Given given) {
    for (String zone : List.of("zone", "zone-orig", "zone-reply")) {
      if (given.value(zone).equals("0")) given.remove(zone);
    }
  }

  private static List<Option> nat(Given given) throws Refused {
    var out = new java.util.ArrayList<Option>();
    for (String option : List.of("to-destination", "to-source", "to-ports", "random", "random-fully", "persistent")) {
      if (given.has(option)) out.add(new Option(false, option, given.value(option)));
    }
    return out;
  }

  private static void prefixes(Given given) throws Refused {
    for (String option : List.of("src-pfx", "dst-pfx")) {
      String value = given.value(option);
      if (Integer.parseInt(value.substring(value.indexOf('/') + 1)) > 64) throw new Refused("--" + option + " has at most 64 bits");
    }
  }

  private static void ecn(Given given) throws Refused {
    given.require("ecn-tcp-remove", "ecn-tcp-cwr", "ecn-tcp-ece", "ecn-ip-ect");
    if (given.has("ecn-tcp-remove")) given.remove("ecn-ip-ect");
    if (given.has("ecn-tcp-remove") && (given.has("ecn-tcp-cwr") || given.has("ecn-tcp-ece"))) {
      throw new Refused("--ecn-tcp-remove excludes --ecn-tcp-cwr and --ecn-tcp-ece");
    }
  }

  private static List<Option> hmark(Given given, Context context) throws Refused {
    String tuple = "," + given.value("hmark-tuple") + ",";
    for (String[] part : HMARK_PARTS) {
      String option = "hmark-" + part[0] + "-mask";
      if (tuple.contains("," + part[0] + ",")) given.set(false, option, part[1]);
    }
    for (String end : List.of("src", "dst")) {
      if (!tuple.contains("," + end + ",")) continue;
      if (given.has("hmark-" + end + "-prefix")) throw new Refused("--hmark-" + end + "-prefix is given twice");
      given.set(false, "hmark-" + end + "-prefix", Integer.toString(context.family().bits()));
    }
    boolean ports = given.has("hmark-sport-mask") || given.has("hmark-dport-mask");
    if (given.has("hmark-spi-mask") && ports) throw new Refused("--hmark-spi-mask excludes masks of ports");
    boolean ct = tuple.contains(",ct,");
    given.remove("hmark-tuple");
    var out = new java.util.ArrayList<Option>();
    for (Option option : given.inTableOrder()) out.add(new Option(false, option.name(), padded(option)));
    if (!ct && out.stream().noneMatch(o -> o.name().endsWith("-mask") || o.name().endsWith("-prefix"))) {
      throw new Refused("HMARK needs --hmark-tuple");
    }
    if (ct) out.add(new Option(false, "hmark-tuple", "ct"));
    return out;
  }

  /// Hexadecimal values with the digits their field has.
  private static String padded(Option option) {
    if (!option.value().startsWith("0x")) return option.value();
    int digits = option.name().contains("port") ? 4 : option.name().contains("proto") ? 2 : 8;
    return Numbers.hex(Numbers.value(option.value()), digits);
  }

  private static void led(Given given) throws Refused {
    if (!given.has("led-trigger-id")) throw new Refused("LED needs --led-trigger-id");
    String id = RuleWords.unquote(given.value("led-trigger-id")).replace("\\", "\\\\").replace("\"", "\\\"");
    given.set(false, "led-trigger-id", "\"" + id + "\"");
    String delay = given.value("led-delay");
    if (delay.isEmpty()) return;
    if (delay.regionMatches(true, 0, "inf", 0, 3)) given.set(false, "led-delay", "inf");
    else if (Numbers.parse(delay, 0, 0xffffffffL) == 0) given.remove("led-delay");
    else given.set(false, "led-delay", Long.toString(Numbers.value(delay)));
  }

  private static void netmap(Given given, Context context) throws Refused {
    String to = given.value("to");
    if (to.isEmpty()) return;
    int slash = to.indexOf('/');
    if (slash < 0) {
      given.set(false, "to", to + "/" + context.family().bits());
    } else {
      int length = Integer.parseInt(to.substring(slash + 1));
      given.set(false, "to", Addresses.strict(to.substring(0, slash), context.family()).masked(length) + "/" + length);
    }
  }

  private static void nflog(Given given) {
    if (given.number("nflog-group", 0) == 0) given.remove("nflog-group");
    if (given.number("nflog-threshold", 0) == 0) given.remove("nflog-threshold");
    if (given.number("nflog-range", 0) == 0) given.remove("nflog-range");
  }

  private static void nfqueue(Given given) throws Refused {
    if (given.has("queue-cpu-fanout") && !given.has("queue-balance")) throw new Refused("--queue-cpu-fanout needs --queue-balance");
    String range = given.value("queue-balance");
    if (range.isEmpty()) {
      if (!given.has("queue-num")) given.set(false, "queue-num", "0");
      return;
    }
    int colon = range.indexOf(':');
    boolean rising = colon > 0 && Long.parseLong(range.substring(0, colon)) < Long.parseLong(range.substring(colon + 1));
    if (range.equals("0:65535")) throw new Refused("--queue-balance takes at most 65535 queues");
    if (!rising) throw new Refused("--queue-balance takes a range of queues");
  }

  private static void set(Given given) throws Refused {
    given.require("add-set", "del-set", "map-set");
    if (!given.has("add-set") && (given.has("exist") || given.has("timeout"))) {
      throw new Refused("--exist and --timeout go with --add-set");
    }
    boolean maps = given.has("map-mark") || given.has("map-prio") || given.has("map-queue");
    if (given.has("map-set") != maps) throw new Refused("--map-set goes with --map-mark, --map-prio or --map-queue");
  }

  private static void tos(Given given) throws Refused {
    given.require("set-tos", "and-tos", "or-tos", "xor-tos");
    if (given.has("set-tos")) return;
    long value = given.has("and-tos") ? 0 : given.number("or-tos", given.number("xor-tos", 0));
    long mask = given.has("and-tos") ? ~given.number("and-tos", 0) & 0xff : given.has("or-tos") ? value : 0;
    for (String option : List.of("and-tos", "or-tos", "xor-tos")) given.remove(option);
    given.set(false, "set-tos", Numbers.hex(value, 2) + "/" + Numbers.hex(mask, 2));
  }

  private static void tproxy(Given given, Context context) {
    if (!given.has("on-ip")) given.set(false, "on-ip", Canon.isV4(context) ? "0.0.0.0" : "::");
    String mark = given.has("tproxy-mark") ? given.value("tproxy-mark") : "0x0/0x0";
    given.set(false, "tproxy-mark", mark.indexOf('/') < 0 ? mark + "/0xffffffff" : mark);
  }
}
