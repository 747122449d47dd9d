package lasthop.link;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import lasthop.ip.Family;
import lasthop.ip.Ip;
import lasthop.text.Origin;

/// A network device as `ip link` and `ip addr` tell it, with its addresses.
///
/// @param index the kernel's number for it, from 1
/// @param name without the `@parent` iproute2 adds
/// @param flags the words between `<` and `>`: `UP`, `LOWER_UP`, `NO-CARRIER`, `LOOPBACK`, …
/// @param mtu in bytes; 0 when not read
/// @param master the bridge, bond or VRF it is enslaved to; empty for none
/// @param group number of the device group, 0 is `default`
/// @param kind `bridge`, `vrf`, `vlan`, … as `ip -d link` prints; empty when not read or a plain device
/// @param parent the device below it, as after `@`; empty for none
/// @param vrfTable the routing table of a VRF device; 0 for every other kind
/// @param mac hardware address as printed; empty when not read
/// @param altnames other names commands take for it
/// @param groups the multicast groups it has joined; empty where no text tells
/// @param addresses in the order printed, both families
public record Link(int index, String name, List<String> flags, int mtu, String master, int group, String kind,
    String parent, long vrfTable, String mac, List<String> altnames, Optional<Set<Ip>> groups, List<Address> addresses, Origin origin) {
  public Link {
    flags = List.copyOf(flags);
    altnames = List.copyOf(altnames);
    groups = groups.map(Set::copyOf);
    addresses = List.copyOf(addresses);
  }

  public boolean has(String flag) {
    return flags.contains(flag);
  }

  /// Administratively up (`IFF_UP`).
  public boolean isUp() {
    return has("UP");
  }

  /// Whether it can send: something is at its other end, or it has none.
  public boolean hasCarrier() {
    return !has("NO-CARRIER");
  }

  public boolean isLoopback() {
    return has("LOOPBACK");
  }

  public boolean isVrf() {
    return kind.equals("vrf");
  }

  public List<Address> addresses(Family family) {
    return addresses.stream().filter(a -> a.ip().family() == family).toList();
  }

  public Link withFlags(List<String> changed) {
    return new Link(index, name, changed, mtu, master, group, kind, parent, vrfTable, mac, altnames, groups, addresses, origin);
  }

  public Link withMac(String changed) {
    return new Link(index, name, flags, mtu, master, group, kind, parent, vrfTable, changed, altnames, groups, addresses, origin);
  }

  Link withGroups(Set<Ip> joined) {
    return new Link(index, name, flags, mtu, master, group, kind, parent, vrfTable, mac, altnames, Optional.of(joined), addresses, origin);
  }

  Link withAltname(String added) {
    var all = new ArrayList<>(altnames);
    all.add(added);
    return new Link(index, name, flags, mtu, master, group, kind, parent, vrfTable, mac, all, groups, addresses, origin);
  }

  public Link withAddresses(List<Address> changed) {
    return new Link(index, name, flags, mtu, master, group, kind, parent, vrfTable, mac, altnames, groups, changed, origin);
  }
}
