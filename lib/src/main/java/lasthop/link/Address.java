package lasthop.link;

import java.util.List;
import java.util.Optional;
import lasthop.ip.Ip;
import lasthop.ip.Prefix;
import lasthop.text.Origin;

/// An address of a device, as a line of `ip addr` tells it.
///
/// @param ip the host's own address
/// @param length how many bits its subnet has; with a peer, the bits of the peer's prefix
/// @param peer the other end of a point-to-point link
/// @param broadcast the subnet's broadcast address; never for IPv6
/// @param scope [Scope], 0 to 255
/// @param flags the words iproute2 prints after the scope: `secondary`, `deprecated`, `tentative`, `home`, …
public record Address(Ip ip, int length, Optional<Ip> peer, Optional<Ip> broadcast, int scope, List<String> flags,
    Origin origin) {
  public Address {
    flags = List.copyOf(flags);
  }

  public boolean has(String flag) {
    return flags.contains(flag);
  }

  /// An IPv4 address in a subnet that an earlier address of the device already serves; never chosen as a source.
  public boolean isSecondary() {
    return has("secondary");
  }

  /// The subnet reached through it: around the peer where there is one.
  public Prefix subnet() {
    return new Prefix(peer.orElse(ip), length).network();
  }
}
