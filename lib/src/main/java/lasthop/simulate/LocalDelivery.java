package lasthop.simulate;

import java.util.Optional;
import java.util.Set;
import lasthop.netfilter.Surroundings.CtState;
import lasthop.packet.Packet;
import lasthop.packet.Proto;
import lasthop.packet.TcpFlag;
import lasthop.packet.Transport;
import lasthop.routing.RouteDecision.Routed;
import lasthop.text.Origin;
import lasthop.traversal.Cause;
import lasthop.traversal.Disposition;
import lasthop.traversal.Stage.Step;

/// What the local stack does with a packet that all rules let in.
final class LocalDelivery {
  private final Machine machine;
  private final Flight flight;
  private final Cause cause;

  /// @param cause what to say of a packet that is accepted
  LocalDelivery(Machine machine, Flight flight, Cause cause) {
    this.machine = machine;
    this.flight = flight;
    this.cause = cause;
  }

  Disposition deliver(boolean badChecksum, Optional<Routed> route) {
    Packet packet = flight.packet;
    if (badChecksum) return new Disposition.Dropped(Step.KERNEL, "kernel", Cause.BAD_CHECKSUM);
    if (flight.proxied) return delivered(route);
    if (Packets.hasFalseLength(packet)) return new Disposition.Dropped(Step.KERNEL, "kernel", Cause.MALFORMED);
    return switch (packet.transport()) {
      case Transport.Icmp icmp -> kernel(packet, icmp, route);
      case Transport.Tcp tcp -> tcp(packet, tcp.flags(), route);
      case Transport.Ports _ when packet.proto() == Proto.UDP -> udp(packet, route);
      case Transport.Ports _, Transport.Spi _, Transport.Other _ -> other(packet, route);
    };
  }

  /// @kernel v6.12 net/ipv4/icmp.c icmp_echo
  private Disposition kernel(Packet packet, Transport.Icmp icmp, Optional<Routed> route) {
    boolean echo = icmp.type() == (packet.src().isV4() ? 8 : 128);
    if (!echo) return new Disposition.Delivered(Step.KERNEL, cause, route);
    String all = packet.src().isV4() ? "net.ipv4.icmp_echo_ignore_all" : "net.ipv6.icmp.echo_ignore_all";
    boolean group = packet.dst().isMulticast() || isBroadcast(route);
    boolean ignored = machine.sysctl(all, 0) != 0 || group && (packet.src().isV4() ? machine.sysctl("net.ipv4.icmp_echo_ignore_broadcasts", 1) != 0
        : machine.sysctl("net.ipv6.icmp.echo_ignore_multicast", 0) != 0);
    return new Disposition.Delivered(Step.KERNEL, ignored ? cause : Cause.ICMP_ECHO, route);
  }

  /// @kernel v6.12 net/ipv4/tcp_ipv4.c tcp_v4_conn_request, tcp_v4_send_reset; net/ipv6/tcp_ipv6.c tcp_v6_conn_request;
  ///     net/ipv4/tcp_input.c tcp_rcv_state_process
  private Disposition tcp(Packet packet, Set<TcpFlag> flags, Optional<Routed> route) {
    if (packet.meta().isToGroup() || packet.dst().isMulticast() || isBroadcast(route)) return discarded();
    boolean opens = flags.contains(TcpFlag.SYN) && !flags.contains(TcpFlag.ACK) && !flags.contains(TcpFlag.RST);
    if (!opens && flight.state() == CtState.ESTABLISHED) return delivered(route);
    Optional<Boolean> listens = Sockets.listens(machine.host(), packet);
    if (listens.isEmpty()) return unlisted(route);
    if (listens.get()) {
      if (!flags.contains(TcpFlag.ACK) && !flags.contains(TcpFlag.RST) && (!opens || flags.contains(TcpFlag.FIN))) return discarded();
      if (!opens) assume("its connection", "is open");
      return delivered(route);
    }
    if (flags.contains(TcpFlag.RST)) return new Disposition.Dropped(Step.SOCKET, "socket", Cause.NO_LISTENER);
    return new Disposition.Refused(Step.SOCKET, Cause.NO_LISTENER, "tcp RST");
  }

  private static Disposition discarded() {
    return new Disposition.Dropped(Step.SOCKET, "socket", Cause.TCP_DISCARDED);
  }

  private Disposition udp(Packet packet, Optional<Routed> route) {
    Optional<Boolean> listens = Sockets.listens(machine.host(), packet);
    if (listens.isEmpty()) return unlisted(route);
    if (listens.get() || flight.state() == CtState.ESTABLISHED) return delivered(route);
    if (packet.meta().isToGroup() || packet.dst().isMulticast() || isBroadcast(route)) {
      return new Disposition.Dropped(Step.SOCKET, "socket", Cause.NO_LISTENER);
    }
    return new Disposition.Refused(Step.SOCKET, Cause.NO_LISTENER, packet.src().isV4() ? "icmp 3/3" : "icmpv6 1/4");
  }

  private Disposition other(Packet packet, Optional<Routed> route) {
    if (packet.proto() == Proto.IGMP) return new Disposition.Delivered(Step.KERNEL, cause, route);
    return new Disposition.Undetermined(Step.SOCKET, "whether this host speaks protocol " + packet.proto(),
        "cat /proc/net/protocols /proc/net/raw");
  }

  private Disposition unlisted(Optional<Routed> route) {
    assume("ss -tlnu", "a program listens on the port");
    return delivered(route);
  }

  private Disposition delivered(Optional<Routed> route) {
    return new Disposition.Delivered(Step.SOCKET, cause, route);
  }

  private void assume(String about, String taken) {
    flight.assume(new Assumption(Assumption.Kind.UNKNOWN, about, taken, -1, Origin.NONE));
  }

  private static boolean isBroadcast(Optional<Routed> route) {
    return route.isPresent() && route.get().type() == lasthop.routing.RouteType.BROADCAST;
  }
}
