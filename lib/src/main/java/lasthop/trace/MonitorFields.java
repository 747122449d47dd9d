package lasthop.trace;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lasthop.ip.Ip;
import lasthop.packet.Header;
import lasthop.packet.Meta;
import lasthop.packet.Packet;
import lasthop.packet.Proto;
import lasthop.packet.TcpFlag;
import lasthop.packet.Transport;

/// The fields of the packet lines of xtables-monitor and nft, as one packet.
final class MonitorFields {
  private static final Map<String, Integer> DSCP = dscp();

  private MonitorFields() {}

  /// From `KEY=value` words; empty without addresses.
  static Optional<Packet> packet(Map<String, String> f, Set<TcpFlag> flags) {
    Optional<Ip> src = Ip.tryParse(f.getOrDefault("SRC", ""));
    Optional<Ip> dst = Ip.tryParse(f.getOrDefault("DST", ""));
    if (src.isEmpty() || dst.isEmpty()) return Optional.empty();
    int sport = number(f, "SPORT", number(f, "SPT", -1));
    int dport = number(f, "DPORT", number(f, "DPT", -1));
    boolean icmp = f.containsKey("TYPE");
    int proto = f.containsKey("PROTO") ? Monitors.proto(f.get("PROTO"))
        : icmp ? (src.get().isV4() ? Proto.ICMP : Proto.ICMPV6)
        : !flags.isEmpty() ? Proto.TCP : sport >= 0 ? Proto.UDP : -1;
    Transport transport = icmp ? Transport.Icmp.of(number(f, "TYPE", -1), number(f, "CODE", -1), number(f, "ICMPID", -1), number(f, "SEQ", -1))
        : proto == Proto.TCP ? new Transport.Tcp(sport, dport, longNumber(f, "SEQ"), longNumber(f, "ACK"), number(f, "WINDOW", -1), flags, "")
        : sport >= 0 ? new Transport.Ports(sport, dport, -1) : Transport.Other.NONE;
    boolean v4 = src.get().isV4();
    int tos = number(f, "TOS", number(f, "TC", -1));
    Header header = new Header(number(f, "LEN", -1), tos, number(f, "TTL", number(f, "HOPLIMIT", -1)), v4 ? number(f, "ID", -1) : -1,
        f.containsKey("DF"), f.containsKey("MF"), number(f, "FRAG", 0) * 8, "", v4 ? -1 : number(f, "FLOWLBL", -1));
    Meta meta = new Meta(f.getOrDefault("IN", ""), f.getOrDefault("OUT", ""), "", "", mac(f), Math.max(longNumber(f, "MARK"), 0), -1, -1);
    return Optional.of(new Packet(src.get(), dst.get(), Math.max(proto, 0), transport, header, meta));
  }

  private static String mac(Map<String, String> f) {
    if (!f.containsKey("MACSRC") || !f.containsKey("MACDST")) return "";
    return padded(f.get("MACDST")) + ":" + padded(f.get("MACSRC")) + ":" + KernelGrammar.colon(f.getOrDefault("MACPROTO", ""));
  }

  /// `52:54:0:c6:bc:8` with its zeros.
  private static String padded(String mac) {
    var out = new StringBuilder(17);
    for (String octet : mac.split(":")) {
      if (!out.isEmpty()) out.append(':');
      if (octet.length() == 1) out.append('0');
      out.append(octet);
    }
    return out.toString();
  }

  private static int number(Map<String, String> f, String key, int otherwise) {
    String text = f.get(key);
    if (text == null) return otherwise;
    try {
      return (int) (long) Long.decode(text.length() > 1 && text.charAt(0) == '0' && Character.isDigit(text.charAt(1)) ? "0" : text);
    } catch (NumberFormatException e) {
      return otherwise;
    }
  }

