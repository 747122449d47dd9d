package lasthop.jsonl;

import com.fasterxml.jackson.databind.JsonNode;
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
import lasthop.simulate.Probe;

/// The `packet` of a simulate request.
final class PacketFields {
  private final Request fields;
  private final Family family;

  PacketFields(Request fields, Family family) {
    this.fields = fields;
    this.family = family;
  }

  Probe probe() throws Refusal {
    int proto = proto();
    var header = new Header((int) number("len", -1, 65575), (int) number("tos", 0, 255), (int) number("ttl", -1, 255),
        (int) number("ipid", -1, 65535), fields.flag("df"), fields.flag("mf"), (int) number("frag", 0, 65535), "", -1);
    var meta = new Meta(word("iif"), word("oif"), word("physin"), "", word("mac"), number("mark", 0, 0xffffffffL),
        number("uid", -1, 0xfffffffeL), -1);
    var packet = new Packet(address("src"), address("dst"), proto, transport(proto, header), header, meta);
    return new Probe(packet, state(), fields.flag("bad_checksum"));
  }

  private int proto() throws Refusal {
    JsonNode value = fields.has("proto") ? fields.field("proto") : null;
    int proto = value == null ? -1 : value.isInt() ? value.intValue() : Proto.number(fields.text("proto"));
    if (proto < 0 || proto > 255) throw Refusal.badRequest("\"proto\" is missing or not a protocol", "packet.proto");
    return proto == Proto.ICMP && family == Family.IPV6 ? Proto.ICMPV6 : proto;
  }

  private Transport transport(int proto, Header header) throws Refusal {
    if (header.frag() > 0) return Transport.Other.NONE;
    int sport = (int) number("sport", -1, 65535);
    int dport = (int) number("dport", -1, 65535);
    return switch (proto) {
      case Proto.TCP -> new Transport.Tcp(sport, dport, number("seq", -1, 0xffffffffL), number("ack", -1, 0xffffffffL), -1,
          flags(), "");
      case Proto.UDP, Proto.UDPLITE, Proto.SCTP, 33 -> new Transport.Ports(sport, dport, -1);
      case Proto.ICMP, Proto.ICMPV6 -> Transport.Icmp.of((int) number("type", proto == Proto.ICMP ? 8 : 128, 255),
          (int) number("code", 0, 255), (int) number("icmp_id", -1, 65535), (int) number("icmp_seq", -1, 65535));
      default -> Transport.Other.NONE;
    };
  }

  /// A TCP packet of which nothing else is said opens a connection.
  private Set<TcpFlag> flags() throws Refusal {
    var flags = EnumSet.noneOf(TcpFlag.class);
    if (!fields.has("flags")) return EnumSet.of(TcpFlag.SYN);
    if (!fields.field("flags").isArray()) throw Refusal.badRequest("\"flags\" must be a list", "packet.flags");
    for (JsonNode flag : fields.field("flags")) {
      try {
        flags.add(TcpFlag.valueOf(flag.asText().toUpperCase(Locale.ROOT)));
      } catch (IllegalArgumentException e) {
        throw Refusal.badRequest("\"" + flag.asText() + "\" is not a TCP flag", "packet.flags");
      }
    }
    return flags;
  }

  private Optional<CtState> state() throws Refusal {
    Optional<String> word = fields.optionalText("ctstate");
    if (word.isEmpty()) return Optional.empty();
    return switch (word.get().toUpperCase(Locale.ROOT)) {
      case "NEW" -> Optional.of(CtState.NEW);
      case "ESTABLISHED" -> Optional.of(CtState.ESTABLISHED);
      case "RELATED" -> Optional.of(CtState.RELATED);
      case "INVALID" -> Optional.of(CtState.INVALID);
      case "UNTRACKED" -> Optional.of(CtState.UNTRACKED);
      default -> throw Refusal.badRequest("\"" + word.get() + "\" is not a connection state", "packet.ctstate");
    };
  }

  private Ip address(String field) throws Refusal {
    if (!fields.has(field) || !fields.field(field).isTextual()) {
      throw Refusal.badRequest("\"" + field + "\" is missing or not a string", "packet." + field);
    }
    String text = fields.field(field).textValue();
    return Ip.tryParse(text).filter(ip -> ip.family() == family)
        .orElseThrow(() -> Refusal.badRequest("\"" + field + "\" is not an address of the family: " + text, "packet." + field));
  }

  private String word(String field) throws Refusal {
    return fields.optionalText(field).orElse("");
  }

  private long number(String field, long otherwise, long max) throws Refusal {
    if (!fields.has(field)) return otherwise;
    JsonNode value = fields.field(field);
    if (!value.isIntegralNumber() || value.longValue() < 0 || value.longValue() > max) {
      throw Refusal.badRequest("\"" + field + "\" must be a number from 0 to " + max, "packet." + field);
    }
    return value.longValue();
  }
}
