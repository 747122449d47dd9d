package lasthop.snapshot;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import lasthop.text.Origin;
import lasthop.text.Unread;

/// The listing of another tool under the name of one that is read: it tells less, and half of it would mislead.
///
/// @param file the names it is met under
/// @param looks how one of its lines begins that the tool asked for never prints
/// @param prints the tools that print it
/// @param instead the command to collect
record OtherTool(Pattern file, Pattern looks, String prints, String instead) {
  private static final List<OtherTool> KNOWN = List.of(
      of("ip6?-route", "Kernel IP(v6)? routing table|Routing tables$|Destination +(Gateway|Next Hop)\\b", "route or netstat -r",
          "ip route show table all"),
      of("ip-(addr|link)", "\\S+: flags=\\d+<|\\S+ +Link encap:", "ifconfig", "ip addr"),
      of("ip-neigh", "Address +HWtype |\\S+ \\([0-9.]+\\) at ", "arp", "ip neigh"),
      of("ip-rule", "(\\d+: )?(local|broadcast|default via) \\S", "ip route", "ip rule"),
      of("(iptables|ip6tables)-save", "Chain \\S+ \\((policy|\\d+ references)", "iptables -L", "iptables-save -c"),
      of("ss", "Active Internet connections|Proto +Recv-Q", "netstat", "ss -tlnu"));

  private static OtherTool of(String file, String looks, String prints, String instead) {
    return new OtherTool(Pattern.compile(file + "\\.txt"), Pattern.compile("(?m)^(" + looks + ")"), prints, instead);
  }

  /// Why a text is not read; empty when it may be what its name says.
  static Optional<Unread> in(String file, String text) {
    if (!file.endsWith(".txt")) return Optional.empty();
    String head = text.substring(0, Math.min(text.length(), 4000));
    return KNOWN.stream().filter(t -> t.file.matcher(file).matches() && t.looks.matcher(head).find()).findFirst()
        .map(t -> new Unread(new Origin(file, 1), text.strip().lines().findFirst().orElse(""),
            "this is what " + t.prints + " prints, which tells too little: collect " + t.instead));
  }
}
