package lasthop.netfilter;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import lasthop.ip.Ip;
import lasthop.packet.Packet;

/// What a rule may ask of the host beside the packet itself. Empty means: not known.
public interface Surroundings {
  Hook hook();

  /// The conntrack state of the packet at this moment.
  default Optional<CtState> ctState() {
    return Optional.empty();
  }

  /// The connection the packet belongs to; asked only when the state is NEW, ESTABLISHED or RELATED.
  default Optional<Connection> connection() {
    return Optional.empty();
  }

  /// The type of the route to an address (`inet_addr_type`), with a device as `inet_dev_addr_type`.
  ///
  /// @param device the device that local and broadcast routes must be of; empty for any
  default Optional<AddrType> addrType(Ip ip, String device) {
    return Optional.empty();
  }

  /// Whether the set holds what the packet has in those places.
  ///
  /// @param places `src` or `dst`, one for each dimension of the set
  default Optional<Boolean> inSet(String set, List<String> places, Packet packet) {
    return Optional.empty();
  }

  /// Whether a local socket sent the packet (owner) or, where the packet comes in, would receive it (socket).
  default Optional<Boolean> hasSocket(Packet packet) {
    return Optional.empty();
  }

  /// Whether the route back to the source goes through the device the packet came in by.
  default Optional<Boolean> reversePathOk(Packet packet, boolean loose, boolean validMark, boolean acceptLocal) {
    return Optional.empty();
  }

  /// What the link layer says of the frame: `unicast` (to this host), `broadcast`, `multicast`.
  default Optional<String> pkttype() {
    return Optional.empty();
  }

  /// Whether the packet passes a bridge here (from one port to another).
  default Optional<Boolean> isBridged() {
    return Optional.empty();
  }

  /// Conntrack states as rules name them.
  enum CtState { NEW, ESTABLISHED, RELATED, INVALID, UNTRACKED, SNAT, DNAT }

  /// Route types as `addrtype` names them.
  enum AddrType {
    UNSPEC, UNICAST, LOCAL, BROADCAST, ANYCAST, MULTICAST, BLACKHOLE, UNREACHABLE, PROHIBIT, THROW, NAT, XRESOLVE
  }

  /// Addresses, protocol and ports of one direction. Ports are -1 where the protocol has none.
  record Tuple(Ip src, Ip dst, int proto, int sport, int dport) {
    public static Tuple of(Packet p) {
      return new Tuple(p.src(), p.dst(), p.proto(), p.sport(), p.dport());
    }

    /// The other direction.
    public Tuple reversed() {
      return new Tuple(dst, src, proto, dport, sport);
    }
  }

  /// A tracked connection.
  ///
  /// @param original as its first packet was before any translation
  /// @param reply as answers arrive here, before they are translated back
  /// @param isReply whether the packet at hand goes in the direction of answers
  /// @param status of `EXPECTED SEEN_REPLY ASSURED CONFIRMED`
  /// @param mark the connection's mark, 0 to 2^32-1
  record Connection(Tuple original, Tuple reply, boolean isReply, Set<String> status, long mark) {
    public Connection {
      status = Set.copyOf(status);
    }

    /// The same connection, seen by a packet of the other direction.
    public Connection reversed() {
      return new Connection(original, reply, !isReply, status, mark);
    }

    /// Whether its packets change their addresses or ports on this host.
    public boolean isTranslated() {
      return !original.reversed().equals(reply);
    }

    /// The packet at hand as it comes in.
    public Tuple entering() {
      return isReply ? reply : original;
    }

    /// The packet at hand as it goes on, translated.
    public Tuple leaving() {
      return isReply ? original.reversed() : reply.reversed();
    }
  }
}
