package lasthop.netfilter;

import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Arguments with a little grammar of their own: u32 and bpf programs, dates, rates, SCTP chunks, IPv6 headers.
final class Odd {
  private static final String[] TOS = {"Minimize-Delay", "0x10", "Maximize-Throughput", "0x08", "Maximize-Reliability",
      "0x04", "Minimize-Cost", "0x02", "Normal-Service", "0x00"};
  private static final String[] HEADERS = {"hop-by-hop,hopopt,hop,0", "ipv6-opts,dst,60", "ipv6-route,route,43",
      "ipv6-frag,frag,44", "ah,auth,51", "esp,50", "ipv6-nonxt,none,59", "protocol,prot,255"};
  private static final String[] HEADERS_PRINTED = {"hop-by-hop", "ipv6-opts", "ipv6-route", "ipv6-frag", "ah", "esp",
      "ipv6-nonxt", "protocol"};
  private static final String[] CHUNKS = {"DATA 0 ----IUBE", "INIT 1", "INIT_ACK 2", "SACK 3", "HEARTBEAT 4",
      "HEARTBEAT_ACK 5", "ABORT 6 -------T", "SHUTDOWN 7", "SHUTDOWN_ACK 8", "ERROR 9", "COOKIE_ECHO 10",
      "COOKIE_ACK 11", "ECN_ECNE 12", "ECN_CWR 13", "SHUTDOWN_COMPLETE 14 -------T", "I_DATA 64 ----IUBE",
      "ASCONF_ACK 128", "RE_CONFIG 130", "PAD 132", "FORWARD_TSN 192", "ASCONF 193", "I_FORWARD_TSN 194"};
  private static final String[] TUPLE = {"ct", "src", "dst", "sport", "dport", "proto", "spi"};

  /// What follows the second number is not read.
  private static final Pattern CLASS = Pattern.compile("([-+]?(?:0[xX])?\\p{XDigit}+):([-+]?(?:0[xX])?\\p{XDigit}+)");
  private static final Pattern DATE = Pattern.compile("[^-T:]+(-[^-T:]*(-[^-T:]*(T[^-T:]*(:[^-T:]*(:[^-T:]*)?)?)?)?)?");

  private Odd() {}

  static String canonical(String kind, List<String> words) throws Refused {
    String word = words.get(0);
    return switch (kind) {
      case "tosmask" -> tos(word);
      case "class" -> trafficClass(word);
      case "label" -> "\"" + Numbers.parse(word, 0, 127) + "\"";
      case "daytime" -> dayTime(word);
      case "date" -> date(word);
      case "rate" -> rate(word);
      case "hopopts" -> hopOptions(word);
      case "headers" -> headers(word);
      case "chunks" -> chunks(word, words.get(1));
      case "hmarktuple" -> tuple(word);
      case "u32" -> U32.canonical(word);
      case "bytecode" -> bytecode(word);
      default -> throw new Refused("an argument of kind " + kind + " cannot be read");
    };
  }

  private static String tos(String word) throws Refused {
    for (int i = 0; i < TOS.length; i += 2) {
      if (TOS[i].equalsIgnoreCase(word)) return TOS[i + 1] + "/0x3f";
    }
    int slash = word.indexOf('/');
    long value = Numbers.parse(slash < 0 ? word : word.substring(0, slash), 0, 255);
    long mask = slash < 0 ? 255 : Numbers.parse(word.substring(slash + 1), 0, 255);
    return Numbers.hex(value, 2) + "/" + Numbers.hex(mask, 2);
  }

  private static String trafficClass(String word) throws Refused {
    Matcher read = CLASS.matcher(word);
    if (!read.lookingAt()) throw new Refused("\"" + word + "\" is not a class, major:minor");
    return lastFour(read.group(1)) + ":" + lastFour(read.group(2));
  }

  /// The last 16 bits of a hexadecimal number.
  private static String lastFour(String number) {
    long bits = new BigInteger(number.replaceFirst("0[xX]", ""), 16).longValue() & 0xffff;
    return Numbers.hex(bits, 4).substring(2);
  }

  private static String dayTime(String word) throws Refused {
    String[] parts = word.split(":", -1);
    if (parts.length < 2 || parts.length > 3) throw new Refused("\"" + word + "\" is not a time, hh:mm[:ss]");
    var out = new StringBuilder();
    for (int i = 0; i < 3; i++) {
      long n = i < parts.length ? decimal(parts[i], i == 0 ? 23 : 59) : 0;
      out.append(i > 0 ? ":" : "").append(n < 10 ? "0" : "").append(n);
    }
    return out.toString();
  }

  private static long decimal(String text, long max) throws Refused {
    try {
      long n = text.isEmpty() ? 0 : Long.parseLong(text);
      if (n >= 0 && n <= max) return n;
    } catch (NumberFormatException e) {
      // falls through to the refusal
    }
    throw new Refused("\"" + text + "\" is outside 0.." + max);
  }

