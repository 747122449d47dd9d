package lasthop.nft;

import java.util.Optional;
import lasthop.ip.Family;
import lasthop.ip.Ip;
import lasthop.netfilter.Doubt;
import lasthop.netfilter.Hook;
import lasthop.netfilter.Surroundings.Connection;
import lasthop.netfilter.Surroundings.CtState;
import lasthop.netfilter.Surroundings.Tuple;
import lasthop.nft.Datum.Num;
import lasthop.packet.Meta;
import lasthop.packet.Packet;

/// Fields the kernel keeps beside the packet: `meta`, `ct`, `fib`, `socket`, `rt`. Empty: there is no such thing for
/// this packet, and the rule does not match.
final class HostFields {
  private HostFields() {}

  static boolean owns(String words) {
    return words.startsWith("meta ") || words.startsWith("ct ") || words.startsWith("fib ")
        || words.startsWith("socket ") || words.startsWith("rt ");
  }

  static Optional<Datum> read(String words, State state) {
    if (state.blurred.contains(words)) return Optional.of(unknown("an earlier rule set it to something not known"));
    int blank = words.indexOf(' ');
    String key = words.substring(blank + 1);
    return switch (words.substring(0, blank)) {
      case "meta" -> meta(key, state);
      case "ct" -> ct(key, state);
      case "fib" -> Optional.of(fib(key, state));
      case "socket" -> socket(key, state);
      default -> Optional.of(unknown("the packet's " + words + " is not known"));
    };
  }

  private static Datum unknown(String why) {
    return PacketFields.unknown(why);
  }

  /// @kernel v6.12 net/netfilter/nft_meta.c nft_meta_get_eval
  private static Optional<Datum> meta(String key, State state) {
    Packet packet = state.packet;
    Meta meta = packet.meta();
    return switch (key) {
      case "mark" -> Optional.of(Num.of(meta.mark()));
      case "l4proto" -> Optional.of(Num.of(packet.proto()));
      case "nfproto" -> Optional.of(Num.of(packet.family() == Family.IPV4 ? 2 : 10));
      case "protocol" -> Optional.of(Num.of(packet.family() == Family.IPV4 ? 0x800 : 0x86dd));
      case "length" -> Optional.of(PacketFields.number(packet.header().len(), "length"));
      case "iif", "iifname", "sdif", "sdifname" -> Optional.of(device(key, meta.in()));
      case "oif", "oifname" -> Optional.of(device(key, leaves(state.at.hook()) ? meta.out() : ""));
      case "nftrace" -> Optional.of(Num.of(state.trace ? 1 : 0));
      case "skuid" -> owner(state, meta.uid());
      case "skgid" -> owner(state, meta.gid());
      case "pkttype" -> Optional.of(pkttype(state));
      case "random" -> Optional.of(new Datum.Spread(0, 1L << 32, Doubt.Kind.RANDOM, "it is drawn for each packet"));
      case "day", "hour", "time" -> Optional.of(new Datum.Unknown(Doubt.Kind.HISTORY, "it depends on the clock"));
      default -> Optional.of(unknown("the packet's meta " + key + " is not known"));
    };
  }

  private static boolean leaves(Hook hook) {
    return hook == Hook.FORWARD || hook == Hook.OUTPUT || hook == Hook.POSTROUTING;
  }

  /// No device has index 0 and an empty name. Without VRF `sdif` is none.
  private static Datum device(String key, String name) {
    if (key.startsWith("sdif")) return unknown("the lower device of a VRF is not known");
    if (key.endsWith("name")) return new Datum.Name(name);
    return name.isEmpty() ? Num.of(0) : new Datum.Name(name);
  }

  /// Packets without a full socket have no owner. Received ones can have one only once routed to a connection.
  private static Optional<Datum> owner(State state, long id) {
    if (id >= 0) return Optional.of(Num.of(id));
    Hook hook = state.at.hook();
    boolean received = hook == Hook.PREROUTING || hook == Hook.FORWARD || !state.packet.meta().in().isEmpty();
    boolean early = hook == Hook.INPUT && !state.at.ctState().equals(Optional.of(CtState.NEW));
    if (received && !early || state.at.hasSocket(state.packet).equals(Optional.of(false))) return Optional.empty();
    return Optional.of(unknown("the owner of the packet's socket is not known"));
  }

  private static Datum pkttype(State state) {
    return state.at.pkttype().flatMap(type -> Symbols.value(Type.PKTTYPE, type))
        .orElse(unknown("how the frame was addressed is not known"));
  }

