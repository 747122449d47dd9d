package lasthop.trace;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import lasthop.ip.Family;
import lasthop.ip.Ip;
import lasthop.packet.Header;
import lasthop.packet.Meta;
import lasthop.packet.Packet;
import lasthop.packet.Proto;
import lasthop.packet.TcpFlag;
import lasthop.packet.Transport;

/// The packet part of one damaged record: keys are looked for in their one order, and a value is whatever stands
/// between one key and the next. A value that is not of its type counts as missing; it is never guessed.
final class DamagedFields {
  private static final int FAR = 200;
  private static final List<String> ORDER = List.of("out=", "src=", "dst=", "len=", "tos=", "prec=", "ttl=", "id=", "proto=", "spt=",
      "dpt=", "seq=", "ack=", "window=", "res=", "urgp=");
  private static final String[] FLAG_WORDS = {"fin", "syn", "rst", "psh", "ack", "urg", "ece", "cwr"};
  private static final int[] FLAG_BITS = {1, 2, 4, 8, 16, 32, 64, 128};

  private final Squeezed text;
  private final String low;
  private final Names names;
  private final int end;
  private final List<String> missing = new ArrayList<>();
  private int at;
  private boolean whole = true;
  private Packet packet = Monitors.UNSEEN;

  /// @param from behind `IN=`
  /// @param end where the next record begins
  DamagedFields(Squeezed text, Names names, int from, int end) {
    this.text = text;
    this.low = text.low;
    this.names = names;
    this.at = from;
    this.end = end;
  }

  Packet packet() {
    return packet;
  }

  List<String> missing() {
    return missing;
  }

  /// Whether the record's last required key was reached: else it was cut short.
  boolean isWhole() {
    return whole;
  }

  /// Behind the last character understood.
  int end() {
    return at;
  }

  DamagedFields read() {
    String in = names.device(rawUntil("out="));
    if (!skip("out=")) return cut("IN", "OUT", "SRC", "DST", "PROTO");
    String out = names.device(rawUntil("physin=", "physout=", "mac=", "src="));
    String physin = skip("physin=") ? names.device(rawUntil("physout=", "mac=", "src=")) : "";
    String physout = skip("physout=") ? names.device(rawUntil("mac=", "src=")) : "";
    String mac = skip("mac=") ? mac(until("src=")) : "";
    Meta meta = new Meta(in, out, physin, physout, mac, 0, -1, -1);
    packet = packet.with(meta);
    if (!skip("src=") && nearest("src=") != at) return cut("OUT", "SRC", "DST", "PROTO");
    packet = headers(false).with(meta);
    if (whole) tail();
    return this;
  }

  private DamagedFields cut(String... keys) {
    whole = false;
    missing.addAll(List.of(keys));
    return this;
  }

  private boolean skip(String key) {
    if (!low.startsWith(key, at) || at + key.length() > end) return false;
    at += key.length();
    return true;
  }

  /// What stands before the nearest of the keys, and moves there; all that is left, unmoved keys, where none follows.
  private String until(String... keys) {
    int from = at;
    int nearest = nearest(keys);
    at = nearest < 0 ? end : nearest;
    return low.substring(from, at);
  }

  private String rawUntil(String... keys) {
    int from = at;
    int nearest = nearest(keys);
    at = nearest < 0 ? end : nearest;
    return text.raw(from, at);
  }

  private int nearest(String... keys) {
    int nearest = -1;
    for (String key : keys) {
      int i = find(key);
      if (i >= 0 && (nearest < 0 || i < nearest)) nearest = i;
    }
    return nearest >= 0 ? nearest : later(keys[keys.length - 1]);
  }

  private int find(String key) {
    int i = low.indexOf(key, at);
    return i >= 0 && i + key.length() <= end && i - at <= FAR ? i : -1;
  }

