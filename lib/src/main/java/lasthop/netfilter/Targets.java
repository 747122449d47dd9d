package lasthop.netfilter;

import java.util.List;
import java.util.Optional;
import lasthop.ip.Family;
import lasthop.ip.Ip;
import lasthop.ip.Prefix;
import lasthop.netfilter.Match.Option;
import lasthop.netfilter.Target.NatRange;
import lasthop.netfilter.Target.Translation;
import lasthop.netfilter.Values.Context;

/// What a target and its options do to a packet.
final class Targets {
  private Targets() {}

  /// @param isExtension whether the name is a target with options; else it is a verdict or a chain
  static Target of(String name, boolean goTo, boolean isExtension, List<Option> options, Context context) {
    if (name.isEmpty()) return new Target.None();
    if (goTo) return new Target.Goto(name);
    if (!isExtension) {
      return switch (name) {
        case "ACCEPT" -> new Target.Accept();
        case "DROP" -> new Target.Drop();
        case "RETURN" -> new Target.Return();
        case "QUEUE" -> new Target.Queue(0, 0, false);
        default -> new Target.Jump(name);
      };
    }
    return extension(name, new Read(options), context.family());
  }

  private static Target extension(String name, Read o, Family family) {
    return switch (name) {
      case "REJECT" -> new Target.Reject(o.value("reject-with"));
      case "DNAT" -> new Target.Nat(Translation.DNAT, nat(o, o.value("to-destination"), family));
      case "SNAT" -> new Target.Nat(Translation.SNAT, nat(o, o.value("to-source"), family));
      case "MASQUERADE" -> new Target.Nat(Translation.MASQUERADE, nat(o, portsOnly(o), family));
      case "REDIRECT" -> new Target.Nat(Translation.REDIRECT, nat(o, portsOnly(o), family));
      case "NETMAP" -> new Target.Netmap(Prefix.parse(o.value("to")));
      case "MARK" -> new Target.SetMark(o.first("set-xmark"), o.mask("set-xmark"));
      case "CONNMARK" -> connmark(o);
      case "NOTRACK" -> new Target.Notrack();
      case "CT" -> o.has("notrack") ? new Target.Notrack() : new Target.Continue(name);
      case "TPROXY" -> new Target.Tproxy((int) o.first("on-port"),
          Ip.tryParse(o.value("on-ip")).filter(ip -> !ip.isAny()), o.first("tproxy-mark"), o.mask("tproxy-mark"));
      case "DSCP" -> new Target.SetTos((int) o.first("set-dscp") << 2, 0xfc);
      case "TOS" -> new Target.SetTos((int) o.first("set-tos"), (int) o.mask("set-tos"));
      case "TTL", "HL" -> ttl(o, name.equals("TTL") ? "ttl" : "hl");
      case "TRACE" -> new Target.Trace();
      case "NFQUEUE" -> queue(o);
      case "ECN" -> o.has("ecn-ip-ect") ? new Target.SetTos((int) o.first("ecn-ip-ect"), 3) : new Target.Continue(name);
      case "LOG", "NFLOG", "ULOG", "AUDIT", "CHECKSUM", "CLASSIFY", "CONNSECMARK", "SECMARK", "IDLETIMER", "LED", "RATEEST",
           "TCPMSS", "TCPOPTSTRIP", "TEE" -> new Target.Continue(name);
      case "SET" -> o.has("map-set") ? new Target.Unmodelled(name) : new Target.Continue(name);
      default -> new Target.Unmodelled(name);
    };
  }

  private static String portsOnly(Read o) {
    return o.has("to-ports") ? ":" + o.value("to-ports") : "";
  }

  private static Target connmark(Read o) {
    if (o.has("left-shift-mark") || o.has("right-shift-mark")) return new Target.Unmodelled("CONNMARK");
    if (o.has("set-xmark")) return new Target.SetConnmark(o.first("set-xmark"), o.mask("set-xmark"));
    long nfmask = o.first("nfmask");
    long ctmask = o.first("ctmask");
    return o.has("save-mark") ? new Target.SaveConnmark(nfmask, ctmask) : new Target.RestoreConnmark(nfmask, ctmask);
  }

  private static Target ttl(Read o, String prefix) {
    if (o.has(prefix + "-inc")) return new Target.SetTtl('+', (int) o.first(prefix + "-inc"));
    if (o.has(prefix + "-dec")) return new Target.SetTtl('-', (int) o.first(prefix + "-dec"));
    return new Target.SetTtl('=', (int) o.first(prefix + "-set"));
  }

  private static Target queue(Read o) {
    boolean bypass = o.has("queue-bypass");
    if (!o.has("queue-balance")) {
      int number = (int) o.first("queue-num");
      return new Target.Queue(number, number, bypass);
    }
    String[] range = o.value("queue-balance").split(":");
    return new Target.Queue(Integer.parseInt(range[0]), Integer.parseInt(range[1]), bypass);
  }

  /// Reads the canonical form that [NatWords] writes.
  private static NatRange nat(Read o, String text, Family family) {
    int bracket = text.indexOf(']');
    int colon = family == Family.IPV6 && bracket < 0 && !NatWords.portsOnly(text) ? -1 : text.indexOf(':', Math.max(0, bracket));
    String addresses = (colon < 0 ? text : text.substring(0, colon)).replace("[", "").replace("]", "");
    Optional<Ip> min = Optional.empty();
    Optional<Ip> max = Optional.empty();
    if (!addresses.isEmpty()) {
      int dash = addresses.indexOf('-');
      min = Ip.tryParse(dash < 0 ? addresses : addresses.substring(0, dash));
      max = dash < 0 ? min : Ip.tryParse(addresses.substring(dash + 1));
    }
    int[] ports = {-1, -1, -1};
    if (colon >= 0) ports(text.substring(colon + 1), ports);
    return new NatRange(min, max, ports[0], ports[1], ports[2], o.has("random") || o.has("random-fully"), o.has("persistent"));
  }

  private static void ports(String text, int[] ports) {
    int slash = text.indexOf('/');
    if (slash >= 0) ports[2] = Integer.parseInt(text.substring(slash + 1));
    String range = slash < 0 ? text : text.substring(0, slash);
    int dash = range.indexOf('-');
    ports[0] = Integer.parseInt(dash < 0 ? range : range.substring(0, dash));
    ports[1] = dash < 0 ? ports[0] : Integer.parseInt(range.substring(dash + 1));
  }

  /// Options by name.
  record Read(List<Option> options) {
    boolean has(String name) {
      return options.stream().anyMatch(o -> o.name().equals(name));
    }

    boolean negated(String name) {
      return options.stream().anyMatch(o -> o.name().equals(name) && o.negated());
    }

    String value(String name) {
      for (Option o : options) {
        if (o.name().equals(name)) return o.value();
      }
      return "";
    }

    /// The number at the beginning of a value.
    long first(String name) {
      return value(name).isEmpty() ? 0 : Numbers.value(value(name));
    }

    /// The number after the slash; all ones where there is none.
    long mask(String name) {
      String value = value(name);
      int slash = value.indexOf('/');
      return slash < 0 ? 0xffffffffL : Numbers.value(value.substring(slash + 1));
    }
  }
}
