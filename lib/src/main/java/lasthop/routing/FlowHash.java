package lasthop.routing;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalLong;
import lasthop.ip.Family;
import lasthop.ip.Ip;
import lasthop.packet.FlowKey;
import lasthop.packet.Proto;

/// The hash that spreads flows over the nexthops of a multipath route.
///
/// @kernel v6.12 net/ipv4/route.c fib_multipath_hash, net/ipv6/route.c rt6_multipath_hash, net/core/flow_dissector.c
final class FlowHash {
  /// Offsets in the hashed part of `struct flow_keys`, which begins with its `basic` member.
  private static final int IP_PROTO = 2;
  private static final int PORTS = 28;
  private static final int ADDRS = 36;
  private static final int LENGTH_V4 = 48;
  private static final int LENGTH_V6 = 72;

  private FlowHash() {}

  /// The hash, 0 to 2^31-1; empty when its key is random: `fib_multipath_hash_seed`, new in 6.11, is not set.
  static OptionalLong of(Facts facts, FlowKey flow) {
    long seed = facts.conf().number("net.ipv4.fib_multipath_hash_seed", 0);
    if (seed == 0 || !facts.kernel().isAtLeast(6, 11)) return OptionalLong.empty();
    boolean v4 = flow.dst().isV4();
    String family = v4 ? "ipv4" : "ipv6";
    int policy = (int) facts.conf().number("net." + family + ".fib_multipath_hash_policy", 0);
    int fields = switch (policy) {
      case 1 -> SRC_IP | DST_IP | PROTO | SPORT | DPORT;
      case 3 -> (int) facts.conf().number("net." + family + ".fib_multipath_hash_fields", SRC_IP | DST_IP | PROTO);
      default -> v4 ? SRC_IP | DST_IP : SRC_IP | DST_IP | PROTO;
    };
    if (!v4 || policy != 3) return OptionalLong.of(hash(flow, fields, seed) >>> 1);
    // Fields of one's own choice of a packet: its outer header's hash is mixed with that of an inner one, which is none.
    long outer = (fields & OUTER) == 0 ? 0 : hash(flow, fields, seed);
    return OptionalLong.of(JenkinsHash.of((int) outer, 0) >>> 1);
  }

  /// @kernel v6.12 include/net/ip_fib.h FIB_MULTIPATH_HASH_FIELD_SRC_IP and those below it
  private static final int SRC_IP = 1;
  private static final int DST_IP = 2;
  private static final int PROTO = 4;
  private static final int SPORT = 16;
  private static final int DPORT = 32;
  private static final int OUTER = 63;

  private static long hash(FlowKey flow, int fields, long seed) {
    boolean v4 = flow.dst().isV4();
    Ip any = Ip.any(v4 ? Family.IPV4 : Family.IPV6);
    Ip src = (fields & SRC_IP) != 0 ? flow.src().orElse(any) : any;
    Ip dst = (fields & DST_IP) != 0 ? flow.dst() : any;
    int sport = (fields & SPORT) != 0 ? Math.max(flow.sport(), 0) : 0;
    int dport = (fields & DPORT) != 0 ? Math.max(flow.dport(), 0) : 0;
    // `ip route get` describes an IPv4 flow by a packet, and one of ICMP has no ports.
    if (flow.ipproto() == Proto.ICMP) sport = dport = 0;
    ByteBuffer keys = ByteBuffer.allocate(v4 ? LENGTH_V4 : LENGTH_V6);
    if ((fields & PROTO) != 0) keys.put(IP_PROTO, (byte) Math.max(flow.ipproto(), 0));
    boolean swapPorts = Character.reverseBytes((char) dport) < Character.reverseBytes((char) sport);
    keys.putShort(PORTS, (short) (swapPorts ? dport : sport));
    keys.putShort(PORTS + 2, (short) (swapPorts ? sport : dport));
    boolean swap = v4 ? Integer.compareUnsigned(reversed(dst), reversed(src)) < 0 : dst.compareTo(src) < 0;
    put(keys, ADDRS, swap ? dst : src);
    put(keys, ADDRS + (v4 ? 4 : 16), swap ? src : dst);
    long hash = SipHash.hash(words(keys), seed << 32 | seed, seed << 32 | seed) & 0xffffffffL;
    return hash == 0 ? 1 : hash;
  }

  /// The kernel compares IPv4 addresses as its own integers, which on the machines recorded are little-endian.
  private static int reversed(Ip ip) {
    return Integer.reverseBytes((int) ip.low());
  }

  private static void put(ByteBuffer keys, int at, Ip ip) {
    if (ip.isV4()) keys.putInt(at, (int) ip.low());
    else keys.putLong(at, ip.high()).putLong(at + 8, ip.low());
  }

  private static long[] words(ByteBuffer keys) {
    keys.order(ByteOrder.LITTLE_ENDIAN);
    long[] words = new long[keys.capacity() / 8];
    for (int i = 0; i < words.length; i++) words[i] = keys.getLong(8 * i);
    return words;
  }
}
