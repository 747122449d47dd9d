package lasthop.netfilter;

import java.util.List;
import lasthop.ip.Ip;
import lasthop.packet.Packet;
import lasthop.packet.TcpFlag;
import lasthop.packet.Transport;

/// Tests of what the packet itself carries: addresses, devices, ports, flags, mark.
public sealed interface HeaderTest extends Test {

  /// Which end of a packet a test looks at.
  enum End { SRC, DST, EITHER }

  /// `-s`, `-d`: `(address & mask) == network`; masks with holes included.
  ///
  /// @kernel v6.12 net/ipv4/netfilter/ip_tables.c ip_packet_match
  record Address(End end, Ip network, Ip mask) implements HeaderTest {
    @Override public Result result(Packet packet, Surroundings at) {
      Ip ip = end == End.SRC ? packet.src() : packet.dst();
      if (ip.family() != network.family()) return Result.NEVER;
      return Result.of((ip.high() & mask.high()) == network.high() && (ip.low() & mask.low()) == network.low());
    }
  }

  /// iprange: an address within both ends, these included.
  record Range(End end, Ip first, Ip last) implements HeaderTest {
    @Override public Result result(Packet packet, Surroundings at) {
      Ip ip = end == End.SRC ? packet.src() : packet.dst();
      return Result.of(first.compareTo(ip) <= 0 && ip.compareTo(last) <= 0);
    }
  }

  /// `-i`, `-o`: a device by name, or by how its name begins. A hook without such a device has the empty name.
  ///
  /// @param wildcard whether the name was written with `+` at its end
  record Device(boolean in, String name, boolean wildcard) implements HeaderTest {
    @Override public Result result(Packet packet, Surroundings at) {
      String device = in ? packet.meta().in() : packet.meta().out();
      return Result.of(wildcard ? device.startsWith(name) : device.equals(name));
    }
  }

  /// `-p`.
  record Protocol(int number) implements HeaderTest {
    @Override public Result result(Packet packet, Surroundings at) {
      return Result.of(packet.proto() == number);
    }
  }

  /// `-f`: a later fragment.
  record Fragment() implements HeaderTest {
    @Override public Result result(Packet packet, Surroundings at) {
      return Result.of(packet.isLaterFragment());
    }
  }

  /// Ports of tcp, udp, udplite, sctp, dccp and multiport. A later fragment has none and never matches.
  ///
  /// @param ranges pairs of lowest and highest port
  /// @kernel v6.12 net/netfilter/xt_tcpudp.c tcp_mt, net/netfilter/xt_multiport.c ports_match_v1
  record Ports(End end, List<int[]> ranges) implements HeaderTest {
    @Override public Result result(Packet packet, Surroundings at) {
      if (packet.isLaterFragment()) return Result.NEVER;
      if (end != End.DST && packet.sport() < 0 || end != End.SRC && packet.dport() < 0) return Result.UNKNOWN;
      boolean holds = end != End.DST && within(packet.sport()) || end != End.SRC && within(packet.dport());
      return Result.of(holds);
    }

    private boolean within(int port) {
      for (int[] range : ranges) {
        if (range[0] <= port && port <= range[1]) return true;
      }
      return false;
    }
  }

  /// `--tcp-flags MASK COMP`, `--syn`; both as bits of the 14th octet.
  record Flags(int mask, int comp) implements HeaderTest {
    @Override public Result result(Packet packet, Surroundings at) {
      if (packet.isLaterFragment()) return Result.NEVER;
      if (!(packet.transport() instanceof Transport.Tcp tcp)) return Result.UNKNOWN;
      int bits = 0;
      for (TcpFlag flag : tcp.flags()) bits |= flag.bit();
      return Result.of((bits & mask) == comp);
    }
  }

  /// `--tcp-option KIND`.
  record TcpOption(int kind) implements HeaderTest {
    @Override public Result result(Packet packet, Surroundings at) {
      if (packet.isLaterFragment()) return Result.NEVER;
      if (!(packet.transport() instanceof Transport.Tcp tcp) || tcp.options().isEmpty()) return Result.UNKNOWN;
      String hex = tcp.options();
      for (int i = 0; i + 2 <= hex.length(); ) {
        int found = Integer.parseInt(hex, i, i + 2, 16);
        if (found == kind) return Result.YES;
        if (found == 0) break;
        int length = found == 1 || i + 4 > hex.length() ? 1 : Math.max(2, Integer.parseInt(hex, i + 2, i + 4, 16));
        i += 2 * length;
      }
      return Result.NO;
    }
  }

  /// ICMP and ICMPv6 type with a range of codes; type 255 is any.
  ///
  /// @kernel v6.12 net/netfilter/xt_tcpudp.c icmp_type_code_match
  record Icmp(int type, int minCode, int maxCode) implements HeaderTest {
    @Override public Result result(Packet packet, Surroundings at) {
      if (packet.isLaterFragment()) return Result.NEVER;
      if (type == 255) return Result.YES;
      if (!(packet.transport() instanceof Transport.Icmp icmp) || icmp.type() < 0) return Result.UNKNOWN;
      if (icmp.type() != type) return Result.NO;
      if (icmp.code() < 0 && (minCode > 0 || maxCode < 255)) return Result.UNKNOWN;
      return Result.of(minCode <= icmp.code() && icmp.code() <= maxCode);
    }
  }

  /// `mark`: `(mark & mask) == value`, unsigned 32 bit.
  record Mark(long value, long mask) implements HeaderTest {
    @Override public Result result(Packet packet, Surroundings at) {
      return Result.of((packet.meta().mark() & mask) == value);
    }
  }

  /// A number of the IP header within a range, ends included.
  record Number(Field field, long first, long last) implements HeaderTest {
    @Override public Result result(Packet packet, Surroundings at) {
      long number = field.of(packet);
      return number < 0 ? Result.UNKNOWN : Result.of(first <= number && number <= last);
    }
  }

  /// Length of the IP packet in octets, time to live, and security parameter index.
  enum Field {
    LENGTH, TTL, SPI;

    long of(Packet packet) {
      return switch (this) {
        case LENGTH -> packet.header().len();
        case TTL -> packet.header().ttl();
        case SPI -> packet.transport() instanceof Transport.Spi spi ? spi.spi() : -1;
      };
    }
  }

  /// `tos`, `dscp`, `ecn --ecn-ip-ect`: `(tos & mask) == value`, octets.
  record Tos(int value, int mask) implements HeaderTest {
    @Override public Result result(Packet packet, Surroundings at) {
      int tos = packet.header().tos();
      return tos < 0 ? Result.UNKNOWN : Result.of((tos & mask) == value);
    }
  }

  /// `--mac-source`, colon-separated octets in lower case; packets without an Ethernet header, those of the loopback
  /// device among them, never match, negated or not.
  ///
  /// @kernel v6.12 net/netfilter/xt_mac.c mac_mt
  record MacSource(String address) implements HeaderTest {
    @Override public Result result(Packet packet, Surroundings at) {
      if (packet.meta().in().isEmpty() || packet.meta().in().equals("lo")) return Result.NEVER;
      String mac = packet.meta().mac();
      if (mac.length() < 35) return Result.UNKNOWN;
      return Result.of(mac.substring(18, 35).equalsIgnoreCase(address));
    }
  }
}
