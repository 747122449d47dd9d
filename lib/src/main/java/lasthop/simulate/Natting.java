package lasthop.simulate;

import java.util.Optional;
import lasthop.ip.Ip;
import lasthop.ip.Prefix;
import lasthop.netfilter.Hook;
import lasthop.netfilter.Target;
import lasthop.netfilter.Target.NatRange;
import lasthop.netfilter.Target.Translation;
import lasthop.packet.Packet;
import lasthop.packet.Transport;
import lasthop.routing.Routing;
import lasthop.text.Origin;

/// Address translation of the first packet of a connection, by one rule.
///
/// @kernel v6.12 net/netfilter/nf_nat_core.c nf_nat_setup_info, get_unique_tuple
final class Natting {
  private final Machine machine;
  private final Flight flight;
  private final Hook hook;
  private final String rule;
  private final Origin origin;

  /// @param rule the rule's text
  Natting(Machine machine, Flight flight, Hook hook, String rule, Origin origin) {
    this.machine = machine;
    this.flight = flight;
    this.hook = hook;
    this.rule = rule;
    this.origin = origin;
  }

  /// Translates the packet.
  ///
  /// @return false when the kernel finds no address and drops it
  boolean nat(Translation kind, NatRange range) {
    Packet p = flight.packet;
    flight.natted = Optional.of(hook);
    return switch (kind) {
      case DNAT -> destination(address(range, p.dst()), range, false);
      case SNAT -> source(address(range, p.src()), range, false);
      case REDIRECT -> redirected().map(ip -> destination(ip, range, true)).orElseGet(() -> unlisted(p.meta().in()) && destination(p.dst(), range, true));
      case MASQUERADE -> (p.dst().isV4() ? Addresses.source(machine, p.meta().out(), flight.gateway.orElse(p.dst()))
          : Routing.source6(machine.host().routing(), p.meta().out(), p.dst()))
          .map(ip -> source(ip, range, true)).orElseGet(() -> unlisted(p.meta().out()) && source(p.src(), range, true));
    };
  }

  /// Where no text lists any address, the device is taken to have one: which, nothing says, so the packet keeps its own.
  private boolean unlisted(String device) {
    if (machine.host().links().hasAddresses(machine.family())) return false;
    flight.assume(new Assumption(Assumption.Kind.UNKNOWN, "ip addr", device + " has an address", -1, origin));
    return true;
  }

  /// Maps a network onto another: of the destination on PREROUTING and OUTPUT, else of the source.
  ///
  /// @kernel v6.12 net/netfilter/xt_NETMAP.c netmap_tg4
  boolean netmap(Target.Netmap target) {
    Packet p = flight.packet;
    flight.natted = Optional.of(hook);
    boolean toDestination = changesDestination();
    Ip mapped = mapped(target.to(), toDestination ? p.dst() : p.src());
    NatRange keepPort = new NatRange(Optional.of(mapped), Optional.of(mapped), -1, -1, -1, false, false);
    return toDestination ? destination(mapped, keepPort, false) : source(mapped, keepPort, false);
  }

  private static Ip mapped(Prefix to, Ip ip) {
    Ip network = to.ip().masked(to.length());
    Ip host = ip.masked(to.length());
    return new Ip(ip.family(), network.high() | ip.high() ^ host.high(), network.low() | ip.low() ^ host.low());
  }

  private boolean changesSource() {
    return !changesDestination();
  }

  private boolean changesDestination() {
    return hook == Hook.PREROUTING || hook == Hook.OUTPUT;
  }

  private boolean destination(Ip ip, NatRange range, boolean redirect) {
    Packet p = flight.packet;
    int port = port(range, p.dport());
    p = p.with(identified(range, p.transport()));
    if (!ip.equals(p.dst()) || port != p.dport() || redirect) {
      flight.translation = flight.translation.to(ip, port, redirect);
    }
    flight.translated(p.withDst(ip, port));
    return true;
  }

  private boolean source(Ip ip, NatRange range, boolean masquerade) {
    Packet p = flight.packet;
    if (!ip.equals(p.src()) || masquerade) flight.translation = flight.translation.from(ip, masquerade);
    p = p.with(identified(range, p.transport()));
    flight.translated(p.withSrc(ip, port(range, p.sport())));
    return true;
  }

  private Ip address(NatRange range, Ip old) {
    if (range.min().isEmpty()) return old;
    Ip min = range.min().get();
    Ip max = range.max().orElse(min);
    boolean keeps = changesSource() && old.compareTo(min) >= 0 && old.compareTo(max) <= 0;
    return keeps ? old : min.equals(max) ? min : NatHash.pick(min, max, flight.packet, range.persistent());
  }

  /// Without ports in the rule, and with the packet's own port among them, the port stays. Of a destination it is else the
  /// first of the range, of a source any.
  ///
  /// @kernel v6.12 net/netfilter/nf_nat_core.c nf_nat_l4proto_unique_tuple
  private int port(NatRange range, int old) {
    if (range.minPort() < 0 || old < 0) return old;
    if (range.basePort() >= 0) return Math.floorMod(range.minPort() + old - range.basePort(), 65536);
    boolean within = old >= range.minPort() && old <= range.maxPort();
    if (range.minPort() == range.maxPort()) return range.minPort();
    if (within && !range.random()) return old;
    if (changesDestination() && !range.random()) return range.minPort();
    flight.assume(new Assumption(Assumption.Kind.RANDOM, "port of " + rule, "the first of its range, " + range.minPort(),
        -1, origin));
    return range.minPort();
  }

  /// The number of a ping is translated as a port is.
  private Transport identified(NatRange range, Transport transport) {
    return transport instanceof Transport.Icmp icmp && icmp.id() >= 0 ? icmp.withId(port(range, icmp.id())) : transport;
  }

  /// @kernel v6.12 net/netfilter/nf_nat_redirect.c nf_nat_redirect_ipv4, nf_nat_redirect_ipv6
  private Optional<Ip> redirected() {
    if (hook == Hook.OUTPUT) return Optional.of(flight.packet.src().isV4() ? Ip.v4(0x7f000001L) : Ip.v6(0, 1));
    String in = flight.packet.meta().in();
    return flight.packet.dst().isV4() ? Addresses.primary(machine, in) : Addresses.redirect6(machine, in, flight.packet.dst());
  }
}
