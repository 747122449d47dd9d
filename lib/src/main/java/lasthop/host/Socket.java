package lasthop.host;

import java.util.Optional;
import lasthop.ip.Ip;
import lasthop.text.Origin;

/// A listening or unconnected socket, a line of `ss -tlnu`.
///
/// @param proto `tcp` or `udp`
/// @param local address it is bound to; empty for `*`, both families
/// @param dev device it is bound to (`%eth0`); empty for any
/// @param port 0 to 65535
public record Socket(String proto, String state, Optional<Ip> local, String dev, int port, Origin origin) {
  /// Where it listens: `10.0.0.1`, `10.0.0.1%eth0`, `*`.
  public String place() {
    return local.map(Ip::toString).orElse("*") + (dev.isEmpty() ? "" : "%" + dev);
  }
}