  /// Where a key that should follow is damaged itself, the next one that is not.
  private int later(String key) {
    for (int k = ORDER.indexOf(key) + 1; k > 0 && k < ORDER.size(); k++) {
      int i = find(ORDER.get(k));
      if (i >= 0) return i;
    }
    return -1;
  }

  private String mac(String value) {
    if (value.matches("(?:[0-9a-f]{2}:)*[0-9a-f]{2}")) return value;
    missing.add("MAC");
    return "";
  }

  /// Reads from behind `SRC=`.
  private Packet headers(boolean quoted) {
    Ip src = address("SRC", until("dst="));
    Ip dst = skip("dst=") ? address("DST", until("len=")) : address("DST", "");
    int len = skip("len=") ? number("LEN", until("tos=", "tc="), 1 << 24) : number("LEN", "", 1);
    boolean v6 = low.startsWith("tc=", at);
    if (missing.contains("SRC") && v6) src = Ip.any(Family.IPV6);
    if (missing.contains("DST") && v6) dst = Ip.any(Family.IPV6);
    Header header = v6 ? v6(len) : v4(len);
    if (!skip("proto=")) {
      whole = false;
      missing.add("PROTO");
      return new Packet(src, dst, 0, Transport.Other.NONE, header, Meta.NONE);
    }
    int proto = proto();
    Transport transport = header.frag() > 0 ? Transport.Other.NONE : transport(proto, v6, quoted);
    return new Packet(src, dst, Math.max(proto, 0), transport, header, Meta.NONE);
  }

  private Ip address(String key, String value) {
    Optional<Ip> ip = Ip.tryParse(value);
    if (ip.isEmpty()) missing.add(key);
    return ip.orElse(Ip.any(Family.IPV4));
  }

  private int number(String key, String value, long max) {
    return (int) longNumber(key, value, max);
  }

  private long longNumber(String key, String value, long max) {
    long n = digits(value, 10);
    if (n >= 0 && n <= max && (at < end || isLast(key))) return n;
    missing.add(key);
    return -1;
  }

  /// Whether a record may end with this value, so that nothing need follow to show that it is all there.
  private boolean isLast(String key) {
    return key.equals("ULEN") || key.equals("ISEQ") || key.equals("URGP") || key.equals("CODE") || key.equals("GID") || key.equals("MTU");
  }

  private static long digits(String value, int radix) {
    if (value.isEmpty() || value.length() > 12) return -1;
    long n = 0;
    for (int i = 0; i < value.length(); i++) {
      int digit = Character.digit(value.charAt(i), radix);
      if (digit < 0) return -1;
      n = n * radix + digit;
    }
    return n;
  }

  private int hex(String key, String value, int max) {
    long n = value.startsWith("0x") ? digits(value.substring(2), 16) : -1;
    if (n >= 0 && n <= max && value.length() == 4) return (int) n;
    missing.add(key);
    return -1;
  }

  private Header v4(int len) {
    int tos = skip("tos=") ? hex("TOS", until("prec="), 255) : hex("TOS", "", 0);
    int prec = skip("prec=") ? hex("PREC", until("ttl="), 255) : hex("PREC", "", 0);
    int ttl = skip("ttl=") ? number("TTL", until("id="), 255) : number("TTL", "", 0);
    if (!skip("id=")) {
      missing.add("ID");
      return new Header(len, tos, ttl, -1, false, false, 0, "", -1);
    }
    String rest = until("proto=");
    int i = 0;
    while (i < rest.length() && Character.isDigit(rest.charAt(i))) i++;
    int id = number("ID", rest.substring(0, i), 65535);
    String flags = rest.substring(i);
    if (flags.startsWith("ce")) flags = flags.substring(2);
    boolean df = flags.startsWith("df");
    if (df) flags = flags.substring(2);
    boolean mf = flags.startsWith("mf");
    if (mf) flags = flags.substring(2);
    int frag = 0;
    if (flags.startsWith("frag:")) {
      int j = 5;
      while (j < flags.length() && Character.isDigit(flags.charAt(j))) j++;
      frag = number("FRAG", flags.substring(5, j), 8191) * 8;
      flags = flags.substring(j);
    }
    String options = flags.startsWith("opt(") && flags.endsWith(")") ? upper(flags.substring(4, flags.length() - 1)) : "";
    if (!flags.isEmpty() && options.isEmpty()) missing.add("FLAGS");
    return new Header(len, tos < 0 || prec < 0 ? -1 : tos | prec, ttl, id, df, mf, Math.max(frag, 0), options, -1);
  }

