package lasthop.routing;

import java.util.Optional;
import lasthop.ip.Family;
import lasthop.ip.Ip;
import lasthop.ip.Prefix;
import lasthop.link.Address;
import lasthop.link.Link;

/// The choice of an IPv6 source address, RFC 6724 as the kernel applies it.
///
/// @kernel v6.12 net/ipv6/addrconf.c ipv6_dev_get_saddr, ipv6_get_saddr_eval
final class Ip6Source {
  private static final int INVALID = -1;
  private static final int LINK_LOCAL = 2;
  private static final int SITE_LOCAL = 5;
  private static final int GLOBAL = 14;
  private static final int RULES = 10;
  private static final int RULE_SCOPE = 2;
  private static final int TOO_NEAR = 128;

  private static final Prefix[] LABELLED = {prefix("::1/128"), prefix("::ffff:0:0/96"), prefix("::/96"),
      prefix("2001::/32"), prefix("2001:10::/28"), prefix("3ffe::/16"), prefix("2002::/16"), prefix("fec0::/10"),
      prefix("fc00::/7"), Prefix.all(Family.IPV6)};
  private static final int[] LABELS = {0, 4, 3, 6, 7, 12, 2, 11, 5, 1};
  private static final Prefix ORCHID = prefix("2001:10::/28");

  private final Facts facts;
  private final String dev;
  private final Ip dst;
  private final int scope;
  private Optional<Address> best = Optional.empty();
  private String bestDev = "";

  private Ip6Source(Facts facts, String dev, Ip dst) {
    this.facts = facts;
    this.dev = dev;
    this.dst = dst;
    this.scope = scope(dst);
  }

  /// The source for packets to an address that leave by a device; empty when no address will do.
  static Optional<Ip> select(Facts facts, String dev, Ip dst) {
    return new Ip6Source(facts, dev, dst).select();
  }

  private Optional<Ip> select() {
    boolean thisDeviceOnly = dst.isMulticast() || scope <= LINK_LOCAL
        || facts.conf().v6(dev, "use_oif_addrs_only") != 0;
    if (thisDeviceOnly) {
      facts.link(dev).ifPresent(this::consider);
      return best.map(Address::ip);
    }
    Optional<Link> domain = facts.vrf(dev);
    if (domain.isPresent()) {
      facts.link(dev).ifPresent(this::consider);
      if (best.isEmpty() || scope(best.get().ip()) < scope) consider(domain.get());
      if (best.isPresent() && scope(best.get().ip()) >= scope) return best.map(Address::ip);
    }
    for (Link link : facts.links().all()) if (facts.vrf(link.name()).equals(domain)) consider(link);
    return best.map(Address::ip);
  }

  /// Addresses of a device are listed by falling scope, so those after one that is too near are nearer still.
  private void consider(Link link) {
    for (Address address : link.addresses()) {
      if (address.ip().isV4() || address.ip().isMulticast() || address.ip().isAny()) continue;
      if (address.has("tentative") && !address.has("optimistic")) continue;
      for (int rule = 0; rule < RULES; rule++) {
        int mine = best.isEmpty() ? Integer.MIN_VALUE : points(rule, best.get(), bestDev);
        int others = points(rule, address, link.name());
        if (mine > others) {
          if (rule == RULE_SCOPE - 1 && others > 0) return;
          break;
        }
        if (mine < others) {
          best = Optional.of(address);
          bestDev = link.name();
          break;
        }
      }
    }
  }

  /// What an address is worth under one rule; the more the better. Rules are those of RFC 6724 section 5.
  private int points(int rule, Address a, String on) {
    return switch (rule) {
      case 0 -> yes(a.ip().equals(dst));
      case 1 -> scope(a.ip()) >= scope ? -scope(a.ip()) : scope(a.ip()) - TOO_NEAR;
      case 2 -> yes(isAlwaysPreferred(a.ip()) || !a.has("deprecated") && (!a.has("optimistic") || usesOptimistic(on)));
      case 3 -> yes(dev.isEmpty() || dev.equals(on));
      case 4 -> yes(label(a.ip()) == label(dst));
      case 5 -> yes(a.has("temporary") == facts.conf().v6(on, "use_tempaddr") >= 2);
      case 6 -> yes(ORCHID.contains(a.ip()) == ORCHID.contains(dst));
      case 7 -> Math.min(commonBits(a.ip(), dst), a.length());
      default -> yes(!a.has("optimistic"));
    };
  }

  /// @kernel v6.12 net/ipv6/addrconf.c ipv6_use_optimistic_addr
  private boolean usesOptimistic(String on) {
    return isSet(on, "optimistic_dad") && isSet(on, "use_optimistic");
  }

  private boolean isSet(String on, String key) {
    return facts.conf().v6("all", key) != 0 || facts.conf().v6(on, key) != 0;
  }

  private static int yes(boolean holds) {
    return holds ? 1 : 0;
  }

  /// Mapped, compatible, loopback and reserved addresses count as preferred even when deprecated.
  ///
  /// @kernel v6.12 net/ipv6/addrconf.c ipv6_saddr_preferred
  private static boolean isAlwaysPreferred(Ip ip) {
    return ip.high() == 0;
  }

  private static int commonBits(Ip a, Ip b) {
    int high = Long.numberOfLeadingZeros(a.high() ^ b.high());
    return high < 64 ? high : 64 + Long.numberOfLeadingZeros(a.low() ^ b.low());
  }

  private static int label(Ip ip) {
    int at = 0;
    while (!LABELLED[at].contains(ip)) at++;
    return LABELS[at];
  }

  /// @kernel v6.12 net/ipv6/addrconf_core.c __ipv6_addr_type
  private static int scope(Ip ip) {
    if (ip.isAny()) return INVALID;
    if (ip.isMulticast()) return (int) (ip.high() >>> 48) & 15;
    if (ip.isLinkLocal() || ip.isLoopback()) return LINK_LOCAL;
    return (ip.high() >>> 54) == 0x3fb ? SITE_LOCAL : GLOBAL;
  }

  private static Prefix prefix(String text) {
    return Prefix.parse(text);
  }
}
