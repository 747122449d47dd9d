package lasthop.trace;

import static lasthop.trace.Cursor.key;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import lasthop.ip.Ip;
import lasthop.packet.Header;
import lasthop.packet.Meta;
import lasthop.packet.Packet;
import lasthop.packet.Proto;
import lasthop.packet.TcpFlag;
import lasthop.packet.Transport;

/// The packet part of a kernel log line, `IN=` to its end, exactly as the kernel's logger writes it: keys in their
/// one order, every value of its type, nothing left over. Anything else is refused and left to [Salvage].
///
/// @kernel v6.12 net/netfilter/nf_log_syslog.c dump_ipv4_packet, dump_ipv6_packet
final class KernelGrammar {
  private static final byte[] IN = key("IN="), OUT = key("OUT="), PHYSIN = key("PHYSIN="), PHYSOUT = key("PHYSOUT="),
      MAC = key("MAC="), MACSRC = key("MACSRC="), MACDST = key("MACDST="), MACPROTO = key("MACPROTO="), VPROTO = key("VPROTO="),
      SRC = key("SRC="), DST = key("DST="), LEN = key("LEN="), TOS = key("TOS=0x"), PREC = key("PREC=0x"), TTL = key("TTL="),
      ID = key("ID="), CE = key("CE "), DF = key("DF "), MF = key("MF "), FRAG = key("FRAG:"), OPT = key("OPT ("),
      TC = key("TC="), HOPLIMIT = key("HOPLIMIT="), FLOWLBL = key("FLOWLBL="), PROTO = key("PROTO="), SPT = key("SPT="),
      DPT = key("DPT="), SEQ = key("SEQ="), ACK = key("ACK="), WINDOW = key("WINDOW="), RES = key("RES=0x"), URGP = key("URGP="),
      TYPE = key("TYPE="), CODE = key("CODE="), PARAMETER = key("PARAMETER="), POINTER = key("POINTER="), GATEWAY = key("GATEWAY="),
      MTU = key("MTU="), SPI = key("SPI=0x"), UID = key("UID="), GID = key("GID="), MARK = key("MARK=0x"),
      INCOMPLETE = key("INCOMPLETE ["), BYTES = key("bytes]"), QUOTE = key("["), QUOTE_END = key("]");
  private static final TcpFlag[] FLAGS = TcpFlag.values();
  private static final byte[][] FLAG_WORDS = words();
  private static final List<Set<TcpFlag>> FLAG_SETS = flagSets();

  private static final int WAYS = 8;

  /// What a record says before the addresses, and their key.
  private record Ways(byte[] text, Meta meta) {}

  private final Cursor c;
  private final ArrayDeque<Ways> ways = new ArrayDeque<>();
  private boolean good;
  private int incomplete;

  KernelGrammar(Cursor c) {
    this.c = c;
  }

  private static byte[][] words() {
    var words = new byte[FLAGS.length][];
    for (int i = 0; i < FLAGS.length; i++) words[i] = key(FLAGS[i].name() + " ");
    return words;
  }

  /// The packet the cursor stands before; empty when the text is not exactly what the kernel writes.
  Optional<Packet> packet() {
    good = true;
    Meta meta = devices();
    if (!good) return Optional.empty();
    Optional<Packet> headers = headers(false);
    if (headers.isEmpty()) return headers;
    long uid = c.number(UID, 0xffffffffL);
    long gid = uid < 0 ? -1 : c.number(GID, 0xffffffffL);
    long mark = c.hex(MARK, 0xffffffffL);
    if (!c.atEnd()) return Optional.empty();
    if (mark <= 0 && uid < 0 && gid < 0) return Optional.of(headers.get().with(meta));
    Meta whole = new Meta(meta.in(), meta.out(), meta.physin(), meta.physout(), meta.mac(), Math.max(mark, 0), uid, gid);
    return Optional.of(headers.get().with(whole));
  }

  /// A log shows a few dozen ways in and out, byte for byte up to the addresses.
  private Meta devices() {
    int from = c.at;
    for (Ways known : ways) {
      int to = from + known.text.length;
      if (to > c.end || !Arrays.equals(c.bytes, from, to, known.text, 0, known.text.length)) continue;
      c.at = to - SRC.length;
      return known.meta;
    }
    Meta read = newDevices();
    if (good && c.ahead(SRC)) {
      if (ways.size() == WAYS) ways.removeLast();
      ways.addFirst(new Ways(Arrays.copyOfRange(c.bytes, from, c.at + SRC.length), read));
    }
    return read;
  }

