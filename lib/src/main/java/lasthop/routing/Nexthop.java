package lasthop.routing;

import java.util.List;
import java.util.Optional;
import lasthop.ip.Ip;

/// One way out: a device and perhaps a gateway.
///
/// @param via the gateway, of either family; empty when the destination is on the link
/// @param dev the device; empty for a reject route that names none
/// @param weight share in a multipath route, 1 to 256
/// @param flags as printed: `dead`, `linkdown`, `onlink`, `pervasive`, `offload`, …
/// @param realm as printed after `realm` or `realms`; empty for none
/// @param encap what packets are wrapped into, as printed from `encap` on; empty for nothing
public record Nexthop(Optional<Ip> via, String dev, int weight, List<String> flags, String realm, String encap) {
  public static final Nexthop NONE = new Nexthop(Optional.empty(), "", 1, List.of(), "", "");

  public Nexthop {
    flags = List.copyOf(flags);
  }

  public static Nexthop dev(String dev) {
    return new Nexthop(Optional.empty(), dev, 1, List.of(), "", "");
  }

  /// The same nexthop by another device.
  public Nexthop by(String device) {
    return by(via, device);
  }

  /// The same nexthop, by another device or without its gateway.
  Nexthop by(Optional<Ip> gateway, String device) {
    return gateway == via && device.equals(dev) ? this : new Nexthop(gateway, device, weight, flags, realm, encap);
  }

  /// The same nexthop for packets of these realms.
  Nexthop of(Realms realms) {
    return realm.isEmpty() && realms.equals(Realms.NONE) ? this : new Nexthop(via, dev, weight, flags, realms.toString(), encap);
  }

  public boolean isDead() {
    return flags.contains("dead");
  }

  public boolean isLinkdown() {
    return flags.contains("linkdown");
  }

  public boolean isOnlink() {
    return flags.contains("onlink");
  }

  public Nexthop withFlags(List<String> changed) {
    return new Nexthop(via, dev, weight, changed, realm, encap);
  }
}
