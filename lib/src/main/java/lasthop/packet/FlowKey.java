package lasthop.packet;

import java.util.Optional;
import lasthop.ip.Ip;

/// What a route lookup sees of a packet: the kernel's `struct flowi4` or `flowi6`.
///
/// @param dst where to; `0.0.0.0` or `::` is an address like any other here
/// @param src where from; empty when the flow has no source yet
/// @param iif device the packet came in by; empty for an output lookup
/// @param oif device asked for; empty for none
/// @param mark netfilter mark, 0 to 2^32-1
/// @param tos type of service octet, 0 to 255
/// @param uid user id of the asking socket, 0 to 2^32-2; -1 for none
/// @param ipproto protocol number; -1 when not given
/// @param sport source port; -1 when not given
/// @param dport destination port; -1 when not given
/// @kernel v6.12 include/net/flow.h struct flowi4
public record FlowKey(Ip dst, Optional<Ip> src, String iif, String oif, long mark, int tos, long uid,
    int ipproto, int sport, int dport) {

  /// A plain lookup of a destination as uid 0.
  public static FlowKey to(Ip dst) {
    return new FlowKey(dst, Optional.empty(), "", "", 0, 0, 0, -1, -1, -1);
  }

  public FlowKey from(Ip ip) {
    return new FlowKey(dst, Optional.of(ip), iif, oif, mark, tos, uid, ipproto, sport, dport);
  }

  public FlowKey iif(String dev) {
    return new FlowKey(dst, src, dev, oif, mark, tos, uid, ipproto, sport, dport);
  }

  public FlowKey oif(String dev) {
    return new FlowKey(dst, src, iif, dev, mark, tos, uid, ipproto, sport, dport);
  }

  public FlowKey mark(long value) {
    return new FlowKey(dst, src, iif, oif, value, tos, uid, ipproto, sport, dport);
  }

  public FlowKey tos(int value) {
    return new FlowKey(dst, src, iif, oif, mark, value, uid, ipproto, sport, dport);
  }

  public FlowKey uid(long value) {
    return new FlowKey(dst, src, iif, oif, mark, tos, value, ipproto, sport, dport);
  }

  public FlowKey l4(int proto, int sourcePort, int destinationPort) {
    return new FlowKey(dst, src, iif, oif, mark, tos, uid, proto, sourcePort, destinationPort);
  }
}