  /// @kernel v6.12 net/netfilter/nft_ct.c nft_ct_get_eval
  private static Optional<Datum> ct(String key, State state) {
    Optional<CtState> ctState = state.at.ctState();
    if (ctState.isEmpty()) return Optional.of(unknown("the connection tracking state is not known"));
    if (key.equals("state")) return Optional.of(Num.of(stateBit(ctState.get())));
    if (ctState.get() == CtState.INVALID || ctState.get() == CtState.UNTRACKED) return Optional.empty();
    if (key.equals("mark") && state.ctMark.isPresent()) return Optional.of(Num.of(state.ctMark.getAsLong()));
    Optional<Connection> connection = state.at.connection();
    if (connection.isEmpty()) return Optional.of(unknown("the connection is not known"));
    return Optional.of(of(key, connection.get()));
  }

  private static long stateBit(CtState state) {
    return switch (state) {
      case INVALID -> 1;
      case ESTABLISHED -> 2;
      case RELATED -> 4;
      case NEW -> 8;
      case UNTRACKED -> 64;
      case SNAT, DNAT -> 0;
    };
  }

  private static Datum of(String key, Connection c) {
    return switch (key) {
      case "mark" -> Num.of(c.mark());
      case "direction" -> Num.of(c.isReply() ? 1 : 0);
      case "status" -> Num.of(status(c));
      case "protocol", "original protocol", "reply protocol" -> Num.of(c.original().proto());
      case "l3proto", "original l3proto", "reply l3proto" -> Num.of(c.original().src().isV4() ? 2 : 10);
      default -> tuple(key, c);
    };
  }

  private static Datum tuple(String key, Connection c) {
    Tuple tuple = key.startsWith("reply ") ? c.reply() : c.original();
    return switch (key.substring(key.lastIndexOf(' ') + 1)) {
      case "saddr" -> PacketFields.address(tuple.src());
      case "daddr" -> PacketFields.address(tuple.dst());
      case "proto-src" -> PacketFields.number(tuple.sport(), "source port");
      case "proto-dst" -> PacketFields.number(tuple.dport(), "destination port");
      default -> unknown("the connection's " + key + " is not known");
    };
  }

  /// @kernel v6.12 include/uapi/linux/netfilter/nf_conntrack_common.h enum ip_conntrack_status
  private static long status(Connection c) {
    long bits = 0;
    if (c.status().contains("EXPECTED")) bits |= 1;
    if (c.status().contains("SEEN_REPLY")) bits |= 2;
    if (c.status().contains("ASSURED")) bits |= 4;
    if (c.status().contains("CONFIRMED")) bits |= 8;
    Tuple original = c.original();
    Tuple reply = c.reply();
    if (!original.src().equals(reply.dst()) || original.sport() != reply.dport()) bits |= 16;
    if (!original.dst().equals(reply.src()) || original.dport() != reply.sport()) bits |= 32;
    return bits;
  }

  /// @kernel v6.12 net/ipv4/netfilter/nft_fib_ipv4.c nft_fib4_eval, nft_fib4_eval_type
  private static Datum fib(String key, State state) {
    Packet packet = state.packet;
    int last = key.lastIndexOf(' ');
    String result = key.substring(last + 1);
    String flags = " " + key.substring(0, last) + " ";
    boolean source = flags.contains(" saddr ");
    Ip ip = source ? packet.src() : packet.dst();
    boolean in = flags.contains(" iif ");
    if (result.equals("type")) {
      String device = in ? packet.meta().in() : flags.contains(" oif ") ? packet.meta().out() : "";
      return state.at.addrType(ip, device).<Datum>map(type -> Num.of(type.ordinal()))
          .orElse(unknown("the type of the route to " + ip + " is not known"));
    }
    if (!source) return unknown("the route to " + ip + " is not known here");
    if (packet.meta().in().equals("lo")) return Num.of(1);
    return state.at.reversePathOk(packet, !in, flags.contains(" mark "), false).<Datum>map(ok -> Num.of(ok ? 1 : 0))
        .orElse(unknown("the route back to " + ip + " is not known"));
  }

  private static Optional<Datum> socket(String key, State state) {
    if (state.at.hasSocket(state.packet).equals(Optional.of(false))) return Optional.empty();
    return Optional.of(unknown("the packet's socket " + key + " is not known"));
  }
}
