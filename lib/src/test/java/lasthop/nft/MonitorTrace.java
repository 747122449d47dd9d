package lasthop.nft;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import lasthop.ip.Ip;
import lasthop.packet.Header;
import lasthop.packet.Meta;
import lasthop.packet.Packet;
import lasthop.packet.Proto;
import lasthop.packet.TcpFlag;
import lasthop.packet.Transport;

/// The visits of packets to base chains that `nft -a monitor trace` prints: what went in, and what it shows.
final class MonitorTrace {
  /// @param hops `table:chain:rule:V` and `table:chain:policy:V`
  /// @param handles of the rules shown, -1 for the policy
  /// @param marks the packet's mark at the policy, if the visit came that far
  record Visit(String id, NftFamily family, String table, String chain, Packet packet, List<String> hops,
      List<Long> handles, List<Long> marks) {}

  private final List<Visit> visits = new ArrayList<>();
  private final Map<String, Visit> open = new HashMap<>();

  static List<Visit> parse(String text) {
    var trace = new MonitorTrace();
    text.lines().filter(l -> l.startsWith("trace id ")).forEach(trace::line);
    return trace.visits;
  }

  private void line(String line) {
    String[] w = line.split(" +");
    String id = w[2];
    if (w[6].equals("packet:")) {
      var visit = new Visit(id, NftFamily.valueOf(w[3].toUpperCase(java.util.Locale.ROOT)), w[4], w[5], packet(w),
          new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
      visits.add(visit);
      open.put(id, visit);
      return;
    }
    Visit visit = open.get(id);
    if (visit == null) return;
    int verdict = line.lastIndexOf("(verdict ");
    if (w[6].equals("rule")) {
      visit.hops.add(w[4] + ":" + w[5] + ":rule:" + line.substring(verdict + 9, line.lastIndexOf(')')));
      int handle = line.lastIndexOf("# handle ");
      visit.handles.add(handle < 0 ? 0 : Long.parseLong(line.substring(handle + 9, line.indexOf(' ', handle + 9))));
    } else {
      visit.hops.add(w[4] + ":" + w[5] + ":" + w[6] + ":" + w[7]);
      visit.handles.add(-1L);
      int mark = line.indexOf("meta mark ");
      visit.marks.add(mark < 0 ? 0 : number(line.substring(mark + 10).strip()));
    }
  }

  /// The words of a packet line come in pairs and threes: `iif "x"`, `ip saddr A`, `tcp flags == 0x2`.
  private static Packet packet(String[] w) {
    var read = new HashMap<String, String>();
    for (int i = 7; i < w.length - 1; i++) {
      switch (w[i]) {
        case "iif", "oif" -> read.put(w[i], w[i + 1].replace("\"", ""));
        case "ip", "ip6", "tcp", "udp", "icmp", "icmpv6", "ether", "meta" -> {
          int value = w[i + 2].equals("==") ? i + 3 : i + 2;
          if (value < w.length) read.put((w[i].equals("ip6") ? "ip" : w[i]) + " " + w[i + 1], w[value]);
        }
        default -> { }
      }
    }
    return packet(read);
  }

  private static Packet packet(Map<String, String> read) {
    Ip src = Ip.parse(read.get("ip saddr"));
    int proto = read.containsKey("tcp sport") ? Proto.TCP : read.containsKey("udp sport") ? Proto.UDP
        : read.containsKey("icmp type") ? Proto.ICMP : read.containsKey("icmpv6 type") ? Proto.ICMPV6
        : (int) number(read.getOrDefault("ip protocol", "255"));
    Transport transport = switch (proto) {
      case Proto.TCP -> new Transport.Tcp(port(read, "tcp sport"), port(read, "tcp dport"), -1, -1,
          (int) number(read.getOrDefault("tcp window", "-1")), flags(number(read.getOrDefault("tcp flags", "0"))), "");
      case Proto.UDP -> new Transport.Ports(port(read, "udp sport"), port(read, "udp dport"),
          (int) number(read.getOrDefault("udp length", "-1")));
      case Proto.ICMP -> Transport.Icmp.of(type(read, Type.ICMP_TYPE, "icmp type"), 0, -1, -1);
      case Proto.ICMPV6 -> Transport.Icmp.of(type(read, Type.ICMPV6_TYPE, "icmpv6 type"), 0, -1, -1);
      default -> Transport.Other.NONE;
    };
    int tos = (int) (number(read.getOrDefault("ip dscp", "0")) << 2 | number(read.getOrDefault("ip ecn", "0")));
    int payload = (int) number(read.getOrDefault("ip length", "-1"));
    var header = new Header(src.isV4() || payload < 0 ? payload : payload + 40, tos,
        (int) number(read.getOrDefault("ip ttl", read.getOrDefault("ip hoplimit", "-1"))), (int) number(read.getOrDefault("ip id", "-1")), false, false, 0, "", -1);
    Meta meta = Meta.NONE.withIn(read.getOrDefault("iif", "")).withOut(read.getOrDefault("oif", ""))
        .withMark(number(read.getOrDefault("meta mark", "0")));
    return new Packet(src, Ip.parse(read.get("ip daddr")), proto, transport, header, meta);
  }

  private static int port(Map<String, String> read, String key) {
    return (int) number(read.get(key));
  }

  private static int type(Map<String, String> read, Type type, String key) {
    return (int) ((Datum.Num) Symbols.value(type, read.get(key)).orElseThrow()).low();
  }

  private static Set<TcpFlag> flags(long bits) {
    var flags = new TreeSet<TcpFlag>();
    TcpFlag[] order = {TcpFlag.FIN, TcpFlag.SYN, TcpFlag.RST, TcpFlag.PSH, TcpFlag.ACK, TcpFlag.URG, TcpFlag.ECE, TcpFlag.CWR};
    for (int i = 0; i < order.length; i++) {
      if ((bits >> i & 1) != 0) flags.add(order[i]);
    }
    return flags;
  }

  private static long number(String word) {
    return word.startsWith("-") ? -1 : Symbols.number(word).orElse(Datum.Num.of(0)) instanceof Datum.Num n ? n.low() : 0;
  }
}
