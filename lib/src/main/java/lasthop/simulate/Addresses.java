package lasthop.simulate;

import java.util.Optional;
import lasthop.ip.Family;
import lasthop.ip.Ip;
import lasthop.link.Address;
import lasthop.link.Scope;

/// Which of a device's addresses the kernel takes when a rule leaves the choice to it.
final class Addresses {
  private Addresses() {}

  /// The first address of a device: what REDIRECT and TPROXY use.
  ///
  /// @kernel v6.12 net/netfilter/nf_nat_redirect.c nf_nat_redirect_ipv4
  static Optional<Ip> primary(Machine machine, String device) {
    return machine.link(device).flatMap(link -> link.addresses(machine.family()).stream()
        .filter(a -> !a.isSecondary()).map(Address::ip).findFirst());
  }

  /// What REDIRECT takes of a device's IPv6 addresses: the first that is ready, and of the scope of a link-local destination.
  ///
  /// @kernel v6.12 net/netfilter/nf_nat_redirect.c nf_nat_redirect_ipv6
  static Optional<Ip> redirect6(Machine machine, String device, Ip dst) {
    return machine.link(device).flatMap(link -> link.addresses(Family.IPV6).stream()
        .filter(a -> !a.has("tentative") && (!dst.isLinkLocal() || a.ip().isLinkLocal())).map(Address::ip).findFirst());
  }

  /// The source MASQUERADE takes of IPv4: the first global address of the device that shares a subnet with the gateway, else
  /// the first global one, else one of another device.
  ///
  /// @param nexthop the gateway, or the destination where there is none
  /// @kernel v6.12 net/ipv4/devinet.c inet_select_addr
  static Optional<Ip> source(Machine machine, String device, Ip nexthop) {
    Optional<Ip> first = Optional.empty();
    for (Address a : machine.link(device).map(l -> l.addresses(machine.family())).orElse(java.util.List.of())) {
      if (a.isSecondary() || a.scope() > Scope.UNIVERSE) continue;
      if (a.subnet().contains(nexthop)) return Optional.of(a.ip());
      if (first.isEmpty()) first = Optional.of(a.ip());
    }
    return first.isPresent() ? first : elsewhere(machine);
  }

  private static Optional<Ip> elsewhere(Machine machine) {
    return machine.host().links().all().stream().flatMap(l -> l.addresses(machine.family()).stream())
        .filter(a -> !a.isSecondary() && a.scope() == Scope.UNIVERSE).map(Address::ip).findFirst();
  }
}
