package lasthop.nft;

import java.util.Locale;
import lasthop.ip.Family;

/// The address family of an nftables table: which packets its chains see.
///
/// @kernel v6.12 include/uapi/linux/netfilter.h enum NFPROTO
public enum NftFamily {
  IP, IP6, INET, ARP, BRIDGE, NETDEV;

  /// Whether chains of this family on the IP hooks see packets of an address family.
  public boolean sees(Family family) {
    return this == INET || this == (family == Family.IPV4 ? IP : IP6);
  }

  /// As `nft` prints it: `ip`, `inet`, …
  @Override public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
