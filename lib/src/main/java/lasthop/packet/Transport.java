package lasthop.packet;

import java.util.Optional;
import java.util.Set;

/// What follows the IP header, as far as rules and log lines speak of it. Unknown numbers are -1.
public sealed interface Transport {

  /// TCP header fields; sequence numbers are unsigned 32 bit.
  ///
  /// @param options the TCP options as hexadecimal digits; empty for none
  record Tcp(int sport, int dport, long seq, long ack, int window, Set<TcpFlag> flags, String options) implements Transport {
    public Tcp {
      flags = Set.copyOf(flags);
    }

    /// Whether it asks for a new connection: SYN without ACK.
    public boolean opens() {
      return flags.contains(TcpFlag.SYN) && !flags.contains(TcpFlag.ACK);
    }

    // Written out for the start-up time of one-liners, as in Ip.
    @Override public boolean equals(Object other) {
      return other instanceof Tcp t && sport == t.sport && dport == t.dport && seq == t.seq && ack == t.ack
          && window == t.window && flags.equals(t.flags) && options.equals(t.options);
    }

    @Override public int hashCode() {
      return (sport * 31 + dport) * 31 + Long.hashCode(seq);
    }

    @Override public Tcp withPorts(int s, int d) {
      return new Tcp(s, d, seq, ack, window, flags, options);
    }
  }

  /// UDP, UDPLITE, SCTP, DCCP: ports only.
  ///
  /// @param len the UDP length field, header included; -1 where unknown or not UDP
  record Ports(int sport, int dport, int len) implements Transport {
    @Override public boolean equals(Object other) {
      return other instanceof Ports p && sport == p.sport && dport == p.dport && len == p.len;
    }

    @Override public int hashCode() {
      return (sport * 31 + dport) * 31 + len;
    }

    @Override public Ports withPorts(int s, int d) {
      return new Ports(s, d, len);
    }
  }

  /// ICMP or ICMPv6.
  ///
  /// @param id identifier of echo and timestamp messages
  /// @param seq sequence number of echo messages
  /// @param mtu next-hop MTU of "fragmentation needed" and "packet too big"
  /// @param gateway the gateway of a redirect; empty otherwise
  /// @param quoted the packet an error message speaks of
  record Icmp(int type, int code, int id, int seq, int mtu, String gateway, Optional<Packet> quoted) implements Transport {
    public static Icmp of(int type, int code, int id, int seq) {
      return new Icmp(type, code, id, seq, -1, "", Optional.empty());
    }

    public Icmp withId(int changed) {
      return new Icmp(type, code, changed, seq, mtu, gateway, quoted);
    }

    @Override public Icmp withPorts(int s, int d) {
      return this;
    }
  }

  /// ESP and AH.
  ///
  /// @param spi security parameter index, unsigned 32 bit
  record Spi(long spi) implements Transport {
    @Override public Spi withPorts(int s, int d) {
      return this;
    }
  }

  /// No transport header known: another protocol, a later fragment, or cut short.
  ///
  /// @param incomplete octets that were left when the kernel printed `INCOMPLETE [n bytes]`; -1 otherwise
  record Other(int incomplete) implements Transport {
    public static final Other NONE = new Other(-1);

    @Override public Other withPorts(int s, int d) {
      return this;
    }
  }

  /// The same header with other ports; unchanged where there are none.
  Transport withPorts(int sport, int dport);

  /// Source port, 0 to 65535, or -1.
  default int sport() {
    return -1;
  }

  /// Destination port, 0 to 65535, or -1.
  default int dport() {
    return -1;
  }
}
