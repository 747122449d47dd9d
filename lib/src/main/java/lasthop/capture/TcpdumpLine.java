package lasthop.capture;

import java.util.Optional;
import lasthop.packet.Header;
import lasthop.packet.Meta;
import lasthop.packet.Packet;
import lasthop.packet.Proto;
import lasthop.packet.Transport;
import lasthop.text.Origin;
import lasthop.text.Words;

/// One line of `tcpdump -nn -i any`: `16:30:29.838361 eth0  In  IP 192.0.2.1.1234 > 192.0.2.2.80: Flags [S], seq 7, win 9, length 0`.
///
/// Older versions print neither device nor direction with `-i any`; such a line proves no direction and is not read.
final class TcpdumpLine {
  private TcpdumpLine() {}

  static Optional<Sighting> parse(String line, Origin origin) {
    var words = new Words(line);
    long micros = clock(words.next());
    String dev = words.next();
    String way = words.next();
    if (micros < 0 || !(way.equals("In") || way.equals("Out"))) return Optional.empty();
    boolean out = way.equals("Out");
    return switch (words.next()) {
      case "ARP," -> arp(words).map(a -> new Sighting(origin, micros, dev, out, Optional.empty(), Optional.of(a)));
      case "IP", "IP6" -> packet(words, out ? Meta.NONE.withOut(dev) : Meta.NONE.withIn(dev))
          .map(p -> new Sighting(origin, micros, dev, out, Optional.of(p), Optional.empty()));
      default -> Optional.empty();
    };
  }

  /// Microseconds since midnight of `16:30:29.838361`, or -1.
  private static long clock(String word) {
    if (word.length() != 15 || word.charAt(2) != ':' || word.charAt(5) != ':' || word.charAt(8) != '.') return -1;
    int h = SummaryLine.decimal(word.substring(0, 2));
    int m = SummaryLine.decimal(word.substring(3, 5));
    int s = SummaryLine.decimal(word.substring(6, 8));
    int us = SummaryLine.decimal(word.substring(9));
    return h < 0 || m < 0 || s < 0 || us < 0 ? -1 : ((h * 60L + m) * 60 + s) * 1_000_000 + us;
  }

  /// `Request who-has 10.0.0.1 tell 10.0.0.2, length 28` or `Reply 10.0.0.1 is-at …`.
  private static Optional<Sighting.Arp> arp(Words words) {
    String kind = words.next();
    if (kind.equals("Request")) words.take("who-has");
    else if (!kind.equals("Reply")) return Optional.empty();
    return Optional.of(new Sighting.Arp(kind.equals("Request"), words.next()));
  }

  private static Optional<Packet> packet(Words words, Meta meta) {
    var header = header(words);
    var src = End.parse(words.next());
    if (src.isEmpty() || !words.take(">")) return Optional.empty();
    String end = words.next();
    var dst = End.parse(end.endsWith(":") ? end.substring(0, end.length() - 1) : end);
    if (dst.isEmpty()) return Optional.empty();
    return Optional.of(body(src.get(), dst.get(), words, header, meta));
  }

  /// What `-v` adds in parentheses; without it nothing is known.
  private static Header header(Words words) {
    if (!words.peek().startsWith("(")) return Header.UNKNOWN;
    int ttl = -1;
    int id = -1;
    int len = -1;
    boolean last = false;
    while (words.hasNext() && !last) {
      String word = words.next();
      last = word.endsWith(")");
      switch (word.startsWith("(") ? word.substring(1) : word) {
        case "ttl", "hlim" -> ttl = (int) value(words);
        case "id" -> id = (int) value(words);
        case "length" -> {
          last = words.peek().endsWith(")");
          len = (int) value(words);
        }
        default -> { }
      }
    }
    return new Header(len, -1, ttl, id, false, false, 0, "", -1);
  }

  /// The number a word begins with (`ttl 64,`), or -1.
  private static long value(Words words) {
    String word = words.next();
    int end = 0;
    while (end < word.length() && end < 18 && word.charAt(end) >= '0' && word.charAt(end) <= '9') end++;
    return end == 0 ? -1 : Long.parseLong(word.substring(0, end));
  }

  private static Packet body(End src, End dst, Words words, Header header, Meta meta) {
    if (words.peek().equals("Flags")) {
      words.next();
      String flags = words.next();
      long seq = -1;
      while (words.hasNext() && seq < 0) {
        if (words.next().equals("seq")) seq = value(words);
      }
      return new Packet(src.ip(), dst.ip(), Proto.TCP,
          new Transport.Tcp(src.port(), dst.port(), seq, -1, -1, SummaryLine.flags(flags), ""), header, meta);
    }
    int proto = words.peek().startsWith("ICMP") ? (src.ip().isV4() ? Proto.ICMP : Proto.ICMPV6) : src.port() >= 0 ? Proto.UDP : 255;
    Transport transport = src.port() >= 0 ? new Transport.Ports(src.port(), dst.port(), -1) : Transport.Other.NONE;
    return new Packet(src.ip(), dst.ip(), proto, transport, header, meta);
  }
}
