package lasthop.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lasthop.ip.Ip;
import lasthop.text.Lines;
import lasthop.text.Reading;
import lasthop.text.Report;
import lasthop.text.Unread;
import lasthop.text.Words;

/// Reads `ss -tlnu`: `tcp LISTEN 0 16 127.0.0.53%lo:53 0.0.0.0:*`.
public final class SocketReader {
  private SocketReader() {}

  public static Reading<Socket> read(String file, String text) {
    var items = new ArrayList<Socket>();
    var unread = new ArrayList<Unread>();
    for (Lines line : Lines.of(file, text)) {
      var words = new Words(line.line());
      String proto = words.next();
      if (isHeading(line.line())) continue;
      String state = words.next();
      words.next();
      words.next();
      String own = words.next();
      // A line that was cut ends before its peer, and its port may be half of one.
      Optional<Socket> socket = words.next().contains(":") ? socket(proto, state, own, line) : Optional.empty();
      socket.ifPresentOrElse(items::add, () -> unread.add(new Unread(line.origin(), line.line(), "not a line of ss -tlnu")));
    }
    return new Reading<>(items, new Report(List.of(), unread));
  }

  /// Whether a line is the heading of the listing and nothing else.
  public static boolean isHeading(String line) {
    return line.startsWith("Netid") && line.contains(" Peer ") && !line.contains("tcp ") && !line.contains("udp ");
  }

  private static Optional<Socket> socket(String proto, String state, String end, Lines line) {
    int colon = end.lastIndexOf(':');
    if (colon < 1 || !(proto.equals("tcp") || proto.equals("udp"))) return Optional.empty();
    int port = port(end.substring(colon + 1));
    String address = end.substring(0, colon);
    int percent = address.indexOf('%');
    String dev = percent < 0 ? "" : address.substring(percent + 1).replace("]", "");
    String plain = (percent < 0 ? address : address.substring(0, percent)).replace("[", "").replace("]", "");
    if (port < 0) return Optional.empty();
    if (plain.equals("*")) return Optional.of(new Socket(proto, state, Optional.empty(), dev, port, line.origin()));
    return Ip.tryParse(plain).map(ip -> new Socket(proto, state, Optional.of(unmapped(ip)), dev, port, line.origin()));
  }

  /// `::ffff:10.0.0.1`, where a program of IPv6 sockets listens on an IPv4 address, is that address.
  private static Ip unmapped(Ip ip) {
    return !ip.isV4() && ip.high() == 0 && ip.low() >>> 32 == 0xffff ? Ip.v4(ip.low() & 0xffffffffL) : ip;
  }

  private static int port(String digits) {
    try {
      int port = Integer.parseInt(digits);
      return port <= 65535 ? port : -1;
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