  private static String upper(String hex) {
    return hex.toUpperCase(java.util.Locale.ROOT);
  }

  private Header v6(int len) {
    int tc = skip("tc=") ? number("TC", until("hoplimit="), 255) : -1;
    int hops = skip("hoplimit=") ? number("HOPLIMIT", until("flowlbl="), 255) : number("HOPLIMIT", "", 0);
    String rest = skip("flowlbl=") ? until("proto=") : "";
    int opt = rest.indexOf("opt(");
    int label = number("FLOWLBL", opt < 0 ? rest : rest.substring(0, opt), 0xfffff);
    return new Header(len, tc, hops, -1, false, rest.contains("incomplete"), 0, "", label);
  }

  private int proto() {
    for (String name : new String[] {"tcp", "udplite", "udp", "icmpv6", "icmp", "esp", "ah"}) {
      if (skip(name)) return Proto.number(name);
    }
    int from = at;
    while (at < end && at - from < 3 && Character.isDigit(low.charAt(at))) {
      if (at > from && text.gap(at)) break;
      at++;
    }
    int proto = (int) digits(low.substring(from, at), 10);
    if (proto < 0 || proto > 255) missing.add("PROTO");
    return proto;
  }

  private Transport transport(int proto, boolean v6, boolean quoted) {
    if (skip("incomplete[")) {
      String count = until("bytes]");
      skip("bytes]");
      return new Transport.Other((int) digits(count, 10));
    }
    return switch (proto) {
      case Proto.TCP -> tcp();
      case Proto.UDP, Proto.UDPLITE -> ports();
      case Proto.ICMP, Proto.ICMPV6 -> icmp(v6, quoted);
      case Proto.ESP, Proto.AH -> skip("spi=0x") ? new Transport.Spi(digits(run(16), 16)) : Transport.Other.NONE;
      default -> Transport.Other.NONE;
    };
  }

  /// The digits that stand here; none where the record ends with digits that blanks part: what lies behind a blank
  /// may be another number.
  private String run(int radix) {
    int from = at;
    while (at < end && Character.digit(low.charAt(at), radix) >= 0) at++;
    return at == end && text.hasBlank(from, at) ? "" : low.substring(from, at);
  }

  private Transport ports() {
    int sport = skip("spt=") ? number("SPT", until("dpt="), 65535) : number("SPT", "", 0);
    int dport = skip("dpt=") ? number("DPT", until("len="), 65535) : number("DPT", "", 0);
    if (!skip("len=")) {
      whole = false;
      missing.add("ULEN");
      return new Transport.Ports(sport, dport, -1);
    }
    return new Transport.Ports(sport, dport, number("ULEN", run(10), 65535));
  }

