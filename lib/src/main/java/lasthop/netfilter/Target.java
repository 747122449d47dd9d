package lasthop.netfilter;

import java.util.Optional;
import lasthop.ip.Ip;
import lasthop.ip.Prefix;

/// What a rule does to a packet that matches.
public sealed interface Target {
  /// No `-j` at all: count and go on with the next rule.
  record None() implements Target {}

  record Accept() implements Target {}

  record Drop() implements Target {}

  record Return() implements Target {}

  record Jump(String chain) implements Target {}

  /// Like a jump, but the end of that chain returns past the chain holding this rule.
  record Goto(String chain) implements Target {}

  /// @param with as after `--reject-with`: `icmp-port-unreachable`, `tcp-reset`, …
  record Reject(String with) implements Target {}

  /// QUEUE or NFQUEUE.
  ///
  /// @param first lowest queue number, 0 to 65535
  /// @param last highest queue number of a balanced range
  /// @param bypass whether packets pass on as accepted when no program listens
  record Queue(int first, int last, boolean bypass) implements Target {}

  /// DNAT, SNAT, MASQUERADE, REDIRECT: to an address or a port of a range.
  record Nat(Translation kind, NatRange range) implements Target {}

  enum Translation { DNAT, SNAT, MASQUERADE, REDIRECT }

  /// NETMAP: the network part is replaced, the host part stays.
  record Netmap(Prefix to) implements Target {}

  /// MARK: `mark = mark & ~mask ^ value`; both unsigned 32 bit.
  record SetMark(long value, long mask) implements Target {
    public long applied(long mark) {
      return (mark & ~mask ^ value) & 0xffffffffL;
    }
  }

  /// CONNMARK `--set-xmark`: the same on the connection's mark.
  record SetConnmark(long value, long mask) implements Target {
    public long applied(long mark) {
      return (mark & ~mask ^ value) & 0xffffffffL;
    }
  }

  /// CONNMARK `--save-mark`: `connection = connection & ~ctmask ^ mark & nfmask`.
  record SaveConnmark(long nfmask, long ctmask) implements Target {
    public long applied(long connectionMark, long packetMark) {
      return (connectionMark & ~ctmask ^ packetMark & nfmask) & 0xffffffffL;
    }
  }

  /// CONNMARK `--restore-mark`: `mark = mark & ~nfmask ^ connection & ctmask`.
  record RestoreConnmark(long nfmask, long ctmask) implements Target {
    public long applied(long packetMark, long connectionMark) {
      return (packetMark & ~nfmask ^ connectionMark & ctmask) & 0xffffffffL;
    }
  }

  /// NOTRACK, or CT `--notrack`.
  record Notrack() implements Target {}

  /// TPROXY: to a local socket, without changing the packet but for its mark.
  ///
  /// @param on the address; empty for the one of the device the packet came in by
  /// @param port 0 for the packet's own
  record Tproxy(int port, Optional<Ip> on, long markValue, long markMask) implements Target {}

  /// DSCP, TOS, ECN: `tos = tos & ~mask ^ value`, octets.
  record SetTos(int value, int mask) implements Target {
    public int applied(int tos) {
      return (tos & ~mask ^ value) & 0xff;
    }
  }

  /// TTL or HL: set to the number, or change by it.
  record SetTtl(char operation, int value) implements Target {
    /// @param ttl 0 to 255; the result stays within that range
    public int applied(int ttl) {
      return switch (operation) {
        case '+' -> Math.min(255, ttl + value);
        case '-' -> Math.max(0, ttl - value);
        default -> value;
      };
    }
  }

  record Trace() implements Target {}

  /// Targets after which the packet goes on as it was, as far as addresses, mark and verdict are concerned
  /// (LOG, NFLOG, AUDIT, CLASSIFY, TCPMSS, SET, CT with a zone or helper, …).
  record Continue(String name) implements Target {}

  /// A target whose effect is not modelled: what follows is not known.
  record Unmodelled(String name) implements Target {}

  /// Where addresses and ports may go.
  ///
  /// @param min lowest address; empty to leave the address (DNAT to a port) or to take the device's (MASQUERADE)
  /// @param minPort lowest port; -1 to leave the port where possible
  /// @param basePort for port shifting (`:80-90/8080`): minPort is for a packet to this port; -1 without
  record NatRange(Optional<Ip> min, Optional<Ip> max, int minPort, int maxPort, int basePort, boolean random,
      boolean persistent) {
    /// Whether exactly one address and, if it gives ports, one port is named.
    public boolean isSingle() {
      return min.equals(max) && minPort == maxPort && !random;
    }
  }
}