  private static long longNumber(Map<String, String> f, String key) {
    try {
      return Long.decode(f.getOrDefault(key, "-1"));
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  /// From nft's words: `iif "lan0" ether saddr ... ip saddr ... tcp dport 80 tcp flags == 0x2 tcp window 64240`.
  static Optional<Packet> nft(String text) {
    String[] w = text.split(" +");
    var f = new HashMap<String, String>();
    Set<TcpFlag> flags = EnumSet.noneOf(TcpFlag.class);
    for (int i = 0; i + 1 < w.length; i++) {
      String value = w[i + 1];
      switch (w[i]) {
        case "iif", "iifname" -> f.put("IN", unquoted(value));
        case "oif", "oifname" -> f.put("OUT", unquoted(value));
        case "mark" -> f.put("MARK", value);
        case "ether", "ip", "ip6", "tcp", "udp", "udplite", "sctp", "dccp", "icmp", "icmpv6", "esp", "ah", "meta" -> {
          if (i + 2 < w.length) i += pair(f, flags, w, i);
        }
        default -> { }
      }
    }
    return packet(f, flags);
  }

  /// Takes `layer field value`; answers how many words beyond the first were used.
  private static int pair(Map<String, String> f, Set<TcpFlag> flags, String[] w, int i) {
    String layer = w[i];
    String field = w[i + 1];
    String value = w[i + 2];
    switch (layer) {
      case "ether" -> {
        if (field.equals("saddr")) f.put("MACSRC", value);
        if (field.equals("daddr")) f.put("MACDST", value);
        if (field.equals("type")) f.put("MACPROTO", value.equals("ip") ? "0800" : value.equals("ip6") ? "86dd" : value);
      }
      case "ip", "ip6" -> network(f, layer, field, value);
      case "meta" -> {
        if (field.equals("mark")) f.put("MARK", value);
      }
      default -> {
        if (!layer.startsWith("icmp") && !layer.equals("esp") && !layer.equals("ah")) f.put("PROTO", layer);
        transport(f, flags, w, i);
      }
    }
    return field.equals("flags") ? 3 : 2;
  }

  private static void network(Map<String, String> f, String layer, String field, String value) {
    switch (field) {
      case "saddr" -> f.put("SRC", value);
      case "daddr" -> f.put("DST", value);
      case "ttl" -> f.put("TTL", value);
      case "hoplimit" -> f.put("HOPLIMIT", value);
      case "id" -> f.put("ID", value);
      case "length" -> f.put("LEN", layer.equals("ip6") ? plus40(value) : value);
      case "flowlabel" -> f.put("FLOWLBL", value);
      case "protocol", "nexthdr" -> f.put("PROTO", value);
      case "dscp" -> f.put("TOS", Integer.toString(DSCP.getOrDefault(value, hex(value)) << 2));
      default -> { }
    }
  }

  /// The kernel's log counts the IPv6 header into LEN, nft's payload length does not.
  private static String plus40(String value) {
    int n = hex(value);
    return Integer.toString(n + 40);
  }

  private static int hex(String value) {
    try {
      return Integer.decode(value);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private static void transport(Map<String, String> f, Set<TcpFlag> flags, String[] w, int i) {
    String value = w[i + 2];
    switch (w[i + 1]) {
      case "sport" -> f.put("SPORT", value);
      case "dport" -> f.put("DPORT", value);
      case "window" -> f.put("WINDOW", value);
      case "sequence" -> f.put("SEQ", value);
      case "ackseq" -> f.put("ACK", value);
      case "type" -> f.put("TYPE", IcmpNames.type(value, w[i].equals("icmpv6")));
      case "code" -> f.put("CODE", IcmpNames.code(value));
      case "id" -> f.put("ICMPID", value);
      case "flags" -> {
        if (i + 3 < w.length) flags.addAll(flags(w[i + 3]));
      }
      default -> { }
    }
  }

  private static Set<TcpFlag> flags(String value) {
    if (value.startsWith("0x")) return KernelGrammar.flags(hex(value) & 255);
    Set<TcpFlag> flags = EnumSet.noneOf(TcpFlag.class);
    for (String word : value.split("[|,]")) Monitors.flag(word.strip()).ifPresent(flags::add);
    return flags;
  }

  private static String unquoted(String word) {
    return word.replace("\"", "");
  }

  private static Map<String, Integer> dscp() {
    var names = new HashMap<String, Integer>();
    for (int i = 0; i < 8; i++) names.put("cs" + i, i * 8);
    for (int c = 1; c <= 4; c++) {
      for (int d = 1; d <= 3; d++) names.put("af" + c + d, c * 8 + d * 2);
    }
    names.put("ef", 46);
    names.put("be", 0);
    names.put("lephb", 1);
    return names;
  }
}
