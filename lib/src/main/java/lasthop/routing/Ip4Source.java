package lasthop.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lasthop.ip.Family;
import lasthop.ip.Ip;
import lasthop.ip.Prefix;
import lasthop.link.Address;
import lasthop.link.Link;
import lasthop.link.Scope;
import lasthop.packet.FlowKey;

/// IPv4 source addresses: which is chosen, and which are this host's own.
final class Ip4Source {
  private Ip4Source() {}

  /// The source address for packets that leave by a route.
  ///
  /// The kernel keeps with each nexthop the address it chose, until any address of the host changes. What `route_localnet`
  /// was then, no text tells; it matters to addresses of scope host alone. A nexthop object keeps the one
  /// chosen when it was made, for a scope just wider than its own; addresses are taken to be older than it.
  ///
  /// @throws Missing where it matters
  ///
  /// @kernel v6.12 net/ipv4/fib_semantics.c fib_result_prefsrc, net/ipv4/nexthop.c nh_create_ipv4
  static Optional<Ip> of(Facts facts, Route route, Nexthop hop) {
    if (route.prefsrc().isPresent()) return route.prefsrc();
    int scope = route.nhid() == 0 ? route.scope() : Math.max(0, facts.scopeOfObject(route, hop) - 1);
    Optional<Ip> source = select(facts, hop.dev(), gateway(hop), scope, Scope.HOST);
    if (nearest(facts, hop.dev()) != Scope.HOST && !select(facts, hop.dev(), gateway(hop), scope, Scope.LINK).equals(source)) {
      throw new Missing("what route_localnet of " + hop.dev() + " was when an address of the host last changed", "ip route get");
    }
    return source;
  }

  /// The gateway's bits as IPv4; of an IPv6 gateway the kernel takes the first 32 bits of the union it shares.
  private static Optional<Ip> gateway(Nexthop hop) {
    return hop.via().map(ip -> ip.isV4() ? ip : Ip.v4(ip.high() >>> 32));
  }

  /// The address a device offers for a scope: the first whose subnet holds the gateway, else the first; else one of
  /// another device.
  ///
  /// @kernel v6.12 net/ipv4/devinet.c inet_select_addr
  static Optional<Ip> select(Facts facts, String dev, int scope) {
    return select(facts, dev, Optional.empty(), scope, nearest(facts, dev));
  }

  /// The scope that addresses of scope host count as; asked for only where the device has one.
  private static int nearest(Facts facts, String dev) {
    boolean matters = facts.link(dev).stream().flatMap(l -> l.addresses().stream()).anyMatch(a -> a.ip().isV4() && a.scope() == Scope.HOST);
    return matters && facts.conf().either(Conf.Key.ROUTE_LOCALNET, dev) ? Scope.LINK : Scope.HOST;
  }

  private static Optional<Ip> select(Facts facts, String dev, Optional<Ip> gateway, int scope, int nearest) {
    Optional<Link> link = facts.link(dev);
    if (link.isPresent()) {
      Optional<Ip> own = onDevice(link.get(), gateway, scope, nearest);
      if (own.isPresent()) return own;
    }
    Optional<Link> vrf = facts.vrf(dev);
    if (vrf.isPresent()) {
      Optional<Ip> domain = first(vrf.get(), scope);
      if (domain.isPresent()) return domain;
    }
    for (Link other : facts.links().all()) {
      if (!facts.vrf(other.name()).equals(vrf)) continue;
      Optional<Ip> any = first(other, scope);
      if (any.isPresent()) return any;
    }
    return Optional.empty();
  }

  private static Optional<Ip> onDevice(Link link, Optional<Ip> gateway, int scope, int nearest) {
    Optional<Ip> first = Optional.empty();
    for (Address address : link.addresses()) {
      if (!address.ip().isV4() || address.isSecondary() || Math.min(address.scope(), nearest) > scope) continue;
      if (gateway.isEmpty() || inSubnet(address, gateway.get())) return Optional.of(address.ip());
      if (first.isEmpty()) first = Optional.of(address.ip());
    }
    return first;
  }

  /// @kernel v6.12 net/ipv4/devinet.c in_dev_select_addr
  private static Optional<Ip> first(Link link, int scope) {
    for (Address address : link.addresses()) {
      if (!address.ip().isV4() || address.isSecondary()) continue;
      if (address.scope() != Scope.LINK && address.scope() <= scope) return Optional.of(address.ip());
    }
    return Optional.empty();
  }

  /// @kernel v6.12 include/linux/inetdevice.h inet_ifa_match
  private static boolean inSubnet(Address address, Ip ip) {
    return new Prefix(address.peer().orElse(address.ip()), address.length()).contains(ip);
  }

  /// Whether an address of the device serves a subnet that holds the source, and the gateway if there is one.
  ///
  /// @kernel v6.12 net/ipv4/devinet.c inet_addr_onlink
  static boolean isOnlink(Facts facts, String dev, Ip source, Optional<Ip> gateway) {
    for (Address address : facts.link(dev).map(Link::addresses).orElse(List.of())) {
      if (!address.ip().isV4() || address.isSecondary() || !inSubnet(address, source)) continue;
      if (gateway.isEmpty() || inSubnet(address, gateway.get())) return true;
    }
    return false;
  }

  /// Whether the device has any IPv4 address.
  static boolean hasAddress(Facts facts, String dev) {
    Optional<Link> link = facts.link(dev);
    if (link.isEmpty()) return false;
    for (Address address : link.get().addresses()) if (address.ip().isV4()) return true;
    return false;
  }

  /// Whether an address is one of the device's.
  static boolean isOwn(Facts facts, String dev, Ip ip) {
    Optional<Link> link = facts.link(dev);
    if (link.isEmpty()) return false;
    for (Address address : link.get().addresses()) if (address.ip().equals(ip)) return true;
    return false;
  }

  /// The devices that own an address, or the one that a `local` route for it names. Where several do, the kernel
  /// takes the one that got it last, which no text tells; the one whose `local` route is listed last stands first here: it
  /// got it last, unless a device was down in between.
  ///
  /// @kernel v6.12 net/ipv4/devinet.c __ip_dev_find
  static List<String> owners(Facts facts, Ip ip) {
    var owners = new ArrayList<String>();
    for (Link link : facts.links().all()) {
      if (link.addresses().stream().anyMatch(a -> a.ip().equals(ip))) owners.addFirst(link.name());
    }
    if (owners.size() == 1) return owners;
    Fib fib = facts.fib(Family.IPV4);
    if (!owners.isEmpty()) {
      fib.table(Tables.LOCAL).flatMap(table -> table.longest(ip)).filter(group -> group.length() == Family.IPV4.bits()).ifPresent(group -> {
        for (Route local : group.routes()) if (owners.remove(local.nexthop().dev())) owners.addFirst(local.nexthop().dev());
      });
      return owners;
    }
    var found = new Found();
    boolean merged = !facts.hasCustomRules(Family.IPV4);
    new Ip4Table(facts, FlowKey.to(ip), Ladder.recording(false), false)
        .search(merged ? Optional.of(fib.merged()) : fib.table(Tables.LOCAL), found);
    if (!found.isOk() || found.route().type() != RouteType.LOCAL) return List.of();
    return List.of(found.nexthop().dev());
  }
}
