package lasthop.netfilter;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import lasthop.ip.Ip;
import lasthop.netfilter.HeaderTest.End;
import lasthop.netfilter.Surroundings.AddrType;
import lasthop.packet.Packet;

/// Tests that ask the host: route types, sets, sockets, bridge ports, reverse path.
public sealed interface HostTest extends Test {

  private static Result of(Optional<Boolean> known) {
    return known.map(Result::of).orElse(Result.UNKNOWN);
  }

  /// `addrtype --src-type`, `--dst-type`.
  ///
  /// @param limit `in` or `out` when only that device counts; empty otherwise
  /// @kernel v6.12 net/netfilter/xt_addrtype.c addrtype_mt_v1
  record RouteType(End end, Set<AddrType> types, String limit) implements HostTest {
    private static final Set<AddrType> ROUTED = Set.of(AddrType.LOCAL, AddrType.ANYCAST, AddrType.UNREACHABLE);

    public RouteType {
      types = Set.copyOf(types);
    }

    @Override public Result result(Packet packet, Surroundings at) {
      String device = switch (limit) {
        case "in" -> packet.meta().in();
        case "out" -> packet.meta().out();
        default -> "";
      };
      Ip ip = end == End.SRC ? packet.src() : packet.dst();
      return of(ip.isV4() ? at.addrType(ip, device).map(types::contains) : v6(ip, device, at));
    }

    /// Of IPv6 the address alone tells some types, and each of those asked for must hold; of the others one is enough.
    ///
    /// @kernel v6.12 net/netfilter/xt_addrtype.c match_type6, match_lookup_rt6
    private Optional<Boolean> v6(Ip ip, String device, Surroundings at) {
      boolean refuted = types.contains(AddrType.MULTICAST) && !ip.isMulticast()
          || types.contains(AddrType.UNICAST) && (ip.isMulticast() || ip.isAny()) || types.contains(AddrType.UNSPEC) && !ip.isAny();
      if (refuted) return Optional.of(false);
      if (types.stream().noneMatch(ROUTED::contains)) return Optional.of(true);
      return at.addrType(ip, device).map(found -> switch (found) {
        case LOCAL, ANYCAST -> types.contains(found);
        case BLACKHOLE, UNREACHABLE, PROHIBIT, THROW -> types.contains(AddrType.UNREACHABLE);
        default -> false;
      });
    }
  }

  /// `set --match-set NAME PLACES`.
  record InSet(String set, List<String> places) implements HostTest {
    public InSet {
      places = List.copyOf(places);
    }

    @Override public Result result(Packet packet, Surroundings at) {
      return of(at.inSet(set, places, packet));
    }
  }

  /// `owner --uid-owner`, `--gid-owner`. A packet without a socket has no owner.
  ///
  /// @kernel v6.12 net/netfilter/xt_owner.c owner_mt
  record Owner(boolean group, long first, long last) implements HostTest {
    @Override public Result result(Packet packet, Surroundings at) {
      long id = group ? packet.meta().gid() : packet.meta().uid();
      if (id >= 0) return Result.of(first <= id && id <= last);
      return at.hasSocket(packet).equals(Optional.of(false)) ? Result.NO : Result.UNKNOWN;
    }
  }

  /// `owner --socket-exists`.
  record HasSocket() implements HostTest {
    @Override public Result result(Packet packet, Surroundings at) {
      return packet.meta().uid() >= 0 ? Result.YES : of(at.hasSocket(packet));
    }
  }

  /// `socket`. With `--transparent` or without `--nowildcard` more of the socket would have to be known.
  ///
  /// @kernel v6.12 net/netfilter/xt_socket.c socket_match
  record Socket(boolean restricted) implements HostTest {
    @Override public Result result(Packet packet, Surroundings at) {
      Optional<Boolean> there = at.hasSocket(packet);
      return there.isPresent() && restricted && there.get() ? Result.UNKNOWN : of(there);
    }
  }

  /// `physdev`: a bridge port by name, or whether there is one; `--physdev-is-bridged` asks for one on the way out. Names
  /// are empty away from bridges.
  ///
  /// @param name port name; empty to ask only whether there is one
  /// @kernel v6.12 net/netfilter/xt_physdev.c physdev_mt
  record Port(boolean in, String name, boolean wildcard) implements HostTest {
    @Override public Result result(Packet packet, Surroundings at) {
      String port = in ? packet.meta().physin() : packet.meta().physout();
      if (port.isEmpty() && at.isBridged().orElse(false)) return name.isEmpty() ? Result.YES : Result.UNKNOWN;
      if (port.isEmpty()) return Result.NO;
      return Result.of(name.isEmpty() || (wildcard ? port.startsWith(name) : port.equals(name)));
    }
  }

  /// `pkttype`.
  record LinkType(String type) implements HostTest {
    @Override public Result result(Packet packet, Surroundings at) {
      return of(at.pkttype().map(type::equals));
    }
  }

  /// `rpfilter`: holds when the reverse path is right; `--invert` is the negation.
  ///
  /// @kernel v6.12 net/ipv4/netfilter/ipt_rpfilter.c rpfilter_mt
  record ReversePath(boolean loose, boolean validMark, boolean acceptLocal) implements HostTest {
    @Override public Result result(Packet packet, Surroundings at) {
      return of(at.reversePathOk(packet, loose, validMark, acceptLocal));
    }
  }
}