  private static String date(String word) throws Refused {
    String[] parts = word.split("[-T:]", -1);
    int[] max = {2038, 12, 31, 23, 59, 59};
    int[] n = {1970, 1, 1, 0, 0, 0};
    if (!DATE.matcher(word).matches()) throw new Refused("\"" + word + "\" is not a date");
    for (int i = 0; i < parts.length; i++) n[i] = (int) decimal(parts[i], max[i]);
    if (n[0] < 1970) throw new Refused("\"" + word + "\" is before 1970");
    try {
      LocalDateTime t = LocalDateTime.of(n[0], 1, 1, n[3], n[4], n[5]).plusMonths(n[1] - 1L).plusDays(n[2] - 1L);
      String text = t.toString();
      return text.length() == 16 ? text + ":00" : text;
    } catch (DateTimeException e) {
      throw new Refused("\"" + word + "\" is not a date");
    }
  }

  /// `10/minute`; kept as written for [Rates], which knows how the two kinds of limit print it.
  private static String rate(String word) throws Refused {
    Rates.check(word);
    return word;
  }

  private static String hopOptions(String word) throws Refused {
    var out = new StringBuilder();
    for (String one : word.split(",", -1)) {
      int colon = one.indexOf(':');
      long option = Numbers.parse(colon < 0 ? one : one.substring(0, colon), 0, 0xffffffffL) & 0xff;
      out.append(out.isEmpty() ? "" : ",").append(option);
      if (colon < 0) continue;
      if (option == 0) throw new Refused("option 0 has no length");
      long length = Numbers.parse(one.substring(colon + 1), 0, 0xffffffffL) & 0xff;
      if (length != 255) out.append(':').append(length);
    }
    return out.toString();
  }

  private static String headers(String word) throws Refused {
    long bits = Lists.bits(word, ",", w -> {
      for (int i = 0; i < HEADERS.length; i++) {
        if (("," + HEADERS[i] + ",").contains("," + w.toLowerCase(Locale.ROOT) + ",")) return i;
      }
      return -1;
    });
    return Lists.joined(bits, HEADERS_PRINTED);
  }

  private static String chunks(String how, String list) throws Refused {
    String mode = how.toLowerCase(Locale.ROOT);
    if (!List.of("any", "all", "only").contains(mode)) throw new Refused("chunks are matched any, all or only");
    if (list.equalsIgnoreCase("ALL") || list.equalsIgnoreCase("NONE")) return mode + " " + list.toUpperCase(Locale.ROOT);
    String[] flags = new String[CHUNKS.length];
    for (String one : list.split(",")) {
      int colon = one.indexOf(':');
      int chunk = chunk(colon < 0 ? one : one.substring(0, colon));
      String given = colon < 0 ? "" : one.substring(colon + 1);
      flags[chunk] = (flags[chunk] == null ? "" : flags[chunk]) + given;
    }
    var out = new StringBuilder(mode);
    char sep = ' ';
    for (int i = 0; i < CHUNKS.length; i++) {
      if (flags[i] == null) continue;
      String[] known = CHUNKS[i].split(" ");
      out.append(sep).append(known[0]).append(chunkFlags(flags[i], known.length > 2 ? known[2] : ""));
      sep = ',';
    }
    return out.toString();
  }

  private static int chunk(String name) throws Refused {
    for (int i = 0; i < CHUNKS.length; i++) {
      if (CHUNKS[i].substring(0, CHUNKS[i].indexOf(' ')).equalsIgnoreCase(name)) return i;
    }
    throw new Refused("unknown SCTP chunk \"" + name + "\"");
  }

  /// The flags of a chunk in the order of its header: upper case for set, lower case for clear.
  private static String chunkFlags(String given, String valid) throws Refused {
    var out = new StringBuilder();
    for (char c : given.toCharArray()) {
      if (valid.indexOf(Character.toUpperCase(c)) < 0) throw new Refused("chunk flag \"" + c + "\" is not known here");
    }
    for (char c : valid.toCharArray()) {
      if (given.indexOf(c) >= 0) out.append(c);
      else if (given.indexOf(Character.toLowerCase(c)) >= 0) out.append(Character.toLowerCase(c));
    }
    return out.isEmpty() ? "" : ":" + out;
  }

  private static String tuple(String word) throws Refused {
    long bits = Lists.bits(word, ",", w -> List.of(TUPLE).indexOf(Names.byPrefix(w, TUPLE).orElse("?")));
    return Lists.joined(bits, TUPLE);
  }

  /// `N,code jt jf k,…` with exactly N instructions.
  private static String bytecode(String word) throws Refused {
    String[] parts = word.split(",");
    long count = Numbers.parse(parts[0], 1, 64);
    if (parts.length - 1 != count) throw new Refused("the program has " + (parts.length - 1) + " instructions, not " + count);
    var out = new StringBuilder("\"").append(count);
    for (int i = 1; i < parts.length; i++) {
      String[] numbers = parts[i].trim().split(" +");
      if (numbers.length != 4) throw new Refused("instruction " + i + " is not four numbers");
      out.append(',');
      for (int k = 0; k < 4; k++) out.append(k > 0 ? " " : "").append(Numbers.parse(numbers[k], 0, 0xffffffffL));
    }
    return out.append('"').toString();
  }
}
