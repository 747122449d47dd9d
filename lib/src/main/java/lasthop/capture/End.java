package lasthop.capture;

import java.util.Optional;
import lasthop.ip.Ip;

/// One end of a captured packet: `192.0.2.1`, `192.0.2.1.80`, `2001:db8::1.80`. The port is -1 where none stands.
record End(Ip ip, int port) {

  static Optional<End> parse(String word) {
    Optional<End> bare = Ip.tryParse(word).map(ip -> new End(ip, -1));
    if (bare.isPresent()) return bare;
    int dot = word.lastIndexOf('.');
    if (dot < 0) return Optional.empty();
    int port = SummaryLine.decimal(word.substring(dot + 1));
    if (port < 0 || port > 65535) return Optional.empty();
    return Ip.tryParse(word.substring(0, dot)).map(ip -> new End(ip, port));
  }
}