  private Meta newDevices() {
    String in = named(IN, true);
    String out = named(OUT, true);
    String physin = named(PHYSIN, false);
    String physout = named(PHYSOUT, false);
    if (c.ahead(VPROTO)) {
      c.skipWord();
      c.gap();
      c.skipWord();
      c.gap();
    }
    String mac = named(MAC, false);
    if (c.ahead(MACSRC)) {
      String src = named(MACSRC, true);
      mac = named(MACDST, true) + ":" + src + ":" + colon(named(MACPROTO, true));
    }
    return new Meta(in, out, physin, physout, mac, 0, -1, -1);
  }

  static String colon(String proto) {
    return proto.length() == 4 ? proto.substring(0, 2) + ":" + proto.substring(2) : proto;
  }

  private String named(byte[] key, boolean required) {
    if (!c.take(key)) {
      if (required) good = false;
      return "";
    }
    String value = c.word();
    if (!c.gap()) good = false;
    return value;
  }

  private Optional<Packet> headers(boolean quoted) {
    Ip src = c.address(SRC);
    Ip dst = c.address(DST);
    incomplete = -1;
    if (src == Cursor.NO_ADDRESS || dst == Cursor.NO_ADDRESS) return Optional.empty();
    Header header = src.isV4() ? v4() : v6();
    if (!good) return Optional.empty();
    int proto = proto();
    if (proto < 0 && incomplete < 0) return Optional.empty();
    Transport transport = incomplete >= 0 ? new Transport.Other(incomplete) : transport(proto, header, quoted);
    if (!good) return Optional.empty();
    return Optional.of(new Packet(src, dst, Math.max(proto, 0), transport, header, Meta.NONE));
  }

  private Header v4() {
    int len = required(c.number(LEN, 65535));
    int tos = required(c.hex(TOS, 255));
    int prec = required(c.hex(PREC, 255));
    int ttl = required(c.number(TTL, 255));
    int id = required(c.number(ID, 65535));
    c.take(CE);
    boolean df = c.take(DF);
    boolean mf = c.take(MF);
    long frag = c.number(FRAG, 8191);
    String options = c.ahead(OPT) ? options() : "";
    return new Header(len, tos | prec, ttl, id, df, mf, (int) Math.max(frag, 0) * 8, options, -1);
  }

  private Header v6() {
    int len = required(c.number(LEN, 1 << 24));
    int tc = required(c.number(TC, 255));
    int hops = required(c.number(HOPLIMIT, 255));
    int label = required(c.number(FLOWLBL, 0xfffff));
    int frag = 0;
    boolean mf = false;
    String options = "";
    while (good && c.ahead(OPT)) {
      String one = options();
      if (one.startsWith("FRAG:")) {
        int blank = one.indexOf(' ');
        frag = decimal(one.substring(5, blank < 0 ? one.length() : blank));
        mf = one.contains("INCOMPLETE");
      }
      options = options.isEmpty() ? one : options + " " + one;
    }
    return new Header(len, tc, hops, -1, false, mf, frag, options, label);
  }

  private static int decimal(String text) {
    int value = 0;
    for (int i = 0; i < text.length(); i++) {
      char digit = text.charAt(i);
      if (digit < '0' || digit > '9' || i > 6) return 0;
      value = value * 10 + digit - '0';
    }
    return value;
  }

  private String options() {
    c.take(OPT);
    int from = c.at;
    while (c.at < c.end && c.bytes[c.at] != ')') c.at++;
    if (c.at >= c.end) {
      good = false;
      return "";
    }
    int to = c.at++;
    if (!c.gap()) good = false;
    while (from < to && c.bytes[from] == ' ') from++;
    while (from < to && c.bytes[to - 1] == ' ') to--;
    return c.slice(from, to);
  }

  private int required(long value) {
    if (value < 0) good &= cutShort();
    return (int) value;
  }

  /// `INCOMPLETE [8 bytes]` in place of what the kernel could not see.
  private boolean cutShort() {
    if (incomplete >= 0) return true;
    int start = c.at;
    if (c.take(INCOMPLETE)) {
      long count = c.number();
      if (count >= 0 && c.gap() && c.take(BYTES) && c.gap()) {
        incomplete = (int) count;
        return true;
      }
    }
    c.at = start;
    return false;
  }

  private int proto() {
    if (incomplete >= 0) return -1;
    if (!c.take(PROTO)) return cutShort() ? -1 : fail();
    int proto = number(c.word());
    return proto < 0 || !c.gap() ? fail() : proto;
  }