  private Transport tcp() {
    int sport = skip("spt=") ? number("SPT", until("dpt="), 65535) : number("SPT", "", 0);
    int dport = skip("dpt=") ? number("DPT", until("seq=", "window="), 65535) : number("DPT", "", 0);
    boolean numbered = low.startsWith("seq=", at);
    long seq = skip("seq=") ? longNumber("SEQ", until("ack="), 0xffffffffL) : -1;
    long ack = skip("ack=") ? longNumber("ACK", until("window="), 0xffffffffL) : -1;
    if (!numbered && !low.startsWith("window=", at)) missing.addAll(List.of("SEQ", "ACK"));
    int window = skip("window=") ? number("WINDOW", until("res="), 65535) : number("WINDOW", "", 0);
    Set<TcpFlag> flags = skip("res=") ? flags(until("urgp=")) : none();
    if (!skip("urgp=")) {
      whole = false;
      missing.add("URGP");
      return new Transport.Tcp(sport, dport, seq, ack, window, flags, "");
    }
    number("URGP", run(10), 65535);
    String options = "";
    if (skip("opt(")) {
      String hex = until(")");
      if (skip(")") && digitsOnly(hex)) options = upper(hex);
      else missing.add("OPT");
    }
    return new Transport.Tcp(sport, dport, seq, ack, window, flags, options);
  }

  private static boolean digitsOnly(String hex) {
    return hex.chars().allMatch(c -> Character.digit(c, 16) >= 0);
  }

  private Set<TcpFlag> none() {
    missing.add("FLAGS");
    return EnumSet.noneOf(TcpFlag.class);
  }

  /// `0x00acksyn`: the flags stand last and are read from there, whatever happened to the reserved bits.
  private Set<TcpFlag> flags(String value) {
    int bits = 0;
    String rest = value;
    for (int i = 0; i < FLAG_WORDS.length; i++) {
      if (!rest.endsWith(FLAG_WORDS[i])) continue;
      bits |= FLAG_BITS[i];
      rest = rest.substring(0, rest.length() - FLAG_WORDS[i].length());
    }
    if (!rest.matches("0x[0-9a-f]{2}")) missing.add("RES");
    if (rest.matches("0x[0-9a-f]{2}.+|.*[g-wyz].*") && bits == 0) missing.add("FLAGS");
    return KernelGrammar.flags(bits);
  }

  private Transport icmp(boolean v6, boolean quoted) {
    int type = skip("type=") ? number("TYPE", until("code="), 255) : number("TYPE", "", 0);
    if (!skip("code=")) {
      whole = false;
      missing.add("CODE");
      return Transport.Icmp.of(type, -1, -1, -1);
    }
    int code = number("CODE", run(10), 255);
    if (skip("incomplete[")) {
      until("bytes]");
      skip("bytes]");
      return Transport.Icmp.of(type, code, -1, -1);
    }
    int id = skip("id=") ? number("IID", run(10), 65535) : -1;
    int seq = skip("seq=") ? number("ISEQ", run(10), 65535) : -1;
    if (KernelGrammar.isEcho(v6, type) && seq < 0) whole = false;
    if (skip("parameter=") || skip("pointer=")) run(16);
    String gateway = skip("gateway=") ? until("[") : "";
    Optional<Packet> quote = !quoted && skip("[src=") ? Optional.of(quote()) : Optional.empty();
    int mtu = skip("mtu=") ? (int) digits(run(10), 10) : -1;
    return new Transport.Icmp(type, code, id, seq, mtu, gateway, quote);
  }

  /// What is damaged within the quote is not missing from the packet itself.
  private Packet quote() {
    var before = List.copyOf(missing);
    Packet quote = headers(true);
    missing.clear();
    missing.addAll(before);
    int close = low.indexOf(']', at);
    if (close >= 0 && close < end) at = close + 1;
    else whole = false;
    return quote;
  }

  private void tail() {
    long uid = -1;
    long gid = -1;
    if (skip("uid=")) {
      uid = digits(until("gid="), 10);
      if (skip("gid=")) gid = digits(run(10), 10);
      if (uid < 0) missing.add("UID");
      if (gid < 0) missing.add("GID");
    }
    long mark = skip("mark=0x") ? digits(run(16), 16) : 0;
    if (mark < 0) missing.add("MARK");
    Meta m = packet.meta();
    packet = packet.with(new Meta(m.in(), m.out(), m.physin(), m.physout(), m.mac(), Math.max(mark, 0), uid, gid));
  }
}
