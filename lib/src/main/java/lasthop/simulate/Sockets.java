package lasthop.simulate;

import java.util.Optional;
import lasthop.host.Host;
import lasthop.host.Socket;
import lasthop.packet.Packet;
import lasthop.packet.Proto;

/// Which packets a listening socket takes.
final class Sockets {
  private Sockets() {}

  /// Whether a socket of `ss -tlnu` takes the packet; empty when the list is missing or cannot tell.
  ///
  /// @kernel v6.12 net/ipv4/inet_hashtables.c compute_score
  static Optional<Boolean> listens(Host host, Packet packet) {
    if (host.sockets().isEmpty()) return Optional.empty();
    String proto = switch (packet.proto()) {
      case Proto.TCP -> "tcp";
      case Proto.UDP -> "udp";
      default -> "";
    };
    if (proto.isEmpty() || packet.dport() < 0) return Optional.empty();
    boolean known = true;
    for (Socket socket : host.sockets().get()) {
      if (!socket.proto().equals(proto) || !takes(socket, packet)) continue;
      if (socket.state().equals("LISTEN") || socket.state().equals("UNCONN")) return Optional.of(true);
      known = false; // it has a peer, which may be the sender
    }
    return known ? Optional.of(false) : Optional.empty();
  }

  private static boolean takes(Socket socket, Packet packet) {
    if (socket.port() != packet.dport()) return false;
    if (!socket.dev().isEmpty() && !socket.dev().equals(packet.meta().in())) return false;
    if (socket.local().isEmpty()) return true;
    var ip = socket.local().get();
    return ip.equals(packet.dst()) || ip.isAny() && ip.family() == packet.family();
  }
}
