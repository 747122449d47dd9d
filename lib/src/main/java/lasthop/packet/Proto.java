package lasthop.packet;

import java.util.Locale;

/// IP protocol numbers and the names iptables, iproute2 and the kernel's logger give them.
public final class Proto {
  public static final int ICMP = 1;
  public static final int IGMP = 2;
  public static final int TCP = 6;
  public static final int UDP = 17;
  public static final int GRE = 47;
  public static final int ESP = 50;
  public static final int AH = 51;
  public static final int ICMPV6 = 58;
  public static final int SCTP = 132;
  public static final int UDPLITE = 136;

  private Proto() {}

  /// Lower-case name as in questions (`tcp`, `ipv6-icmp`); the number where no name is known.
  public static String name(int proto) {
    return switch (proto) {
      case ICMP -> "icmp";
      case IGMP -> "igmp";
      case 4 -> "ipencap";
      case TCP -> "tcp";
      case UDP -> "udp";
      case 33 -> "dccp";
      case 41 -> "ipv6";
      case GRE -> "gre";
      case ESP -> "esp";
      case AH -> "ah";
      case ICMPV6 -> "ipv6-icmp";
      case SCTP -> "sctp";
      case UDPLITE -> "udplite";
      default -> Integer.toString(proto);
    };
  }

  /// The number of a name in any case (`TCP`, `icmpv6`, `ipv6-icmp`) or of a decimal number; -1 if it is neither.
  public static int number(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "icmp" -> ICMP;
      case "igmp" -> IGMP;
      case "ipencap", "ipip" -> 4;
      case "tcp" -> TCP;
      case "udp" -> UDP;
      case "dccp" -> 33;
      case "ipv6" -> 41;
      case "gre" -> GRE;
      case "esp" -> ESP;
      case "ah" -> AH;
      case "icmpv6", "icmp6", "ipv6-icmp" -> ICMPV6;
      case "sctp" -> SCTP;
      case "udplite" -> UDPLITE;
      default -> decimal(name);
    };
  }

  private static int decimal(String text) {
    if (text.isEmpty() || text.length() > 3) return -1;
    int value = 0;
    for (int i = 0; i < text.length(); i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) return -1;
      value = value * 10 + digit;
    }
    return value <= 255 ? value : -1;
  }
}
