package lasthop.simulate;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import lasthop.ip.Family;
import lasthop.ip.Ip;
import lasthop.netfilter.Surroundings.CtState;
import lasthop.packet.Header;
import lasthop.packet.Meta;
import lasthop.packet.Packet;
import lasthop.packet.Proto;
import lasthop.packet.TcpFlag;
import lasthop.packet.Transport;
import lasthop.text.Words;

/// Reads the packet language. Words after the addresses come in pairs, in any order; `df` and `badsum` stand alone.
///
///     PROTO SRC[:PORT] > DST[:PORT] [iif DEV] [oif DEV] [mark N] [tos N] [ttl N] [len N] [id N] [uid N]
///           [flags SYN,ACK] [type N] [code N] [mac MAC] [physin DEV] [df] [badsum] [ct=STATE|lookup]
final class ProbeText {
  private static final String FORM = "\"tcp 192.0.2.1:1024 > 198.51.100.2:80 iif eth0\"";

  private final String text;
  private final Words words;
  private Header header = new Header(-1, 0, 64, -1, false, false, 0, "", -1);
  private Meta meta = Meta.NONE;
  private Set<TcpFlag> flags = EnumSet.of(TcpFlag.SYN);
  private int type = -1;
  private int code;
  private Optional<CtState> state = Optional.empty();
  private boolean badChecksum;
  private boolean lookup;

  ProbeText(String text) {
    this.text = text;
    this.words = new Words(text.strip());
  }

  Probe probe() {
    String name = words.next();
    int proto = Proto.number(name);
    if (proto < 0) throw bad("protocol \"" + name + "\" is not known");
    End source = end(words.next());
    words.take(">");
    End target = end(words.next());
    if (source.ip.family() != target.ip.family()) throw bad("one address is IPv4, the other IPv6");
    if (proto == Proto.ICMP && source.ip.family() == Family.IPV6) proto = Proto.ICMPV6;
    while (words.hasNext()) option(words.next());
    var packet = new Packet(source.ip, target.ip, proto, transport(proto, source.port, target.port), header, meta);
    return new Probe(packet, state, badChecksum, Optional.empty(), lookup);
  }

  private Transport transport(int proto, int sport, int dport) {
    return switch (proto) {
      case Proto.TCP -> new Transport.Tcp(sport, dport, -1, -1, -1, flags, "");
      case Proto.UDP, Proto.UDPLITE, Proto.SCTP, 33 -> new Transport.Ports(sport, dport, -1);
      case Proto.ICMP -> Transport.Icmp.of(type < 0 ? 8 : type, code, -1, -1);
      case Proto.ICMPV6 -> Transport.Icmp.of(type < 0 ? 128 : type, code, -1, -1);
      default -> Transport.Other.NONE;
    };
  }

  private void option(String word) {
    switch (word) {
      case "iif" -> meta = meta.withIn(value(word));
      case "oif" -> meta = meta.withOut(value(word));
      case "physin" -> meta = meta.withPhys(value(word), meta.physout());
      case "mac" -> meta = meta.withMac(value(word));
      case "mark" -> meta = meta.withMark(number(word, 0xffffffffL));
      case "uid" -> meta = meta.withOwner(number(word, 0xfffffffeL), meta.gid());
      case "tos" -> header = header.withTos((int) number(word, 255));
      case "ttl" -> header = header.withTtl((int) number(word, 255));
      case "len" -> header = header.withLen((int) number(word, 65575));
      case "id" -> header = new Header(header.len(), header.tos(), header.ttl(), (int) number(word, 65535), header.df(),
          header.mf(), header.frag(), header.options(), header.flowLabel());
      case "df" -> header = new Header(header.len(), header.tos(), header.ttl(), header.id(), true, header.mf(),
          header.frag(), header.options(), header.flowLabel());
      case "type" -> type = (int) number(word, 255);
      case "code" -> code = (int) number(word, 255);
      case "flags" -> flags = flags(value(word));
      case "badsum" -> badChecksum = true;
      default -> {
        if (!word.startsWith("ct=")) throw bad("\"" + word + "\" is not understood");
        lookup = word.equals("ct=lookup");
        state = lookup ? Optional.empty() : Optional.of(state(word.substring(3)));
      }
    }
  }

  private CtState state(String word) {
    for (CtState s : CtState.values()) {
      if (s.name().equals(word.toUpperCase(Locale.ROOT)) && s != CtState.SNAT && s != CtState.DNAT) return s;
    }
    throw bad("state \"" + word + "\" is none of NEW, ESTABLISHED, RELATED, INVALID, UNTRACKED, lookup");
  }

  private Set<TcpFlag> flags(String list) {
    var set = EnumSet.noneOf(TcpFlag.class);
    for (String name : list.split(",")) {
      try {
        if (!name.equalsIgnoreCase("none")) set.add(TcpFlag.valueOf(name.toUpperCase(Locale.ROOT)));
      } catch (IllegalArgumentException e) {
        throw bad("flag \"" + name + "\" is none of SYN, ACK, FIN, RST, PSH, URG, ECE, CWR, none");
      }
    }
    return set;
  }

  private String value(String word) {
    if (!words.hasNext()) throw bad("\"" + word + "\" needs a value");
    return words.next();
  }

  private long number(String word, long max) {
    String value = value(word);
    try {
      long n = Long.decode(value);
      if (n >= 0 && n <= max) return n;
    } catch (NumberFormatException e) {
      throw bad("\"" + word + " " + value + "\" is not a number");
    }
    throw bad("\"" + word + " " + value + "\" is outside 0.." + max);
  }

  private record End(Ip ip, int port) {}

  /// `192.0.2.1`, `192.0.2.1:80`, `2001:db8::1`, `[2001:db8::1]:80`.
  private End end(String word) {
    Optional<Ip> whole = Ip.tryParse(word);
    if (whole.isPresent()) return new End(whole.get(), -1);
    int colon = word.lastIndexOf(':');
    String host = colon < 0 ? word : word.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) host = host.substring(1, host.length() - 1);
    Optional<Ip> ip = Ip.tryParse(host);
    if (colon < 0 || ip.isEmpty()) throw bad("\"" + word + "\" is not an address");
    try {
      int port = Integer.parseInt(word.substring(colon + 1));
      if (port >= 0 && port <= 65535) return new End(ip.get(), port);
    } catch (NumberFormatException e) {
      throw bad("port of \"" + word + "\" is not a number");
    }
    throw bad("port of \"" + word + "\" is outside 0..65535");
  }

  private IllegalArgumentException bad(String what) {
    return new IllegalArgumentException("bad packet \"" + text + "\": " + what + "; the form is " + FORM);
  }
}
