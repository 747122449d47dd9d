package lasthop.netfilter;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lasthop.ip.Family;
import lasthop.packet.Proto;

/// What the kernel refuses though iptables reads it: extensions in a table, on a hook or for a protocol they are
/// not made for.
///
/// @kernel v6.12 net/netfilter/x_tables.c xt_check_match, xt_check_target and each extension's checkentry
final class KernelChecks {
  /// Columns: name, tables, hooks (first letters: P I F O, S for POSTROUTING), protocols; `-` for any.
  private static final String RULES = """
      tcp - - 6
      udp - - 17
      sctp - - 132
      dccp - - 33
      icmp - - 1
      icmp6 - - 58
      esp - - 50
      ah - - 51
      ipcomp - - 108
      mh - - 135
      tcpmss - - 6
      osf - PIF 6
      owner - OS -
      mac - PIF -
      eui64 - PIF -
      rpfilter raw,mangle P -
      socket - PI -
      realm - IFOS -
      REJECT filter IFO -
      DNAT nat PO -
      REDIRECT nat PO -
      SNAT nat SI -
      MASQUERADE nat S -
      NETMAP nat PSOI -
      TPROXY mangle P 6,17
      TCPMSS - - 6
      TCPOPTSTRIP mangle - 6
      CHECKSUM mangle - -
      DSCP mangle - -
      TOS mangle - -
      TTL mangle - -
      HL mangle - -
      ECN mangle - -
      CLASSIFY - FOS -
      CT raw - -
      NOTRACK raw - -
      TRACE raw - -
      SYNPROXY - IF 6
      SECMARK mangle,security - -
      CONNSECMARK mangle,security - -
      SNPT mangle IS -
      DNPT mangle PO -
      """;
  private static final Map<String, String[]> TABLE = new HashMap<>();

  static {
    for (String line : RULES.split("\n")) {
      String[] columns = line.split(" ");
      TABLE.put(columns[0], columns);
    }
  }

  private KernelChecks() {}

  /// The hooks a rule may be reached from.
  ///
  /// @throws Refused where the table or the protocol is wrong
  static Set<Hook> hooks(TableKind table, Family family, RuleLine rule) throws Refused {
    List<Match> matches = rule.matches();
    Set<Hook> allowed = EnumSet.allOf(Hook.class);
    int protocol = protocol(matches);
    for (Match match : matches) {
      boolean anyProtocol = family == Family.IPV6 && match.name().equals("ah");
      if (!anyProtocol) check(match.name(), table, protocol, allowed);
      options(match, protocol, allowed);
    }
    boolean extension = !(rule.target() instanceof Target.Jump) && !(rule.target() instanceof Target.Goto);
    if (extension) check(rule.jump(), table, protocol, allowed);
    if (rule.target() instanceof Target.Reject reject && reject.with().equals("tcp-reset") && protocol != Proto.TCP) {
      throw new Refused("--reject-with tcp-reset needs -p tcp");
    }
    if (rule.jump().equals("TCPMSS")) syn(matches);
    return allowed;
  }

  /// The protocol of `-p`; -1 when negated, 0 for any.
  private static int protocol(List<Match> matches) {
    for (Match match : matches) {
      for (Condition condition : match.conditions()) {
        if (condition.test() instanceof HeaderTest.Protocol p) return condition.negated() ? -1 : p.number();
      }
    }
    return 0;
  }

  private static void check(String name, TableKind table, int protocol, Set<Hook> allowed) throws Refused {
    String[] rule = TABLE.get(name);
    if (rule == null) return;
    if (!rule[1].equals("-") && !List.of(rule[1].split(",")).contains(table.text())) {
      throw new Refused(name + " can be used in table " + rule[1] + " only");
    }
    if (!rule[3].equals("-") && !List.of(rule[3].split(",")).contains(Integer.toString(protocol))) {
      throw new Refused(name + " needs -p " + Names.protocol(Integer.parseInt(rule[3].split(",")[0])));
    }
    if (!rule[2].equals("-")) allowed.removeIf(hook -> rule[2].indexOf(letter(hook)) < 0);
  }

  private static char letter(Hook hook) {
    return hook == Hook.POSTROUTING ? 'S' : hook.name().charAt(0);
  }

  private static void options(Match match, int protocol, Set<Hook> allowed) throws Refused {
    var o = new Targets.Read(match.options());
    switch (match.name()) {
      case "ecn" -> {
        if ((o.has("ecn-tcp-cwr") || o.has("ecn-tcp-ece")) && protocol != Proto.TCP) throw new Refused("ecn needs -p tcp");
      }
      case "addrtype" -> {
        if (o.has("limit-iface-out")) allowed.removeAll(List.of(Hook.PREROUTING, Hook.INPUT));
        if (o.has("limit-iface-in")) allowed.removeAll(List.of(Hook.POSTROUTING, Hook.OUTPUT));
      }
      case "devgroup" -> {
        if (o.has("src-group")) allowed.retainAll(List.of(Hook.PREROUTING, Hook.INPUT, Hook.FORWARD));
        if (o.has("dst-group")) allowed.retainAll(List.of(Hook.FORWARD, Hook.OUTPUT, Hook.POSTROUTING));
      }
      case "policy" -> {
        if (o.value("dir").equals("out")) allowed.removeAll(List.of(Hook.PREROUTING, Hook.INPUT));
        else allowed.removeAll(List.of(Hook.POSTROUTING, Hook.OUTPUT));
      }
      case "physdev" -> {
        boolean leaving = o.has("physdev-out") || o.has("physdev-is-out");
        boolean bridged = o.has("physdev-is-bridged") && !o.negated("physdev-is-bridged");
        if (leaving && !bridged) allowed.remove(Hook.OUTPUT);
      }
      default -> { }
    }
  }

  private static void syn(List<Match> matches) throws Refused {
    Optional<Match> tcp = matches.stream().filter(m -> m.name().equals("tcp")).filter(m -> m.conditions().stream()
        .anyMatch(c -> !c.negated() && c.test() instanceof HeaderTest.Flags f && (f.comp() & 2) != 0)).findAny();
    if (tcp.isEmpty()) throw new Refused("TCPMSS needs a match of SYN packets");
  }
}