  private int fail() {
    good = false;
    return -1;
  }

  /// The number of a protocol as the kernel's logger names it.
  static int number(String word) {
    return switch (word) {
      case "TCP" -> Proto.TCP;
      case "UDP" -> Proto.UDP;
      case "ICMP" -> Proto.ICMP;
      case "ICMPv6" -> Proto.ICMPV6;
      default -> Proto.number(word);
    };
  }

  private Transport transport(int proto, Header header, boolean quoted) {
    if (header.frag() > 0) return Transport.Other.NONE;
    if (cutShort()) return new Transport.Other(incomplete);
    return switch (proto) {
      case Proto.TCP -> tcp();
      case Proto.UDP, Proto.UDPLITE -> ports();
      case Proto.ICMP, Proto.ICMPV6 -> icmp(proto == Proto.ICMPV6, quoted);
      case Proto.ESP, Proto.AH -> spi();
      default -> Transport.Other.NONE;
    };
  }

  private Transport spi() {
    long spi = c.hex(SPI, 0xffffffffL);
    if (spi >= 0) return new Transport.Spi(spi);
    return c.atEnd() ? Transport.Other.NONE : failed();
  }

  private Transport failed() {
    good = false;
    return Transport.Other.NONE;
  }

  private Transport ports() {
    int sport = required(c.number(SPT, 65535));
    int dport = required(c.number(DPT, 65535));
    return new Transport.Ports(sport, dport, required(c.number(LEN, 65535)));
  }

  private Transport tcp() {
    int sport = required(c.number(SPT, 65535));
    int dport = required(c.number(DPT, 65535));
    long seq = c.number(SEQ, 0xffffffffL);
    long ack = seq < 0 ? -1 : c.number(ACK, 0xffffffffL);
    int window = required(c.number(WINDOW, 65535));
    if (c.hex(RES, 255) < 0) good = false;
    int bits = 0;
    for (int i = 0; i < FLAG_WORDS.length; i++) {
      if (c.take(FLAG_WORDS[i])) bits |= FLAGS[i].bit();
    }
    if (c.number(URGP, 65535) < 0) good = false;
    String options = good && c.ahead(OPT) ? options() : "";
    return new Transport.Tcp(sport, dport, seq, ack, window, flags(bits), options);
  }

  static Set<TcpFlag> flags(int bits) {
    return FLAG_SETS.get(bits);
  }

  private static List<Set<TcpFlag>> flagSets() {
    var sets = new ArrayList<Set<TcpFlag>>(256);
    for (int bits = 0; bits < 256; bits++) {
      var set = EnumSet.noneOf(TcpFlag.class);
      for (TcpFlag f : TcpFlag.values()) {
        if ((bits & f.bit()) != 0) set.add(f);
      }
      sets.add(Set.copyOf(set));
    }
    return List.copyOf(sets);
  }

  private Transport icmp(boolean v6, boolean quoted) {
    int type = required(c.number(TYPE, 255));
    int code = required(c.number(CODE, 255));
    if (!good) return Transport.Other.NONE;
    if (cutShort()) return Transport.Icmp.of(type, code, -1, -1);
    int id = (int) c.number(ID, 65535);
    int seq = (int) c.number(SEQ, 65535);
    c.number(PARAMETER, 0xffffffffL);
    c.hex(POINTER, 0xffffffffL);
    String gateway = named(GATEWAY, false);
    Optional<Packet> quote = Optional.empty();
    if (!quoted && c.take(QUOTE)) quote = quote();
    int mtu = (int) c.number(MTU, 0xffffffffL);
    if (isEcho(v6, type) && seq < 0 || !quoted && quotes(v6, type) && quote.isEmpty() && !cutShort()) good = false;
    return new Transport.Icmp(type, code, id, seq, mtu, gateway, quote);
  }

  static boolean isEcho(boolean v6, int type) {
    return v6 ? type == 128 || type == 129 : type == 0 || type == 8;
  }

  /// Whether messages of this type quote the packet they speak of.
  static boolean quotes(boolean v6, int type) {
    return v6 ? type >= 1 && type <= 4 : type == 3 || type == 4 || type == 5 || type == 11;
  }

  private Optional<Packet> quote() {
    int outer = incomplete;
    Optional<Packet> quote = headers(true);
    incomplete = outer;
    if (quote.isEmpty() || !c.take(QUOTE_END) || !c.gap()) good = false;
    return quote;
  }
}
