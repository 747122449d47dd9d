package lasthop.netfilter;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import lasthop.ip.Family;
import lasthop.ip.Ip;

/// Reads the argument of an option and writes it as iptables-save does.
final class Values {
  /// What the meaning of an argument may depend on.
  ///
  /// @param proto protocol of the rule, 0 for none
  record Context(Family family, int proto, boolean protoNegated) {}

  private Values() {}

  /// The words as iptables-save prints them.
  ///
  /// @param words as many as [OptionSpec#arguments] says
  /// @throws Refused as iptables would
  static String canonical(OptionSpec spec, List<String> words, Context context) throws Refused {
    String word = words.isEmpty() ? "" : words.get(0);
    return switch (spec.kind()) {
      case "none" -> "";
      case "str" -> RuleWords.quote(sized(spec, word));
      case "word", "raw", "hexstring" -> sized(spec, word);
      case "file" -> file(sized(spec, word));
      case "num" -> Long.toString(Numbers.parse(word, spec.min(), spec.max()));
      case "byte" -> Long.toString(Numbers.parse(word, 0, 0xffffffffL) & 0xff);
      case "short" -> Long.toString(Numbers.parse(word, 0, 0xffffffffL) & 0xffff);
      case "begin" -> beginning(word);
      case "num64" -> Numbers.unsigned(word);
      case "hex" -> Numbers.hex(Numbers.parse(word, spec.min(), spec.max()));
      case "range" -> Numbers.range(word, spec.max(), Long.toString(spec.max()));
      case "range64" -> range64(word);
      case "choice" -> choice(spec, word);
      case "anycase" -> anyCase(spec, word);
      case "ports" -> Ports.range(word, context);
      case "lookedupports" -> Ports.lookedUpRange(word, context);
      case "port" -> Integer.toString(Ports.lookedUp(word, context));
      case "multiports" -> Ports.list(word, context);
      case "natports" -> Ports.translated(word, context);
      case "nat" -> NatWords.canonical(word, context);
      case "proto" -> Integer.toString(protocol(word));
      case "net" -> net(word, context.family(), false);
      case "prefix" -> net(word, context.family(), true);
      case "host" -> Addresses.lookedUp(word, context.family()).toString();
      case "plen" -> Long.toString(Math.min(context.family().bits(), Numbers.parse(word, 0, longest(context.family()))));
      case "ownplen" -> Long.toString(Numbers.parse(word, 0, context.family().bits()));
      case "addrs" -> addresses(word);
      case "addrrange" -> addressRange(word, context.family());
      case "device" -> device(word);
      case "mac" -> mac(word);
      case "id" -> id(word);
      case "probability" -> probability(word);
      case "markmask" -> markMask(word);
      case "realmmask" -> named(word, "cosmos");
      case "groupmask" -> named(word, "default");
      case "zone" -> word.equalsIgnoreCase("mark") ? "mark" : Long.toString(Numbers.parse(word, 0, 65535));
      case "set" -> set(sized(spec, word), words.get(1));
      case "burst", "leddelay" -> word;
      default -> Lists.canonical(spec.kind(), words, context);
    };
  }

  /// The word cut to the length the kernel has room for, as iptables cuts it.
  private static String sized(OptionSpec spec, String word) throws Refused {
    if (word.length() < spec.min()) throw new Refused("--" + spec.name() + " takes " + spec.min() + " characters or more");
    return word.length() > spec.max() ? word.substring(0, (int) spec.max()) : word;
  }

  private static String choice(OptionSpec spec, String word) throws Refused {
    if (!spec.words().contains(word)) throw new Refused("--" + spec.name() + " does not know \"" + word + "\"");
    return word;
  }

  private static String anyCase(OptionSpec spec, String word) throws Refused {
    for (String known : spec.words()) {
      if (known.equalsIgnoreCase(word)) return known;
    }
    throw new Refused("--" + spec.name() + " does not know \"" + word + "\"");
  }

  /// A protocol by number or by name in any case; 0 for `all`.
  static int protocol(String word) throws Refused {
    long number = Numbers.tryParse(word);
    if (number >= 0 && number <= 255) return (int) number;
    return Names.protocol(word.toLowerCase(Locale.ROOT))
        .orElseThrow(() -> new Refused("unknown protocol \"" + word + "\""));
  }

  /// An address with an optional prefix length; host bits stay as written.
  private static String net(String word, Family family, boolean always) throws Refused {
    int slash = word.indexOf('/');
    Ip ip = Addresses.lookedUp(slash < 0 ? word : word.substring(0, slash), family);
    int length = slash < 0 ? family.bits() : maskLength(ip, word.substring(slash + 1));
    return length == family.bits() && !always ? ip.toString() : ip + "/" + length;
  }

  /// The largest prefix length that is read; for IPv4 all beyond 32 count as 32.
  private static long longest(Family family) {
    return family == Family.IPV4 ? 0xffffffffL : 128;
  }

  /// A mask with holes, and for IPv4 a length beyond 32, prints as if none were given.
  private static int maskLength(Ip ip, String mask) throws Refused {
    Family family = ip.family();
    long number = Numbers.tryParse(mask);
    if (number > family.bits() && number <= longest(family)) return family.bits();
    int length = new Addresses.Net(ip, Addresses.mask(mask, family)).length();
    return length < 0 ? family.bits() : length;
  }

