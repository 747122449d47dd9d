package lasthop.diagnose;

import java.util.List;
import java.util.Optional;
import lasthop.host.Counter;
import lasthop.host.Host;
import lasthop.ip.Family;
import lasthop.text.Origin;
import lasthop.packet.Packet;
import lasthop.packet.Proto;
import lasthop.traversal.Cause;

/// The counters of a host as a witness: what a cause raises, and whether it was raised.
final class Tally {
  private final Optional<Host> host;

  Tally(Optional<Host> host) {
    this.host = host;
  }

  /// Counters of which a cause raises one; empty for causes that no counter shows.
  ///
  /// @kernel v6.12 net/ipv4/ip_input.c ip_rcv_finish_core, net/ipv4/route.c ip_error, net/ipv4/ip_forward.c ip_forward,
  ///     net/ipv6/ip6_output.c ip6_forward, net/ipv4/ip_fragment.c ip_defrag
  static List<String> raisedBy(Cause cause, Family family, boolean input) {
    boolean v4 = family == Family.IPV4;
    return switch (cause) {
      case RP_FILTER_STRICT, RP_FILTER_LOOSE -> List.of("TcpExtIPReversePathFilter");
      case NO_ROUTE -> List.of(input ? v4 ? "IpExtInNoRoutes" : "Ip6InNoRoutes" : v4 ? "IpOutNoRoutes" : "Ip6OutNoRoutes");
      case IP_FORWARD_OFF -> List.of(v4 ? "IpInAddrErrors" : "Ip6InAddrErrors");
      case TTL_EXCEEDED -> List.of(v4 ? "IpInHdrErrors" : "Ip6InHdrErrors");
      case MTU_EXCEEDED -> v4 ? List.of("IpFragFails") : List.of("Ip6InTooBigErrors", "Ip6FragFails");
      case NO_PROTOCOL -> List.of(v4 ? "IpInUnknownProtos" : "Ip6InUnknownProtos");
      case FRAGMENT_MISSING -> List.of(v4 ? "IpReasmReqds" : "Ip6ReasmReqds");
      default -> List.of();
    };
  }

  /// The counters of a wrong transport checksum, any of which may rise; none for protocols that have none.
  ///
  /// @kernel v6.12 net/ipv4/tcp_ipv4.c tcp_v4_rcv; net/ipv4/udp.c __udp4_lib_rcv
  static List<String> checksumErrors(Packet packet) {
    return switch (packet.proto()) {
      case Proto.TCP -> List.of("TcpInCsumErrors");
      case Proto.UDP -> List.of(packet.src().isV4() ? "UdpInCsumErrors" : "Udp6InCsumErrors");
      default -> List.of();
    };
  }

  /// The counters that rise for a wrong checksum and for a length that does not hold alike, and for rarer reasons.
  ///
  /// @kernel v6.12 net/ipv4/tcp_ipv4.c tcp_v4_rcv bad_packet; net/ipv4/udp.c __udp4_lib_rcv short_packet
  static List<String> damageErrors(Packet packet) {
    return switch (packet.proto()) {
      case Proto.TCP -> List.of("TcpInErrs");
      case Proto.UDP -> List.of(packet.src().isV4() ? "UdpInErrors" : "Udp6InErrors");
      default -> List.of();
    };
  }

  /// The counters that rise where a socket has no room for a first segment or a datagram.
  ///
  /// @kernel v6.12 net/ipv4/tcp_input.c tcp_conn_request; net/ipv4/udp.c __udp_enqueue_schedule_skb
  static List<String> queueErrors(Packet packet) {
    return switch (packet.proto()) {
      case Proto.TCP -> List.of("TcpExtListenOverflows", "TcpExtTCPReqQFullDrop");
      case Proto.UDP -> List.of(packet.src().isV4() ? "UdpRcvbufErrors" : "Udp6RcvbufErrors");
      default -> List.of();
    };
  }

  /// The counters that rise for a datagram that no socket takes.
  ///
  /// @kernel v6.12 net/ipv4/udp.c __udp4_lib_rcv, __udp4_lib_mcast_deliver
  static List<String> portErrors(Packet packet) {
    return packet.src().isV4() ? List.of("UdpNoPorts", "UdpIgnoredMulti") : List.of("Udp6NoPorts", "Udp6IgnoredMulti");
  }

  /// The counter of datagrams that programs have read.
  static List<String> datagrams(Packet packet) {
    return List.of(packet.src().isV4() ? "UdpInDatagrams" : "Udp6InDatagrams");
  }

  /// Whether checksums were wrong, and nothing of the protocol was taken beside those packets.
  boolean onlyBadChecksums(Packet packet) {
    long wrong = checksumErrors(packet).stream().mapToLong(this::gained).sum();
    String udp = packet.src().isV4() ? "Udp" : "Udp6";
    return wrong > 0 && (packet.proto() == Proto.TCP ? gained("TcpInSegs") == wrong
        : gained(udp + "InErrors") == wrong && gained(udp + "InDatagrams") == 0 && gained(udp + "NoPorts") == 0);
  }

  /// Whether the gains of the test are known.
  boolean isKnown() {
    return host.flatMap(Host::gained).isPresent();
  }

  /// By how much a counter rose; 0 when it did not or is not listed.
  long gained(String name) {
    return counter(name).map(Counter::value).orElse(0L);
  }

  /// A counter that speaks for a cause; empty when none rose or the gains are not known.
  Optional<Evidence> supports(Cause cause, Family family, boolean input) {
    return rose(raisedBy(cause, family, input));
  }

  /// That one of some counters rose; empty when none did or the gains are not known.
  Optional<Evidence> rose(List<String> names) {
    return names.stream().flatMap(name -> counter(name).stream()).findFirst().map(Tally::evidence);
  }

  private static Evidence evidence(Counter c) {
    return Evidence.observed(new Fact.CounterRose(c.name(), c.value()), c.origin(), c.name() + " " + c.value());
  }

  /// A counter that speaks against a cause: it would have risen and did not.
  Optional<Evidence> refutes(Cause cause, Family family, boolean input) {
    if (!isKnown()) return Optional.empty();
    List<String> names = raisedBy(cause, family, input);
    if (rose(names).isPresent()) return Optional.empty();
    return names.stream().findFirst().map(name -> Evidence.observed(new Fact.CounterStayed(name), new Origin("nstat-delta.txt", 0), name));
  }

  private Optional<Counter> counter(String name) {
    return host.flatMap(Host::gained).map(all -> all.get(name)).filter(c -> c.value() > 0);
  }
}
