package lasthop.nft;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lasthop.nft.Tokens.NotUnderstood;
import lasthop.text.Origin;

/// Reads the body of a named set, map or meter.
final class SetReader {
  /// @kernel nftables src/datatype.c: the names of the data types
  private static final Map<String, Type> NAMES = Map.ofEntries(Map.entry("ipv4_addr", Type.IPV4),
      Map.entry("ipv6_addr", Type.IPV6), Map.entry("ether_addr", Type.MAC), Map.entry("inet_proto", Type.PROTO),
      Map.entry("inet_service", Type.PORT), Map.entry("mark", Type.MARK), Map.entry("ifname", Type.NAME),
      Map.entry("iface_index", Type.INTERFACE), Map.entry("iface_type", Type.IFTYPE),
      Map.entry("ct_state", Type.CT_STATE), Map.entry("ct_status", Type.CT_STATUS), Map.entry("ct_dir", Type.CT_DIRECTION),
      Map.entry("ct_label", Type.CT_LABEL), Map.entry("tcp_flag", Type.TCP_FLAG), Map.entry("icmp_type", Type.ICMP_TYPE),
      Map.entry("icmp_code", Type.ICMP_CODE), Map.entry("icmpv6_type", Type.ICMPV6_TYPE),
      Map.entry("icmpv6_code", Type.ICMPV6_CODE), Map.entry("ether_type", Type.ETHER_TYPE),
      Map.entry("nf_proto", Type.NFPROTO), Map.entry("pkt_type", Type.PKTTYPE), Map.entry("dscp", Type.DSCP),
      Map.entry("ecn", Type.ECN), Map.entry("fib_addrtype", Type.ADDR_TYPE), Map.entry("boolean", Type.BOOLEAN),
      Map.entry("time", Type.TIME), Map.entry("uid", Type.USER), Map.entry("gid", Type.GROUP),
      Map.entry("arp_op", Type.ARP_OP), Map.entry("day", Type.DAY), Map.entry("hour", Type.HOUR),
      Map.entry("classid", Type.CLASS), Map.entry("realm", Type.NUMBER), Map.entry("integer", Type.NUMBER),
      Map.entry("string", Type.NAME), Map.entry("cgroupsv2", Type.NAME), Map.entry("devgroup", Type.NUMBER),
      Map.entry("verdict", Type.VERDICT), Map.entry("counter", Type.NAME), Map.entry("quota", Type.NAME),
      Map.entry("limit", Type.NAME), Map.entry("synproxy", Type.NAME), Map.entry("secmark", Type.NAME),
      Map.entry("\"ct", Type.NAME));

  private final Tokens tokens;
  private final ValueReader values;
  private final ExprReader exprs;
  private List<Type> types = List.of();
  private List<Type> valueTypes = List.of();
  private final Set<String> flags = new HashSet<>();
  private List<Element> elements = List.of();

  SetReader(Tokens tokens) {
    this.tokens = tokens;
    this.values = new ValueReader(tokens);
    this.exprs = new ExprReader(tokens, values);
  }

  /// From behind the opening brace to behind the closing one.
  NftSet set(String name, Origin origin) {
    while (!tokens.take("}")) {
      if (tokens.atEnd()) throw new NotUnderstood("missing \"}\"");
      property();
    }
    return new NftSet(name, types, valueTypes, flags, elements, origin);
  }

  private void property() {
    switch (tokens.next()) {
      case Tokens.NEWLINE, ";" -> { }
      case "#handle" -> tokens.next();
      case "type" -> types(this::named);
      case "typeof" -> types(this::expressed);
      case "flags" -> flags();
      case "elements" -> elements();
      case "auto-merge" -> { }
      case "timeout", "gc-interval", "size", "policy", "comment" -> tokens.next();
      case "counter", "limit", "quota", "ct", "last" -> skipLine();
      default -> throw new NotUnderstood("unknown property of a set");
    }
  }

  private void types(java.util.function.Supplier<List<Type>> reader) {
    types = reader.get();
    if (!tokens.take(":")) return;
    tokens.take("interval");
    if (tokens.peek().equals("verdict")) {
      tokens.next();
      valueTypes = List.of(Type.VERDICT);
    } else {
      valueTypes = reader.get();
    }
  }

  private List<Type> named() {
    var read = new ArrayList<Type>();
    do {
      String name = tokens.next();
      Type type = NAMES.get(name.startsWith("\"ct") ? "\"ct" : name);
      if (type == null) throw new NotUnderstood("unknown type \"" + name + "\"");
      if (name.equals("ct")) tokens.next();
      read.add(type);
    } while (tokens.take("."));
    return read;
  }

  private List<Type> expressed() {
    return ExprReader.typesOf(exprs.left());
  }

  private void flags() {
    do {
      flags.add(tokens.next());
    } while (tokens.take(","));
  }

  private void elements() {
    tokens.expect("=");
    elements = values.braces(types, valueTypes).elements();
  }

  private void skipLine() {
    while (!tokens.peek().equals(Tokens.NEWLINE) && !tokens.peek().equals("}") && !tokens.atEnd()) tokens.next();
  }
}
