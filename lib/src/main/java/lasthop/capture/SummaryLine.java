package lasthop.capture;

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
import lasthop.text.Origin;
import lasthop.text.Words;

/// `0.130608 lan0 in UDP 192.168.10.20.5002 > 172.20.5.80.53 ipid 54601 ttl 64 len 1500 frag 0+`.
final class SummaryLine {
  private SummaryLine() {}

  static Optional<Sighting> parse(String line, Origin origin) {
    var words = new Words(line);
    long micros = seconds(words.next());
    String dev = words.next();
    String way = words.next();
    if (micros < 0 || !(way.equals("in") || way.equals("out"))) return Optional.empty();
    boolean out = way.equals("out");
    if (words.peek().equals("ARP")) {
      words.next();
      return arp(words).map(a -> new Sighting(origin, micros, dev, out, Optional.empty(), Optional.of(a)));
    }
    return packet(words.rest(), out, dev).map(p -> new Sighting(origin, micros, dev, out, Optional.of(p), Optional.empty()));
  }

  /// Microseconds of `12.345678`, or -1.
  private static long seconds(String word) {
    int dot = word.indexOf('.');
    if (dot < 1 || word.length() - dot != 7) return -1;
    try {
      return Long.parseLong(word.substring(0, dot)) * 1_000_000 + Long.parseLong(word.substring(dot + 1));
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  static Optional<Sighting.Arp> arp(Words words) {
    return switch (words.next()) {
      case "who-has" -> Optional.of(new Sighting.Arp(true, words.next()));
      case "reply" -> Optional.of(new Sighting.Arp(false, words.next()));
      default -> Optional.empty();
    };
  }

  private static Optional<Packet> packet(String text, boolean out, String dev) {
    int bracket = text.indexOf('[');
    Optional<Packet> quoted = bracket < 0 ? Optional.empty()
        : packet(text.substring(bracket + 1, Math.max(bracket + 1, text.lastIndexOf(']'))), out, dev);
    var words = new Words(bracket < 0 ? text : text.substring(0, bracket));
    int proto = Proto.number(words.next());
    var src = End.parse(words.next());
    if (proto < 0 || src.isEmpty() || !words.take(">")) return Optional.empty();
    var dst = End.parse(words.next());
    if (dst.isEmpty()) return Optional.empty();
    var fields = new HashMap<String, String>();
    while (words.hasNext()) fields.put(words.next(), words.next());
    var meta = out ? Meta.NONE.withOut(dev) : Meta.NONE.withIn(dev);
    return Optional.of(new Packet(src.get().ip(), dst.get().ip(), proto,
        transport(proto, src.get(), dst.get(), fields, quoted), header(src.get().ip(), fields), meta));
  }

  private static Transport transport(int proto, End src, End dst, Map<String, String> fields, Optional<Packet> quoted) {
    if (fields.containsKey("type")) {
      return new Transport.Icmp(number(fields, "type"), number(fields, "code"), number(fields, "icmp_id"),
          number(fields, "icmp_seq"), -1, "", quoted);
    }
    if (src.port() < 0) return Transport.Other.NONE;
    if (proto != Proto.TCP) return new Transport.Ports(src.port(), dst.port(), -1);
    return new Transport.Tcp(src.port(), dst.port(), wide(fields, "seq"), wide(fields, "ack"), -1,
        flags(fields.getOrDefault("flags", "")), "");
  }

  private static Header header(Ip src, Map<String, String> fields) {
    String frag = fields.getOrDefault("frag", "0");
    boolean more = frag.endsWith("+");
    int offset = decimal(more ? frag.substring(0, frag.length() - 1) : frag);
    int len = number(fields, "len");
    // the summary gives the payload length of IPv6, TRACE lines the whole packet
    int whole = src.isV4() || len < 0 ? len : len + 40;
    return new Header(whole, -1, number(fields, "ttl"), number(fields, "ipid"), false, more, Math.max(0, offset), "", -1);
  }

  /// Flags by their first letters, as `SA` for SYN ACK.
  static Set<TcpFlag> flags(String letters) {
    var flags = EnumSet.noneOf(TcpFlag.class);
    for (int i = 0; i < letters.length(); i++) {
      switch (letters.charAt(i)) {
        case 'F' -> flags.add(TcpFlag.FIN);
        case 'S' -> flags.add(TcpFlag.SYN);
        case 'R' -> flags.add(TcpFlag.RST);
        case 'P' -> flags.add(TcpFlag.PSH);
        case 'A', '.' -> flags.add(TcpFlag.ACK);
        case 'U' -> flags.add(TcpFlag.URG);
        case 'E' -> flags.add(TcpFlag.ECE);
        case 'W' -> flags.add(TcpFlag.CWR);
        default -> { }
      }
    }
    return flags;
  }

  private static int number(Map<String, String> fields, String key) {
    return fields.containsKey(key) ? decimal(fields.get(key)) : -1;
  }

  private static long wide(Map<String, String> fields, String key) {
    try {
      return fields.containsKey(key) ? Long.parseLong(fields.get(key)) : -1;
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  static int decimal(String word) {
    try {
      return Integer.parseInt(word);
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