  /// A name the kernel makes a file of.
  ///
  /// @kernel v6.12 net/netfilter/x_tables.c xt_check_proc_name
  private static String file(String name) throws Refused {
    boolean bad = name.isEmpty() || name.equals(".") || name.equals("..") || name.indexOf('/') >= 0;
    if (bad) throw new Refused("\"" + name + "\" cannot name a file");
    return name;
  }

  /// The decimal number a word begins with; what follows it is not read.
  private static String beginning(String word) throws Refused {
    int end = word.startsWith("+") ? 1 : 0;
    while (end < word.length() && Character.digit(word.charAt(end), 10) >= 0) end++;
    long number = end > 0 && end < 12 ? Long.parseLong("0" + word.substring(word.startsWith("+") ? 1 : 0, end)) : 0;
    if (number == 0) throw new Refused("\"" + word + "\" does not begin with a number above 0");
    return Long.toString(number);
  }

  private static String addresses(String word) throws Refused {
    var out = new StringBuilder();
    for (String one : word.split(",", -1)) {
      out.append(out.isEmpty() ? "" : ",").append(Addresses.strict(one, Family.IPV6));
    }
    return out.toString();
  }

  private static String addressRange(String word, Family family) throws Refused {
    int dash = word.indexOf('-');
    Optional<Ip> first = Addresses.numeric(dash < 0 ? word : word.substring(0, dash), family);
    Optional<Ip> last = dash < 0 ? first : Addresses.numeric(word.substring(dash + 1), family);
    if (first.isEmpty() || last.isEmpty()) throw new Refused("\"" + word + "\" is not a range of addresses");
    return first.get() + "-" + last.get();
  }

  static String device(String word) throws Refused {
    if (word.length() > 15) throw new Refused("device name \"" + word + "\" is longer than 15 characters");
    return word;
  }

  private static String mac(String word) throws Refused {
    String[] octets = word.split(":", -1);
    if (octets.length != 6) throw new Refused("\"" + word + "\" is not a link address");
    var out = new StringBuilder(17);
    for (String octet : octets) {
      boolean hex = !octet.isEmpty() && octet.length() <= 2 && octet.chars().allMatch(c -> Character.digit(c, 16) >= 0);
      if (!hex) throw new Refused("\"" + word + "\" is not a link address");
      out.append(out.isEmpty() ? "" : ":").append(octet.length() == 1 ? "0" : "").append(octet.toLowerCase(Locale.ROOT));
    }
    return out.toString();
  }

  private static String id(String word) throws Refused {
    if (word.equals("root")) return "0";
    int dash = Math.max(word.indexOf('-'), word.indexOf(':'));
    if (dash < 0) return Long.toString(Numbers.parse(word, 0, 0xfffffffeL));
    long first = Numbers.parse(word.substring(0, dash), 0, 0xfffffffeL);
    long last = Numbers.parse(word.substring(dash + 1), 0, 0xfffffffeL);
    if (first > last) throw new Refused("the range \"" + word + "\" ends before it begins");
    return first == last ? Long.toString(first) : first + "-" + last;
  }

  /// The share as the kernel keeps it, in units of 2^-31, printed with 11 digits.
  ///
  /// @kernel v6.12 include/uapi/linux/netfilter/xt_statistic.h
  private static String probability(String word) throws Refused {
    double share;
    try {
      share = Double.parseDouble(word);
    } catch (NumberFormatException e) {
      throw new Refused("\"" + word + "\" is not a number");
    }
    if (!(share >= 0 && share <= 1)) throw new Refused("a probability lies within 0 and 1");
    long units = Math.round(0x80000000L * share);
    long six = (units & 0x7fffffff) * 1_000_000;
    long five = (six & 0x7fffffff) * 100_000;
    long digits = (six >>> 31) * 100_000 + (five >>> 31);
    long rest = five & 0x7fffffff;
    if (rest > 0x40000000 || rest == 0x40000000 && (digits & 1) != 0) digits++;
    return units >>> 31 == 1 ? "1.00000000000" : "0." + Long.toString(100_000_000_000L + digits).substring(1);
  }

  private static String markMask(String word) throws Refused {
    int slash = word.indexOf('/');
    long value = Numbers.parse(slash < 0 ? word : word.substring(0, slash), 0, 0xffffffffL);
    long mask = slash < 0 ? 0xffffffffL : Numbers.parse(word.substring(slash + 1), 0, 0xffffffffL);
    return Numbers.hex(value) + (mask == 0xffffffffL ? "" : "/" + Numbers.hex(mask));
  }

  /// A number with or without a mask, or the name that iproute2 ships for 0.
  private static String named(String word, String zero) throws Refused {
    return word.equals(zero) ? word : markMask(word);
  }

  private static String range64(String word) throws Refused {
    int colon = word.indexOf(':');
    if (colon < 0) return word.isEmpty() ? "0" : Numbers.unsigned(word);
    String low = colon == 0 ? "0" : Numbers.unsigned(word.substring(0, colon));
    return low + ":" + (colon == word.length() - 1 ? "" : Numbers.unsigned(word.substring(colon + 1)));
  }

  private static String set(String name, String places) throws Refused {
    if (name.length() > 31) throw new Refused("set name \"" + name + "\" is longer than 31 characters");
    String[] words = places.split(",", -1);
    if (words.length > 6) throw new Refused("a set has at most 6 dimensions");
    for (String place : words) {
      if (!place.equals("src") && !place.equals("dst")) throw new Refused("\"" + places + "\" is not a list of src and dst");
    }
    return name + " " + places;
  }
}
